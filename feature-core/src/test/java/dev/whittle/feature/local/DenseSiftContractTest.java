package dev.whittle.feature.local;

import dev.whittle.feature.local.DenseSift.Bands;
import dev.whittle.feature.local.DenseSift.Window;
import java.util.List;
import java.util.stream.Stream;

class DenseSiftContractTest extends DescriptorContract {
    @Override
    protected Stream<DenseSift> specs() {
        return Stream.concat(
                DenseSiftTest.settings(),
                Stream.of(new DenseSift(List.of(3, 4), 4, 6, Window.FLAT, true, 0.02, Bands.EACH)));
    }

    @Override
    protected String pin() {
        return "d0f863d1";
    }
}
