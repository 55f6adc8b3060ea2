package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class PowerContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Power> specs() {
        return Stream.of(Power.defaults(), new Power(0.3));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "3cac3288";
    }
}
