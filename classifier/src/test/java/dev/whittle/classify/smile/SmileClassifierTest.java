package dev.whittle.classify.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smile.classification.KNN;
import smile.classification.LogisticRegression;
import smile.math.MathEx;

class SmileClassifierTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    static Stream<Spec<Samples, Classifier>> specs() {
        return Stream.of(SmileRandomForest.defaults(), SmileRbfSvm.defaults());
    }

    /** Half circles that interlock: no line parts them. With a third moon, three classes. */
    private static Samples moons(long seed, int size, int moons, int classes) {
        Rng rng = new Rng(seed, "moons", 0);
        Matrix features = new Matrix(size, 2);
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            int moon = i % moons;
            double angle = Math.PI * rng.nextDouble();
            double x = moon + StrictMath.cos(angle) + 0.1 * rng.nextGaussian();
            double y = moon % 2 == 0 ? StrictMath.sin(angle) : 0.5 - StrictMath.sin(angle);
            features.set(i, 0, (float) x);
            features.set(i, 1, (float) (y + 0.1 * rng.nextGaussian()));
            labels[i] = moon * (classes - 1) / (moons - 1);
        }
        return new Samples(features, labels, classes);
    }

    private static double accuracy(Classifier classifier, Samples samples) {
        int[] predicted = classifier.predict(samples.inMemory("the test"), RUN);
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            right += predicted[i] == samples.labels()[i] ? 1 : 0;
        }
        return right / (double) predicted.length;
    }

    /** A line gets about 87% of two moons right; measured here are 0.99 and more. */
    @ParameterizedTest
    @MethodSource("specs")
    void learnsTwoMoons(Spec<Samples, Classifier> spec) {
        Classifier fitted = spec.fit(moons(1, 400, 2, 2), RUN);
        assertTrue(
                accuracy(fitted, moons(2, 1000, 2, 2)) > 0.95,
                () -> spec + ": " + accuracy(fitted, moons(2, 1000, 2, 2)));
        Classifier linear = new SmileHead((x, y) -> LogisticRegression.fit(x, y)).fit(moons(1, 400, 2, 2), RUN);
        assertTrue(accuracy(linear, moons(2, 1000, 2, 2)) < 0.95, "two moons are not for a line");
    }

    /** Smile's forest prepares itself in its first prediction, which no two threads may do at once. */
    @Test
    void firstPredictionsByManyThreads() {
        Samples train = moons(1, 40, 2, 2);
        Samples test = moons(2, 1000, 2, 2);
        for (int i = 0; i < 100; i++) {
            Classifier forest = new SmileRandomForest(1, 5, 5).fit(train, RUN.withSeed(i));
            float[] many =
                    forest.scores(test.inMemory("the test"), RUN.withThreads(7)).data();
            assertArrayEquals(
                    forest.scores(test.inMemory("the test"), RUN.withThreads(1)).data(), many);
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void learnsThreeMoons(Spec<Samples, Classifier> spec) {
        Classifier fitted = spec.fit(moons(1, 600, 3, 3), RUN);
        double accuracy = accuracy(fitted, moons(2, 900, 3, 3));
        assertTrue(accuracy > 0.9, () -> spec + ": " + accuracy);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theSameSeedGivesTheSameScoresForAnyThreads(Spec<Samples, Classifier> spec) {
        Samples train = moons(1, 300, 3, 3);
        Matrix test = moons(2, 100, 3, 3).inMemory("the test");
        Matrix first = spec.fit(train, RUN).scores(test, RUN);
        for (int threads : new int[] {1, 2, 7}) {
            MathEx.setSeed(threads); // what others did to Smile's generator must not matter
            MathEx.random();
            Run run = Run.defaults().withThreads(threads);
            assertTrue(first.bitsEqual(spec.fit(train, run).scores(test, run)), threads + " threads");
        }
    }

    @Test
    void anotherSeedGivesAnotherForest() {
        Samples train = moons(1, 300, 3, 3);
        Matrix test = moons(2, 100, 3, 3).inMemory("the test");
        Spec<Samples, Classifier> spec = SmileRandomForest.defaults();
        assertFalse(spec.fit(train, RUN)
                .scores(test, RUN)
                .bitsEqual(spec.fit(train, RUN.withSeed(99)).scores(test, RUN)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anAbsentClassHasTheScoreZero(Spec<Samples, Classifier> spec) {
        // labels 0, 2 and 4 of 5 classes
        Samples train = moons(1, 600, 3, 5);
        Classifier fitted = spec.fit(train, RUN);
        assertEquals(5, fitted.classes());
        Matrix scores = fitted.scores(train.inMemory("the test"), RUN);
        assertEquals(5, scores.columns());
        for (int r = 0; r < scores.rows(); r++) {
            assertEquals(0, scores.get(r, 1));
            assertEquals(0, scores.get(r, 3));
            assertEquals(1, scores.get(r, 0) + scores.get(r, 2) + scores.get(r, 4), 1e-6);
        }
        assertTrue(accuracy(fitted, train) > 0.9);
    }

    @Test
    void anyClassifierOfSmileCanBeAHead() {
        Samples train = moons(1, 400, 2, 3);
        Classifier knn = new SmileHead((x, y) -> KNN.fit(x, y, 5)).fit(train, RUN);
        assertTrue(accuracy(knn, moons(2, 400, 2, 3)) > 0.95);
        // One that offers no probabilities: 1 for what it predicts.
        Classifier hard = new SmileHead((x, y) -> sample -> sample[0] > 0.5 ? 1 : 0).fit(train, RUN);
        assertArrayEquals(
                new float[] {1, 0, 0, 0, 0, 1},
                hard.scores(Matrix.of(new float[] {0, 9}, new float[] {1, 9}), RUN)
                        .data());
    }

    @Test
    void theTrainerFindsSmilesGeneratorSeeded() {
        double[] drawn = new double[3];
        for (int i = 0; i < 3; i++) {
            int call = i;
            new SmileHead((x, y) -> {
                        drawn[call] = MathEx.random();
                        return sample -> 0;
                    })
                    .fit(moons(1, 10, 2, 2), RUN.withSeed(i / 2));
        }
        assertEquals(drawn[0], drawn[1]);
        assertTrue(drawn[0] != drawn[2]);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isNotCoveredByThePromiseAndCannotBeSaved(Spec<Samples, Classifier> spec) {
        assertFalse(spec.bitsPromised());
        Classifier fitted = spec.fit(moons(1, 50, 2, 2), RUN);
        assertTrue(assertThrows(IllegalStateException.class, fitted::arrays)
                .getMessage()
                .contains("cannot be saved"));
        assertThrows(IllegalStateException.class, () -> spec.restore(NamedArrays.empty(), RUN));
    }

    @Test
    void refusesWhatCannotBeTrainedOrScored() {
        Samples one = new Samples(new Matrix(3, 2), new int[] {1, 1, 1}, 2);
        assertThrows(
                IllegalArgumentException.class,
                () -> SmileRandomForest.defaults().fit(one, RUN));
        Samples constant = new Samples(new Matrix(2, 2), new int[] {0, 1}, 2);
        assertThrows(
                IllegalArgumentException.class, () -> SmileRbfSvm.defaults().fit(constant, RUN));
        Classifier fitted = SmileRbfSvm.defaults().fit(moons(1, 50, 2, 2), RUN);
        assertThrows(IllegalArgumentException.class, () -> fitted.scores(new Matrix(1, 3), RUN));
        assertEquals(
                "Smile random forest: trees is at least 1, got 0; maxDepth is at least 2, got 1; nodeSize"
                        + " is at least 1, got 0",
                assertThrows(IllegalArgumentException.class, () -> new SmileRandomForest(0, 1, 0))
                        .getMessage());
        assertEquals(
                "Smile RBF SVM: gammaScale must be above 0 and finite, got NaN; c must be above 0 and finite, got"
                        + " Infinity; tolerance must be above 0 and finite, got -1.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new SmileRbfSvm(Double.NaN, Double.POSITIVE_INFINITY, -1))
                        .getMessage());
    }
}
