package dev.whittle.feature.image;

/**
 * Cuts a side of an image into cells whose sizes differ by at most one, the larger cells first: 27 in two is 14 and 13.
 */
public final class Grid {
    private Grid() {}

    /**
     * Where cell {@code cell} of {@code cells} begins on a side of {@code size}. For {@code cell == cells} it is the
     * end, {@code size}.
     */
    public static int start(int cell, int cells, int size) {
        return cell * (size / cells) + Math.min(cell, size % cells);
    }
}
