package dev.whittle.feature.local;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import java.util.List;
import java.util.Objects;

/**
 * The mean and the standard deviation of red, green and blue in each of the 4×4 cells of a square, 96 values, on a
 * dense grid at one or several scales: S. Clinchant, G. Csurka, F. Perronnin and J.-M. Renders, "XRCE's participation
 * to ImagEval", 2007; F. Perronnin, J. Sánchez and T. Mensink, "Improving the Fisher Kernel for Large-Scale Image
 * Classification", ECCV 2010. Nothing is learned from data.
 *
 * <p>Pixels are 0 to 255. Means and deviations come from exact sums; a deviation divides by the number of pixels. A
 * gray image counts as an RGB image with three equal bands.
 *
 * <p>The values of a descriptor are cell by cell in rows; in a cell the means of red, green and blue, then the
 * deviations. Places are scale by scale in the order of {@code cells}, and row by row. The squares of cells of c pixels
 * begin at the pixel (o, o) with o = 2(C - c) for the largest cells C, so that descriptors of all scales have the same
 * centres. {@link Descriptors#scale} is 4c.
 *
 * @param cells side of a cell in pixels, 1 to 128, one for each scale, all different
 * @param step pixels between neighbouring descriptors, at least 1
 */
public record ColorStatistics(List<Integer> cells, int step) implements NeedsNoData<Dataset, LocalDescriptors> {
    private static final int LARGEST_CELL = 128;

    public ColorStatistics {
        Checks checks = new Checks("Colour statistics");
        if (cells == null || cells.isEmpty() || cells.stream().anyMatch(Objects::isNull)) {
            checks.add("cells must have at least one side in pixels, got " + cells);
        } else {
            cells = List.copyOf(cells);
            checks.refuse(
                    cells.stream().anyMatch(c -> c < 1 || c > LARGEST_CELL),
                    "cells must be 1 to " + LARGEST_CELL + " pixels, got " + cells);
            checks.refuse(cells.stream().distinct().count() < cells.size(), "cells must be different, got " + cells);
        }
        checks.atLeast(1, "step", step);
        checks.report();
    }

    /** The scales and the step of {@link DenseSift#defaults()}. */
    public static ColorStatistics defaults() {
        return new ColorStatistics(List.of(4, 6, 8, 10), 4);
    }

    @Override
    public LocalDescriptors fitted() {
        return new ColorStatisticsDescriptors(cells, step);
    }
}
