package dev.whittle.feature.color;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.cluster.KMeans;
import java.util.List;
import java.util.stream.Stream;

/** Colour histograms in the other spaces and over palettes. */
class PaletteHistogramContractTest extends ExtractorContract {
    @Override
    protected Stream<ColorHistogram> specs() {
        return Stream.of(
                new ColorHistogram(ColorSpace.HSI, List.of(10, 4, 4), true, true, 1),
                new ColorHistogram(ColorSpace.HSI, List.of(180, 7, 1), false, false, 2),
                new ColorHistogram(ColorSpace.LAB, List.of(8, 16, 16), true, true, 2),
                new ColorHistogram(ColorSpace.LAB, List.of(6, 20, 256), false, true, 1),
                new ColorHistogram(ColorSpace.OPPONENT, List.of(4, 4, 4), true, false, 3),
                new ColorHistogram(ColorSpace.OPPONENT, List.of(8, 9, 10), false, true, 1),
                ColorHistogram.of(new UniformPalette(List.of(2, 3, 1)), false, 2),
                ColorHistogram.of(new UniformPalette(List.of(4, 4, 4)), true, 1),
                ColorHistogram.of(new MedianCut(20, 700), true, 2),
                ColorHistogram.of(
                        new KMeansPalette(new KMeans(12, 5, KMeans.Start.KMEANS_PLUS_PLUS, 0), 600), false, 1));
    }

    @Override
    protected String pin() {
        return "b14c122d";
    }
}
