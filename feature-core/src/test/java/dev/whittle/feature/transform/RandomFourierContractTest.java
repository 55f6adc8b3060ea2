package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class RandomFourierContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<RandomFourier> specs() {
        return Stream.of(new RandomFourier(33, 1), new RandomFourier(300, 0.1));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "e801434f";
    }
}
