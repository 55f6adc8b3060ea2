package dev.whittle.classify;

import dev.whittle.feature.Heap;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/**
 * The shape of images whose raw pixels are the features of samples: band after band, row by row.
 *
 * @param bands at least 1
 * @param rows at least 1
 * @param columns at least 1
 */
public record PixelShape(int bands, int rows, int columns) {
    public PixelShape {
        if (bands < 1 || rows < 1 || columns < 1 || bands > Heap.LONGEST_ARRAY / rows / columns) {
            throw new IllegalArgumentException("Images have bands, rows and columns of at least 1 and together at most "
                    + Heap.LONGEST_ARRAY + " values, got " + bands + "x" + rows + "x" + columns);
        }
    }

    /** Whether a setting is empty, or lists bands, rows and columns. */
    public static boolean valid(List<Integer> shape) {
        return shape != null
                && (shape.isEmpty() || shape.size() == 3)
                && shape.stream().allMatch(d -> d != null && d >= 1);
    }

    /**
     * The shape of images of this number of values.
     *
     * @param head for messages, such as "Image network"
     * @param given bands, rows and columns; empty for square images of one band or three. If the values can be a square
     *     of one band, they are
     * @throws IllegalArgumentException if they have another number of values, or are no square
     */
    public static PixelShape of(String head, List<Integer> given, int values) {
        if (!given.isEmpty()) {
            PixelShape shape = new PixelShape(given.get(0), given.get(1), given.get(2));
            if (shape.values() != values) {
                throw new IllegalArgumentException(head + ": images of shape " + shape + " have " + shape.values()
                        + " values, got features of " + values);
            }
            return shape;
        }
        for (int bands : new int[] {1, 3}) {
            int side = (int) Math.sqrt(values / bands);
            if (values == bands * side * side) {
                return new PixelShape(bands, side, side);
            }
        }
        throw new IllegalArgumentException(head + ": " + values + " features are no square image of one band or"
                + " three; set shape to bands, rows and columns, or take raw pixels as features");
    }

    /**
     * The shape that is saved as an array: bands, rows and columns.
     *
     * @throws IllegalArgumentException if the array is missing or holds no shape of images, with its name
     */
    public static PixelShape of(String array, NamedArrays arrays) {
        Matrix shape = arrays.get(array, 1, 3).requireFinite("Array '" + array + "'");
        for (float d : shape.data()) {
            if (!(d >= 1 && d == (int) d)) {
                throw new IllegalArgumentException("Array '" + array
                        + "' must hold bands, rows and columns, whole numbers of at least 1, got " + d);
            }
        }
        try {
            return new PixelShape((int) shape.get(0, 0), (int) shape.get(0, 1), (int) shape.get(0, 2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Array '" + array + "': " + e.getMessage(), e);
        }
    }

    /** Warns if this shape was chosen by {@link #of} although the images could have three bands. */
    public void warn(String head, List<Integer> given, Run run) {
        if (given.isEmpty() && bands == 1 && values() % 3 == 0) {
            run.warn(head + ": " + values() + " features are taken as images of " + this
                    + ", bands x rows x columns; set shape if they are not");
        }
    }

    /** The number of values of an image. */
    public int values() {
        return bands * rows * columns;
    }

    @Override
    public String toString() {
        return bands + "x" + rows + "x" + columns;
    }
}
