package dev.whittle.feature.encode;

/**
 * A grid of equal regions that cover an image, row by row. A list of grids is a spatial pyramid (Lazebnik, Schmid and
 * Ponce, "Beyond bags of features", CVPR 2006). A descriptor belongs to the region that its centre lies in.
 *
 * @param rows 1 to 16
 * @param columns 1 to 16
 */
public record Regions(int rows, int columns) {
    private static final int MOST = 16;

    public Regions {
        if (rows < 1 || rows > MOST || columns < 1 || columns > MOST) {
            throw new IllegalArgumentException(
                    "Regions: rows and columns must be 1 to " + MOST + ", got " + rows + " and " + columns);
        }
    }

    /** The whole image. */
    public static Regions defaults() {
        return new Regions(1, 1);
    }

    int count() {
        return rows * columns;
    }
}
