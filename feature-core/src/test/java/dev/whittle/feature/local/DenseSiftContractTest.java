package dev.whittle.feature.local;

import java.util.stream.Stream;

class DenseSiftContractTest extends DescriptorContract {
    @Override
    protected Stream<DenseSift> specs() {
        return DenseSiftTest.settings();
    }

    @Override
    protected String pin() {
        return "4096184e";
    }
}
