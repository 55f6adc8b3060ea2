package dev.whittle.feature.local;

import java.util.stream.Stream;

class PatchDescriptorsContractTest extends DescriptorContract {
    @Override
    protected Stream<PatchDescriptors> specs() {
        return Stream.of(new PatchDescriptors(new Patches(6, 3)), new PatchDescriptors(new Patches(9, 20)));
    }

    @Override
    protected String pin() {
        return "d1c5cc89";
    }
}
