package dev.whittle.feature.local;

import java.util.List;
import java.util.stream.Stream;

class ColorStatisticsContractTest extends DescriptorContract {
    @Override
    protected Stream<ColorStatistics> specs() {
        return Stream.of(new ColorStatistics(List.of(4), 3), new ColorStatistics(List.of(2, 10, 5), 7));
    }

    @Override
    protected String pin() {
        return "c07909c6";
    }
}
