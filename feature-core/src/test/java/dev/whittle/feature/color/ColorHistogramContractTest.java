package dev.whittle.feature.color;

import dev.whittle.feature.ExtractorContract;
import java.util.stream.Stream;

class ColorHistogramContractTest extends ExtractorContract {
    @Override
    protected Stream<ColorHistogram> specs() {
        return ColorHistogramTest.specs().stream()
                .flatMap(one -> Stream.of(1, one.joint() ? 3 : 2)
                        .map(grid -> new ColorHistogram(one.space(), one.bins(), one.joint(), one.normalize(), grid)));
    }

    @Override
    protected String pin() {
        return "865956ad";
    }
}
