package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class PcaContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<Pca> specs() {
        return Stream.of(new Pca(5, false, 1e-5), new Pca(21, true, 0.1));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "e6ea44d1";
    }
}
