package dev.whittle.feature.local;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.hog.Hog;
import java.util.List;
import java.util.Objects;

/**
 * The cells or blocks of {@link Hog} as descriptors, at one or several scales. With {@link Hog.Layout#DALAL_TRIGGS} a
 * descriptor is a block of 2×2 cells, of 36 values with 9 bins; with {@link Hog.Layout#FELZENSZWALB} it is a cell, of
 * 31 values; with {@link Hog.Layout#CELLS} it is a bare cell, of 9 values, whose length depends on contrast. Nothing is
 * learned from data.
 *
 * <p>The values of a descriptor are those of {@link Hog} with the same settings, bit for bit. Places are scale by scale
 * in the order of {@code cells}, and row by row. Neighbours are a cell apart. {@link Descriptors#scale} is the side of
 * the cell or the block.
 *
 * @param cells side of a cell in pixels, 2 to 4096, one for each scale, all different
 * @param bins orientation bins of a cell, see {@link Hog#bins}
 * @param signed whether the bins cover 0 to 360°, see {@link Hog#signed}
 * @param layout what a descriptor is; not {@link Hog.Layout#CS231N}
 * @param interpolate whether votes are shared by neighbouring bins and cells, see {@link Hog#interpolate}
 */
public record HogCells(List<Integer> cells, int bins, boolean signed, Hog.Layout layout, boolean interpolate)
        implements NeedsNoData<Dataset, LocalDescriptors> {
    private static final int LEAST_CELL = 2;
    private static final int LARGEST_CELL = 4096;

    public HogCells {
        Checks checks = new Checks("HoG cells");
        if (cells == null || cells.isEmpty() || cells.stream().anyMatch(Objects::isNull)) {
            checks.add("cells must have at least one side in pixels, got " + cells);
        } else {
            cells = List.copyOf(cells);
            checks.refuse(
                    cells.stream().anyMatch(c -> c < LEAST_CELL || c > LARGEST_CELL),
                    "cells must be " + LEAST_CELL + " to " + LARGEST_CELL + " pixels, got " + cells);
            checks.refuse(cells.stream().distinct().count() < cells.size(), "cells must be different, got " + cells);
        }
        if (layout == Hog.Layout.CS231N) {
            checks.add("layout must be dalal-triggs, felzenszwalb or cells, got cs231n, whose cells have one size");
        } else {
            try {
                new Hog(LEAST_CELL, bins, signed, layout, interpolate);
            } catch (IllegalArgumentException e) {
                checks.add(e.getMessage());
            }
        }
        checks.report();
    }

    /** Blocks of 2×2 cells of 4, 6 and 8 pixels, with the other settings of {@link Hog#defaults}. */
    public static HogCells defaults() {
        Hog hog = Hog.defaults();
        return new HogCells(List.of(4, 6, 8), hog.bins(), hog.signed(), hog.layout(), hog.interpolate());
    }

    @Override
    public LocalDescriptors fitted() {
        return new HogCellsDescriptors(cells.stream()
                .map(cell -> new Hog(cell, bins, signed, layout, interpolate))
                .toList());
    }
}
