package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class ZcaContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Zca> specs() {
        return Stream.of(Zca.defaults());
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "0b911b6c";
    }
}
