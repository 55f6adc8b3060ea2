package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class StandardizeContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Standardize> specs() {
        return Stream.of(Standardize.defaults(), new Standardize(0.5));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "5c05f2f4";
    }
}
