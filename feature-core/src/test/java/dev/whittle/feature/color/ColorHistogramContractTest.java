package dev.whittle.feature.color;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.color.ColorHistogram.Space;
import java.util.List;
import java.util.stream.Stream;

class ColorHistogramContractTest extends ExtractorContract {
    @Override
    protected Stream<ColorHistogram> specs() {
        return Stream.of(
                ColorHistogram.defaults(),
                new ColorHistogram(Space.HSV, List.of(12, 5, 7), false, true, 2),
                new ColorHistogram(Space.HSV, List.of(16, 8, 8), true, true, 1),
                new ColorHistogram(Space.RGB, List.of(4, 3, 5), true, true, 3),
                new ColorHistogram(Space.RGB, List.of(8, 9, 10), false, false, 1),
                new ColorHistogram(Space.HUE, List.of(18), true, false, 1));
    }

    @Override
    protected String pin() {
        return "aba3b934";
    }
}
