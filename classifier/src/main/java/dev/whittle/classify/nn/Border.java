package dev.whittle.classify.nn;

/** What stands beyond the borders of an image when it is moved. */
public enum Border {
    /** Zeros, the mean of each band. */
    ZERO,
    /** The image reflected at its outermost rows and columns, which are not repeated: … 2 1 0 1 2 …. */
    REFLECTED;

    /** The row or column of an image of {@code n} that stands at place {@code i}, or -1 for a 0. */
    int source(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        return this == ZERO ? -1 : i < 0 ? -i : 2 * (n - 1) - i;
    }

    /** @throws IllegalArgumentException if the border of an image cannot have {@code padding} rows and columns */
    void require(Shape image, int padding) {
        if (this == REFLECTED && Math.min(image.dimension(1), image.dimension(2)) <= padding) {
            throw new IllegalArgumentException("A reflected border of " + padding
                    + " rows and columns needs images of at least " + (padding + 1) + "x" + (padding + 1) + ", got "
                    + image + ", bands x rows x columns; take a smaller crop, or border: zero");
        }
    }
}
