package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class HellingerContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Hellinger> specs() {
        return Stream.of(Hellinger.defaults());
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "567ccca4";
    }
}
