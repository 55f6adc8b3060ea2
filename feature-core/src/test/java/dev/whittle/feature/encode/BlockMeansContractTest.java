package dev.whittle.feature.encode;

import dev.whittle.feature.local.DescriptorContract;
import java.util.stream.Stream;

/** Descriptors of another package, as of another jar, are held to the contract. */
class BlockMeansContractTest extends DescriptorContract {
    @Override
    protected Stream<BlockMeans> specs() {
        return Stream.of(new BlockMeans(0));
    }

    @Override
    protected Stream<Case> cases() {
        return super.cases().filter(c -> c.bands() == 3);
    }

    @Override
    protected String pin() {
        return "d86253b7";
    }
}
