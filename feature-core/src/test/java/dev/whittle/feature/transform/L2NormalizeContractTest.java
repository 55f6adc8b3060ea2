package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class L2NormalizeContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<L2Normalize> specs() {
        return Stream.of(L2Normalize.defaults());
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "291f8148";
    }
}
