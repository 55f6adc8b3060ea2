package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.evaluate.Reliability;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;

/** Against SciPy's bounded search, by {@code src/test/reference/temperature.py}. */
class CalibrationTest {
    private static final int ROWS = 300;

    /** As in the script. */
    private static Matrix scores(int first) {
        Matrix scores = new Matrix(ROWS, 4);
        for (int r = 0; r < ROWS; r++) {
            int i = first + r;
            for (int c = 0; c < 4; c++) {
                double noise = (i * 7919 + i * i * (c + 3) * 31 + c * 977) % 1009 / 64.0;
                scores.set(r, c, (float) (noise + (c == label(i) && i % 5 != 0 ? 6 : 0)));
            }
        }
        return scores;
    }

    private static int[] labels(int first) {
        int[] labels = new int[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = label(first + r);
        }
        return labels;
    }

    private static int label(int i) {
        return (i * 5 + i / 3) % 4;
    }

    private static double error(Matrix scores, int[] labels, double temperature) {
        Matrix probabilities = Calibration.probabilities(scores, temperature);
        assertArrayEquals(Classifier.largest(scores), Classifier.largest(probabilities));
        return Reliability.of(probabilities, labels, 15).expectedCalibrationError();
    }

    @Test
    void asSciPyFindsIt() {
        Calibration found = Calibration.of(scores(0), labels(0), Run.defaults());
        assertEquals(5.423946689120125, found.temperature(), 1e-6);
        assertEquals(2.4796216866820693, found.lossBefore(), 1e-12);
        assertEquals(1.101497955730762, found.lossAfter(), 1e-12);
        assertEquals(0.3501192519401793, error(scores(ROWS), labels(ROWS), 1), 1e-6);
        assertEquals(0.10114066852038352, error(scores(ROWS), labels(ROWS), found.temperature()), 1e-6);
    }

    /** The planted fault: the temperature of the labels of other images is another one. */
    @Test
    void otherLabelsHaveAnotherTemperature() {
        Calibration wrong = Calibration.of(scores(0), labels(1), Run.defaults());
        assertEquals(false, Math.abs(wrong.temperature() - 5.423946689120125) < 1e-2);
    }

    @Test
    void probabilitiesOfLargeScores() {
        Matrix scores = Matrix.of(new float[] {1000, 1000, 1000 + (float) Math.log(2)});
        assertArrayEquals(
                new float[] {0.25f, 0.25f, 0.5f},
                Calibration.probabilities(scores, 1).row(0),
                1e-4f);
        scores = Matrix.of(new float[] {-3e38f, -3.4e38f});
        assertArrayEquals(
                new float[] {1, 0}, Calibration.probabilities(scores, 1).row(0));
    }

    @Test
    void aTemperatureIsAboveZero() {
        assertThrows(IllegalArgumentException.class, () -> new Calibration(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Calibration(Double.NaN, 1, 1));
    }
}
