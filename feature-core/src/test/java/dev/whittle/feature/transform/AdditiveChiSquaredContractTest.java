package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class AdditiveChiSquaredContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<AdditiveChiSquared> specs() {
        return Stream.of(AdditiveChiSquared.defaults(), new AdditiveChiSquared(0, 0.8), new AdditiveChiSquared(3, 0.3));
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "d0192e99";
    }

    @Override
    protected boolean ofHistograms() {
        return true;
    }
}
