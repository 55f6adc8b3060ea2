package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

class CalibrationContractTest extends TransformContract<Samples> {
    @Override
    protected Stream<Spec<Samples, Transform>> specs() {
        return Stream.of(TemperatureScaling.defaults(), PlattScaling.defaults());
    }

    /** Labels that follow the largest score, but not always. */
    @Override
    protected Samples training(Rows rows) {
        float[] scores = new float[columns()];
        int[] labels = new int[rows.rows()];
        for (int i = 0; i < labels.length; i++) {
            rows.read(i, 1, scores, 0);
            for (int c = 1; c < scores.length; c++) {
                labels[i] = scores[c] > scores[labels[i]] ? c : labels[i];
            }
            labels[i] = i % 3 == 0 ? i / 3 % scores.length : labels[i];
        }
        return new Samples(rows, labels, columns());
    }

    @Override
    protected int columns() {
        return 4;
    }

    @Override
    protected String pin() {
        return "c895dbe7";
    }
}
