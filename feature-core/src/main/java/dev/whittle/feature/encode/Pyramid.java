package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.local.Descriptors;
import java.util.List;

/**
 * The regions of several grids, cut into cells: the coarsest grid that has all borders of these grids. So the
 * descriptors of a cell are used once for all regions that contain it.
 */
final class Pyramid {
    private static final int MOST_CELLS = 1024;

    private final List<Regions> levels;
    private final int rows;
    private final int columns;
    /** The number of the first region of each level, and of all regions. */
    private final int[] first;

    /** @throws IllegalArgumentException if there would be more than 1,024 cells */
    Pyramid(List<Regions> levels) {
        this.levels = levels;
        long r = 1;
        long c = 1;
        for (Regions level : levels) {
            r = leastCommonMultiple(r, level.rows());
            c = leastCommonMultiple(c, level.columns());
        }
        if (r * c > MOST_CELLS) {
            throw new IllegalArgumentException("the borders of all regions cut an image into " + r + "x" + c
                    + " cells, expected at most " + MOST_CELLS + "; take grids whose borders coincide");
        }
        rows = (int) r;
        columns = (int) c;
        first = new int[levels.size() + 1];
        for (int level = 0; level < levels.size(); level++) {
            first[level + 1] = first[level] + levels.get(level).count();
        }
    }

    /** Adds what is wrong with the regions of a spec. */
    static void check(List<Regions> regions, Checks checks) {
        if (regions == null || regions.isEmpty() || regions.stream().anyMatch(level -> level == null)) {
            checks.add("regions must list at least one grid, got " + regions);
        } else {
            try {
                new Pyramid(regions);
            } catch (IllegalArgumentException e) {
                checks.add(e.getMessage());
            }
        }
    }

    private static long leastCommonMultiple(long a, long b) {
        long multiple = a;
        while (multiple % b != 0) {
            multiple += a;
        }
        return multiple;
    }

    int cells() {
        return rows * columns;
    }

    /** The number of regions of all grids. */
    int regions() {
        return first[levels.size()];
    }

    /** The cell that the centre of descriptor i lies in. */
    int cell(Descriptors all, int i, int width, int height) {
        return part(all.y(i), rows, height) * columns + part(all.x(i), columns, width);
    }

    private static int part(double at, int parts, int side) {
        return Math.max(0, Math.min(parts - 1, (int) (at * parts / side)));
    }

    /** The region of a level that contains a cell, numbered through all levels. */
    int region(int level, int cell) {
        Regions grid = levels.get(level);
        int row = cell / columns * grid.rows() / rows;
        int column = cell % columns * grid.columns() / columns;
        return first[level] + row * grid.columns() + column;
    }

    int levels() {
        return levels.size();
    }
}
