package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every linear head must do besides. */
abstract class LinearHeadContract extends HeadContract {
    private static final Samples SAMPLES = TestSamples.clouds(700, 13, 4, 1, 8);

    /** Features that are read as from a file. */
    private static Rows elsewhere(Matrix m) {
        return new Rows() {
            @Override
            public int rows() {
                return m.rows();
            }

            @Override
            public int columns() {
                return m.columns();
            }

            @Override
            public void read(int row, int n, float[] to, int at) {
                m.read(row, n, to, at);
            }
        };
    }

    @Test
    void featuresThatAreNotInMemoryGiveTheSameBits() {
        for (Samples samples : List.of(SAMPLES, TestSamples.clouds(150, 300, 4, 1, 8))) {
            Matrix x = samples.inMemory("the test");
            Samples file = new Samples(elsewhere(x), samples.labels(), 4);
            assertTrue(head().fit(samples, RUN)
                    .scores(x, RUN)
                    .bitsEqual(head().fit(file, RUN).scores(x, RUN)));
        }
    }

    @Test
    void zeroRowsAreNoTrouble() {
        Matrix x = SAMPLES.inMemory("the test").copy();
        for (int r = 0; r < x.rows(); r += 10) {
            for (int c = 0; c < x.columns(); c++) {
                x.set(r, c, 0);
            }
        }
        int[] predicted = head().fit(new Samples(x, SAMPLES.labels(), 4), RUN).predict(x, RUN);
        assertTrue(TestSamples.accuracy(predicted, SAMPLES.labels()) > 0.8);
    }

    @Test
    void featuresOfZerosOnlyAreNoTrouble() {
        Matrix x = new Matrix(60, 5);
        int[] labels = new int[60];
        for (int i = 0; i < 40; i++) {
            labels[i] = 1;
        }
        head().fit(new Samples(x, labels, 2), RUN).scores(x, RUN).requireFinite("scores");
    }

    @Test
    void largeValuesGiveFiniteScores() {
        Matrix x = SAMPLES.inMemory("the test").copy();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] *= 100;
        }
        head().fit(new Samples(x, SAMPLES.labels(), 4), RUN).scores(x, RUN).requireFinite("scores");
    }

    @Test
    void nanAndLabelsOutOfRangeAreRefused() {
        Matrix x = SAMPLES.inMemory("the test").copy();
        x.set(3, 2, Float.NaN);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> head().fit(new Samples(x, SAMPLES.labels(), 4), RUN))
                .getMessage();
        assertTrue(message.contains("row 3, column 2"), message);
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> head().fit(new Samples(SAMPLES.features(), SAMPLES.labels(), 3), RUN))
                .getMessage();
        assertTrue(message.contains("expected 0 to 2"), message);
    }

    @Test
    void predictionSaysWhichFeatureIsNoNumber() {
        Matrix x = SAMPLES.inMemory("the test");
        Classifier head = head().fit(SAMPLES, RUN);
        assertTrue(refused(head, x, 5, 2, Float.NaN).startsWith("Features: row 5, column 2 is NaN"));
        assertTrue(refused(head, x, 699, 12, Float.NEGATIVE_INFINITY).startsWith("Features: row 699, column 12 is -I"));
        NamedArrays arrays = head.arrays();
        Matrix weights = arrays.get("weights").copy();
        for (int c = 0; c < 4; c++) {
            weights.set(c, 2, 10);
        }
        Classifier large =
                head().restore(NamedArrays.empty().with("weights", weights).with("bias", arrays.get("bias")), RUN);
        String message = refused(large, x, 5, 2, 3e38f);
        assertTrue(message.startsWith("row 5: the score of class 0 is Infinity"), message);
        assertTrue(message.endsWith("standardise them"), message);
    }

    private static String refused(Classifier head, Matrix features, int row, int column, float value) {
        Matrix x = features.copy();
        x.set(row, column, value);
        return assertThrows(IllegalArgumentException.class, () -> head.predict(x, RUN))
                .getMessage();
    }

    @Test
    void whatWasReachedIsKept() {
        LinearClassifier head = (LinearClassifier) head().fit(SAMPLES, RUN);
        Convergence reached = head.convergence().orElseThrow();
        assertTrue(reached.iterations() > 0 && Double.isFinite(reached.objective()), reached.toString());
        assertTrue(LinearClassifier.restore(head.arrays()).convergence().isEmpty());
        assertEquals(4, head.classes());
    }
}
