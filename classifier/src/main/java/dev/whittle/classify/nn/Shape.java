package dev.whittle.classify.nn;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of one sample's value in a network, such as 324 or 3x32x32. Its numbers lie in one row, and the last index
 * changes fastest.
 */
public final class Shape {
    private final int[] dimensions;
    private final int size;

    private Shape(int[] dimensions) {
        long product = 1;
        for (int d : dimensions) {
            product *= Math.max(0, d);
            if (product < 1 || product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "A shape has dimensions of at least 1 and fewer than 2^31 values, got "
                                + Arrays.toString(dimensions));
            }
        }
        if (dimensions.length == 0) {
            throw new IllegalArgumentException("A shape has at least one dimension");
        }
        this.dimensions = dimensions;
        this.size = (int) product;
    }

    public static Shape of(int... dimensions) {
        return new Shape(dimensions.clone());
    }

    /** How many values there are. */
    public int size() {
        return size;
    }

    /** How many dimensions there are. */
    public int rank() {
        return dimensions.length;
    }

    public int dimension(int i) {
        return dimensions[i];
    }

    /** The same shape with another first dimension. */
    Shape withFirst(int first) {
        int[] changed = dimensions.clone();
        changed[0] = first;
        return new Shape(changed);
    }

    /** The number of values of one step of the first dimension. */
    int inner() {
        return size / dimensions[0];
    }

    /** The length of a vector; {@code who} takes no other shape. */
    int vector(String who) {
        if (dimensions.length != 1) {
            throw new IllegalArgumentException(who + " takes vectors, got " + this + "; flatten them first");
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    @Override
    public String toString() {
        return IntStream.of(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
