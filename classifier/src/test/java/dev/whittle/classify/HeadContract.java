package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every head must do. Sizes are such that there are several chunks, and a last one that is not full. */
@Tag("bits")
public abstract class HeadContract {
    protected static final Run RUN = Run.defaults().withThreads(2);

    /** How many features samples have that need at least this number; a head on images needs whole images. */
    protected int columns(int least) {
        return least;
    }

    private final Samples samples = TestSamples.clouds(1333, columns(37), 5, 0.5, 1);

    /** A head with settings under which training takes well under a second. */
    protected abstract Spec<Samples, Classifier> head();

    /** CRC-32 of the raw bits of the scores of the training set, so that all JDKs and machines must give the same. */
    protected abstract long pinnedCrc();

    private static void assertSameBits(Matrix a, Matrix b) {
        assertTrue(a.bitsEqual(b), "scores differ");
    }

    private Matrix scores(Classifier head, Run run) {
        return head.scores(samples.inMemory("the test"), run);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void threadsAndKernelsChangeNoBit(int threads) {
        Run plain = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        Matrix expected = scores(head().fit(samples, plain), plain);
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            Run run = RUN.withThreads(threads).withKernels(kernels);
            assertSameBits(expected, scores(head().fit(samples, run), run));
        }
    }

    @Test
    void bitsArePinned() {
        Matrix scores = scores(head().fit(samples, RUN), RUN);
        CRC32 crc = new CRC32();
        for (float s : scores.data()) {
            int bits = Float.floatToRawIntBits(s);
            for (int shift = 0; shift < 32; shift += 8) {
                crc.update(bits >>> shift);
            }
        }
        assertEquals(Long.toHexString(pinnedCrc()), Long.toHexString(crc.getValue()));
    }

    @Test
    void learnsWhatCanBeLearned() {
        Classifier head = head().fit(samples, RUN);
        assertEquals(5, head.classes());
        assertTrue(TestSamples.accuracy(head.predict(samples.inMemory("the test"), RUN), samples.labels()) > 0.85);
    }

    @Test
    void separatesWhatIsFarApart() {
        Samples far = TestSamples.clouds(600, columns(20), 4, 5, 2);
        assertArrayEquals(far.labels(), head().fit(far, RUN).predict(far.inMemory("the test"), RUN));
    }

    @Test
    void trainingLeavesTheSamplesAlone() {
        Matrix x = samples.inMemory("the test").copy();
        int[] labels = samples.labels().clone();
        head().fit(samples, RUN);
        assertTrue(x.bitsEqual(samples.inMemory("the test")));
        assertArrayEquals(labels, samples.labels());
    }

    @Test
    void restoredHeadGivesTheSameBits() {
        Classifier head = head().fit(samples, RUN);
        assertSameBits(scores(head, RUN), scores(head().restore(head.arrays(), RUN), RUN));
    }

    @Test
    void arraysAreCopies() {
        Classifier head = head().fit(samples, RUN);
        Matrix before = scores(head, RUN);
        NamedArrays arrays = head.arrays();
        Classifier restored = head().restore(arrays, RUN);
        arrays.asMap().keySet().forEach(name -> arrays.get(name).data()[0] += 1);
        assertSameBits(before, scores(head, RUN));
        assertSameBits(before, scores(restored, RUN));
    }

    @Test
    void restoreRefusesDamage() {
        NamedArrays arrays = head().fit(samples, RUN).arrays();
        assertThrows(IllegalArgumentException.class, () -> head().restore(NamedArrays.empty(), RUN));
        for (String name : arrays.asMap().keySet()) {
            NamedArrays bad = NamedArrays.empty();
            for (var e : arrays.asMap().entrySet()) {
                Matrix m = e.getValue().matrix();
                if (e.getKey().equals(name)) {
                    m.data()[m.data().length - 1] = Float.NaN;
                }
                bad = bad.with(e.getKey(), m);
            }
            NamedArrays damaged = bad;
            String message = assertThrows(IllegalArgumentException.class, () -> head().restore(damaged, RUN))
                    .getMessage();
            assertTrue(message.contains(name), message);
        }
    }

    @Test
    void refusesOtherFeatures() {
        Classifier head = head().fit(samples, RUN);
        int columns = columns(37);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> head.scores(new Matrix(2, columns - 1), RUN))
                .getMessage();
        assertTrue(message.contains("" + columns) && message.contains("" + (columns - 1)), message);
        assertEquals(0, head.scores(new Matrix(0, columns), RUN).rows());
    }

    @Test
    void scoresOfARowDoNotDependOnItsCompany() {
        Classifier head = head().fit(samples, RUN);
        Matrix all = scores(head, RUN);
        int[] some = {1332, 0, 128, 127};
        assertSameBits(
                all.selectRows(some), head.scores(samples.inMemory("the test").selectRows(some), RUN));
    }

    @Test
    void constantColumnsAndAnAbsentClassAreNoTrouble() {
        int columns = columns(37);
        Matrix x = new Matrix(samples.size(), columns(columns + 2));
        for (int r = 0; r < x.rows(); r++) {
            System.arraycopy(samples.inMemory("the test").row(r), 0, x.data(), r * x.columns(), columns);
            x.set(r, columns + 1, 1);
        }
        Samples more = new Samples(x, samples.labels(), 6);
        int[] predicted = head().fit(more, RUN).predict(x, RUN);
        assertTrue(TestSamples.accuracy(predicted, samples.labels()) > 0.85);
        // One-vs-rest may prefer a class without samples (score -1 everywhere) where all others say no more strongly.
        assertTrue(IntStream.of(predicted).filter(p -> p == 5).count() <= absentClassShare() * predicted.length);
    }

    /** Share of samples that may be given to a class without samples. */
    protected double absentClassShare() {
        return 0.01;
    }

    @Test
    void oneClassOnlyIsPredictedAlways() {
        Samples one = new Samples(samples.features(), new int[samples.size()], 2);
        assertEquals(
                1.0, TestSamples.accuracy(head().fit(one, RUN).predict(one.inMemory("the test"), RUN), one.labels()));
    }

    /** Batch normalisation needs two. */
    @Test
    protected void oneSampleIsEnough() {
        float[] x = Arrays.copyOf(new float[] {1, -2, 3}, columns(3));
        Samples one = new Samples(Matrix.of(x), new int[] {1}, 3);
        assertArrayEquals(new int[] {1}, head().fit(one, RUN).predict(one.inMemory("the test"), RUN));
    }

    @Test
    protected void progressShowsTheObjectiveFall() {
        List<Double> objectives = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        head().fit(samples, RUN.withProgress(new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                objectives.add(objective);
                accuracies.add(accuracy);
                assertEquals(objectives.size(), iteration);
            }
        }));
        assertTrue(objectives.size() > 3, objectives.toString());
        assertTrue(objectives.get(objectives.size() - 1) < 0.8 * objectives.get(0), objectives.toString());
        double last = accuracies.get(accuracies.size() - 1);
        assertTrue(last > 0.85 && last <= 1, accuracies.toString());
    }

    /** Heads are symmetric in the classes, up to rounding and, for networks, the initial weights. */
    @Test
    void permutedLabelsGivePermutedPredictions() {
        int[] to = {3, 0, 4, 2, 1};
        int[] plain = head().fit(samples, RUN).predict(samples.inMemory("the test"), RUN);
        int[] permuted = head().fit(TestSamples.relabel(samples, to), RUN).predict(samples.inMemory("the test"), RUN);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = to[plain[i]];
        }
        assertTrue(
                TestSamples.accuracy(permuted, plain) >= permutationAgreement(),
                "agreement " + TestSamples.accuracy(permuted, plain));
    }

    /** Share of samples whose prediction must follow a permutation of the labels. */
    protected double permutationAgreement() {
        return 1;
    }
}
