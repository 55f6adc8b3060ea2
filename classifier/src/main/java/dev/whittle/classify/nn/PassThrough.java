package dev.whittle.classify.nn;

/** Returns its input unchanged. In place nothing is moved. */
abstract class PassThrough extends Elementwise {
    @Override
    public final boolean readsOutput() {
        return false;
    }

    @Override
    final void value(Flow flow, float[] x, float[] y, int from, int to) {
        if (x != y) {
            System.arraycopy(x, from, y, from, to - from);
        }
    }

    @Override
    final void derivative(float[] y, float[] dy, float[] dx, int from, int to) {
        if (dx != dy) {
            System.arraycopy(dy, from, dx, from, to - from);
        }
    }
}
