package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class TfIdfContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<TfIdf> specs() {
        return Stream.of(new TfIdf(true), new TfIdf(false));
    }

    /** Words that some rows do not have. */
    @Override
    protected Rows training(Rows rows) {
        Matrix words = Matrix.inMemory(rows).copy();
        for (int i = 0; i < words.data().length; i++) {
            words.data()[i] = Math.abs(words.data()[i]) < 1 ? 0 : words.data()[i];
        }
        return rows instanceof Matrix
                ? words
                : words.select(IntStream.range(0, rows.rows()).toArray());
    }

    @Override
    protected String pin() {
        return "ced70df3";
    }

    @Override
    protected boolean ofHistograms() {
        return true;
    }
}
