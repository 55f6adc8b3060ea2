package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks beside the same training in NumPy, src/test/reference/hidden_units.py. */
class HiddenUnitsTest {
    private static final Run RUN = Run.defaults().withKernels(KernelChoice.SCALAR.kernels());
    private static final Split SPLIT = Split.spiral(RUN);
    private static final ReferenceValues NUMPY = ReferenceValues.read("hidden-units.csv");

    private static double[] at(double[][] curves, int epoch) {
        return new double[] {curves[0][epoch], curves[1][epoch], curves[2][epoch]};
    }

    /** Whittle computes in float, NumPy in double. */
    @Test
    void theTrainingIsThatOfNumpy() {
        for (int units : new int[] {3, 6, 20}) {
            HiddenUnits network = HiddenUnits.of(units, 100, SPLIT, RUN);
            NUMPY.check("loss of " + units, epoch -> at(network.loss(), epoch), 1e-4);
            NUMPY.check("accuracy of " + units, epoch -> at(network.accuracy(), epoch), 1e-9);
        }
        HiddenUnits other = HiddenUnits.of(6, 100, SPLIT, RUN.withStartSeed(2));
        assertThrows(AssertionError.class, () -> NUMPY.check("loss of 6", epoch -> at(other.loss(), epoch), 1e-4));
    }

    @Test
    void thePointsAreThoseOfNumpy() {
        NUMPY.check(
                "point",
                i -> {
                    int part = i < 160 ? 0 : 2;
                    Samples samples = SPLIT.parts().get(part);
                    int row = part == 0 ? i : i - 200;
                    float[] point = samples.inMemory("test").row(row);
                    return new double[] {point[0], point[1], samples.labels()[row]};
                },
                1e-6);
    }

    /** The weights that NumPy found, and its scores with them. */
    @Test
    void scoresAreThoseOfNumpy() {
        NamedArrays arrays = NamedArrays.empty()
                .with("layer1/weights", matrix("weights", 0, 2, 6))
                .with("layer1/bias", matrix("weights", 1, 1, 6))
                .with("layer2/weights", matrix("weights", 2, 6, 2))
                .with("layer2/bias", matrix("weights", 3, 1, 2));
        Classifier classifier = HiddenUnits.head(6, 1, SPLIT).restore(arrays, RUN);
        NUMPY.check("scores", i -> scores(classifier, NUMPY.values("scores", i)), 1e-5);
        Classifier trained = HiddenUnits.of(6, 99, SPLIT, RUN).classifier();
        assertThrows(
                AssertionError.class,
                () -> NUMPY.check("scores", i -> scores(trained, NUMPY.values("scores", i)), 1e-5));
        Classifier same = HiddenUnits.of(6, 100, SPLIT, RUN).classifier();
        NUMPY.check("scores", i -> scores(same, NUMPY.values("scores", i)), 1e-3);
    }

    private static Matrix matrix(String name, int number, int rows, int columns) {
        double[] values = NUMPY.values(name, number);
        Matrix matrix = new Matrix(rows, columns);
        for (int i = 0; i < values.length; i++) {
            matrix.data()[i] = (float) values[i];
        }
        return matrix;
    }

    private static double[] scores(Classifier classifier, double[] line) {
        Matrix point = Matrix.of(new float[] {(float) line[0], (float) line[1]});
        Matrix scores = classifier.scores(point, RUN);
        return new double[] {line[0], line[1], scores.get(0, 0), scores.get(0, 1)};
    }

    /**
     * More units fit the training points better; only twenty overfit, which is where validation gets worse again. After
     * 1000 steps the rounding of floats has become a difference of up to 0.005.
     */
    @Test
    void threeUnitsUnderfitAndTwentyOverfit() {
        List<HiddenUnits> networks = new ArrayList<>();
        for (int units : new int[] {3, 6, 20}) {
            HiddenUnits network = HiddenUnits.of(units, 1000, SPLIT, RUN);
            NUMPY.check("last loss of " + units, epoch -> at(network.loss(), epoch), 0.01);
            networks.add(network);
        }
        for (int i = 0; i < 2; i++) {
            assertTrue(networks.get(i + 1).loss()[0][1000] < networks.get(i).loss()[0][1000] - 0.1);
            assertTrue(networks.get(i + 1).accuracy()[0][1000] > networks.get(i).accuracy()[0][1000] + 0.04);
        }
        for (int part = 1; part < 3; part++) {
            assertTrue(networks.get(1).loss()[part][1000] < networks.get(0).loss()[part][1000]);
            assertTrue(networks.get(2).loss()[part][1000] > networks.get(0).loss()[part][1000] + 0.25);
        }
        HiddenUnits many = networks.get(2);
        assertTrue(many.loss()[1][1000] > 2 * many.loss()[1][many.bestEpoch()]);
    }

    /** Watching the training changes nothing. */
    @Test
    void theClassifierIsThatOfTheHead() {
        Classifier fitted = HiddenUnits.head(6, 30, SPLIT).fit(SPLIT.training(), RUN);
        Matrix test = SPLIT.test().inMemory("test");
        Matrix watched = HiddenUnits.of(6, 30, SPLIT, RUN).classifier().scores(test, RUN);
        assertTrue(fitted.scores(test, RUN).bitsEqual(watched));
        Classifier other = HiddenUnits.head(6, 31, SPLIT).fit(SPLIT.training(), RUN);
        assertTrue(!other.scores(test, RUN).bitsEqual(watched));
    }

    @Test
    void marginsAreDifferencesOfScores() {
        HiddenUnits network = HiddenUnits.of(3, 20, SPLIT, RUN);
        double[][] margins = network.margins(new double[] {-1, 2}, 4, RUN);
        double[] scores = scores(network.classifier(), new double[] {2, 0});
        assertEquals(scores[3] - scores[2], margins[1][3], 1e-7);
        assertEquals(4, margins.length);
    }

    @Test
    void noPointIsInTwoParts() {
        List<Integer> sizes = SPLIT.parts().stream().map(Samples::size).toList();
        assertEquals(List.of(160, 40, 50), sizes);
        Set<List<Float>> points = new TreeSet<>((a, b) -> {
            int first = Float.compare(a.get(0), b.get(0));
            return first != 0 ? first : Float.compare(a.get(1), b.get(1));
        });
        for (Samples part : SPLIT.parts()) {
            Matrix rows = part.inMemory("test");
            for (int i = 0; i < rows.rows(); i++) {
                assertTrue(points.add(List.of(rows.get(i, 0), rows.get(i, 1))), "a point twice");
            }
        }
        assertEquals(250, points.size());
        Samples six = new Samples(new Matrix(6, 1), new int[6], 2);
        assertEquals(
                List.of(4, 1, 1),
                Split.of(six).parts().stream().map(Samples::size).toList());
        Samples five = new Samples(new Matrix(5, 1), new int[5], 2);
        assertThrows(IllegalArgumentException.class, () -> Split.of(five));
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreadsAndKernels() {
        HiddenUnits one = HiddenUnits.of(6, 30, SPLIT, RUN.withThreads(1));
        HiddenUnits seven = HiddenUnits.of(6, 30, SPLIT, Run.defaults().withThreads(7));
        assertArrayEquals(one.loss(), seven.loss());
        assertArrayEquals(one.accuracy(), seven.accuracy());
        assertArrayEquals(
                one.margins(new double[] {-1, 1}, 5, RUN), seven.margins(new double[] {-1, 1}, 5, Run.defaults()));
    }
}
