package dev.whittle.classify.ridge;

/**
 * Square windows of a map of values, each of which becomes the sum of its values. They lie row by row, {@code stride}
 * apart, as many as fit; they overlap if {@code stride} is below {@code size}.
 *
 * @param rows of the map
 * @param columns of the map
 * @param size the side of a window, at least 1
 * @param stride at least 1
 */
record Pools(int rows, int columns, int size, int stride) {
    Pools {
        if (size > rows || size > columns) {
            throw new IllegalArgumentException("Wide filters: pools of " + size + "x" + size
                    + " do not lie in the map of " + rows + "x" + columns + " patches; take a smaller pool");
        }
    }

    int down() {
        return (rows - size) / stride + 1;
    }

    int across() {
        return (columns - size) / stride + 1;
    }

    int count() {
        return down() * across();
    }

    /** The first window that holds this row, or column. It may be behind {@link #last}, then none does. */
    int first(int place) {
        return place < size ? 0 : (place - size) / stride + 1;
    }

    /** The last of {@code windows} in a row, or a column, that begins before this place or at it. */
    int last(int place, int windows) {
        return Math.min(windows - 1, place / stride);
    }
}
