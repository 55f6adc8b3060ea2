package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class NystroemContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Nystroem> specs() {
        return Stream.of(
                new Nystroem(70, 1, Nystroem.Landmarks.RANDOM), new Nystroem(33, 0.5, Nystroem.Landmarks.K_MEANS));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "9ba7ba59";
    }
}
