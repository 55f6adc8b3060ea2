package dev.whittle.feature.local;

import dev.whittle.feature.hog.Hog.Layout;
import java.util.List;
import java.util.stream.Stream;

class HogCellsContractTest extends DescriptorContract {
    @Override
    protected Stream<HogCells> specs() {
        return Stream.of(
                new HogCells(List.of(5, 3), 9, false, Layout.DALAL_TRIGGS, true),
                new HogCells(List.of(6), 7, true, Layout.DALAL_TRIGGS, false),
                new HogCells(List.of(4, 8, 5), 9, false, Layout.FELZENSZWALB, false),
                new HogCells(List.of(6, 4), 12, true, Layout.CELLS, true));
    }

    @Override
    protected String pin() {
        return "2658019b";
    }
}
