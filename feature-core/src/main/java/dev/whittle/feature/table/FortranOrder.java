package dev.whittle.feature.table;

/** The places of values in C order, for values that come in Fortran order: the first index runs fastest. */
final class FortranOrder {
    private final int[] shape;
    private final int[] index;
    private final int[] stride;
    private int place;

    FortranOrder(int... shape) {
        this.shape = shape;
        index = new int[shape.length];
        stride = new int[shape.length];
        int step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            stride[d] = step;
            step *= shape[d];
        }
    }

    int next() {
        int now = place;
        for (int d = 0; d < shape.length; d++) {
            place += stride[d];
            if (++index[d] < shape[d]) {
                break;
            }
            place -= stride[d] * shape[d];
            index[d] = 0;
        }
        return now;
    }
}
