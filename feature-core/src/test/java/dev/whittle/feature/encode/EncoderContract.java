package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Pin;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every encoder must do. A new one is a class and its reference values, and a subclass of this that names it.
 * {@link EncoderContractTest} shows that each way of breaking it is seen.
 */
@Tag("bits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EncoderContract {
    private static final Run ONE = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
    private static final Run TWO = Run.defaults().withThreads(2);
    private static final int D = 7;
    /** Several chunks of rows, and a last one that is not full. */
    private static final int ROWS = 2600;
    /** Several blocks of descriptors, and a last one that is not full. */
    private static final int N = 700;

    protected abstract Stream<? extends Spec<Rows, ? extends Encoder>> specs();

    /** The {@link Pin} of all encoders, so that all JDKs and machines must give the same bits. */
    protected abstract String pin();

    @Test
    protected void bitsArePinned() {
        Matrix x = descriptors(N, 9);
        Pin.check(
                pin(),
                specs().map(spec -> Pin.of(code(spec.fit(descriptors(ROWS, 8), TWO), x, TWO)) + " " + spec)
                        .toList());
    }

    /** Clusters, in columns with means and scales of their own. */
    private static Matrix descriptors(int n, int seed) {
        Matrix x = TestData.gaussians(n, D, seed);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < D; j++) {
                float value = x.get(i, j) + (i % 4 == j % 4 ? 3 : 0);
                x.set(i, j, value * (1 + j / 4f) + j % 3);
            }
        }
        return x;
    }

    private static Encoder fit(Spec<Rows, ? extends Encoder> spec) {
        return spec.fit(descriptors(ROWS, 1), TWO);
    }

    private static double[] statistics(Encoder encoder, Matrix x, int from, int to, Run run) {
        double[] statistics = encoder.start();
        encoder.add(x.data(), from * D, to - from, statistics, run);
        return statistics;
    }

    private static float[] code(Encoder encoder, double[] statistics, int n, Run run) {
        float[] code = new float[encoder.length()];
        encoder.code(statistics, n, code, 0, run);
        return code;
    }

    private static float[] code(Encoder encoder, Matrix x, Run run) {
        return code(encoder, statistics(encoder, x, 0, x.rows(), run), x.rows(), run);
    }

    private static void assertSameArrays(NamedArrays expected, NamedArrays actual, String what) {
        assertEquals(expected.asMap().keySet(), actual.asMap().keySet(), what);
        expected.asMap()
                .forEach((name, m) -> Bits.assertSame(
                        what + ": " + name, m.matrix().data(), actual.get(name).data()));
    }

    /** To 10⁻⁶, or 10⁻⁶ of the greatest value if that is above 1. */
    private static void assertNear(String what, float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what);
        float greatest = 1;
        for (float v : expected) {
            greatest = Math.max(greatest, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-6 * greatest, what + ", value " + i);
        }
    }

    /** Descriptors in the middle of an array, and a code into the middle of one. Nothing else is read or written. */
    @ParameterizedTest
    @MethodSource("specs")
    protected void onlyTheSliceIsReadAndWritten(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        assertEquals(D, encoder.columns());
        Matrix x = descriptors(N, 2);
        for (int n : new int[] {1, 50, N}) {
            float[] code = code(encoder, new Matrix(n, D, Arrays.copyOf(x.data(), n * D)), TWO);
            assertEquals(encoder.length(), code.length);
            float[] in = Bits.guards((n + 2) * D);
            System.arraycopy(x.data(), 0, in, D, n * D);
            float[] before = in.clone();
            double[] statistics = encoder.start();
            encoder.add(in, D, n, statistics, TWO);
            Bits.assertSame("the descriptors", before, in);
            double[] added = statistics.clone();
            float[] out = Bits.guards(code.length + 7);
            float[] expected = out.clone();
            System.arraycopy(code, 0, expected, 3, code.length);
            encoder.code(statistics, n, out, 3, TWO);
            Bits.assertSame(n + " descriptors", expected, out);
            assertArrayEquals(added, statistics, "the code leaves the statistics alone");
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void noDescriptorsHaveTheCodeZero(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        double[] statistics = encoder.start();
        encoder.add(new float[0], 0, 0, statistics, TWO);
        assertArrayEquals(encoder.start(), statistics);
        double[] used = statistics(encoder, descriptors(20, 3), 0, 20, TWO);
        encoder.clear(used);
        assertArrayEquals(encoder.start(), used, "cleared");
        float[] out = Bits.guards(encoder.length());
        encoder.code(statistics, 0, out, 0, TWO);
        Bits.assertSame("the code of nothing", new float[encoder.length()], out);
        Matrix x = descriptors(20, 3);
        double[] some = statistics(encoder, x, 0, 20, TWO);
        encoder.combine(some, encoder.start());
        Bits.assertSame("with nothing combined", code(encoder, x, TWO), code(encoder, some, 20, TWO));
    }

    /** A region's code is that of its parts, combined or added one after another. */
    @ParameterizedTest
    @MethodSource("specs")
    protected void partsGiveTheCodeOfTheWhole(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        Matrix x = descriptors(N, 4);
        float[] expected = code(encoder, x, TWO);
        double[] combined = encoder.start();
        double[] added = encoder.start();
        int from = 0;
        for (int n : new int[] {100, 1, 0, 399, 200}) {
            double[] part = statistics(encoder, x, from, from + n, TWO);
            double[] before = part.clone();
            encoder.combine(combined, part);
            assertArrayEquals(before, part, "the part stays as it is");
            encoder.add(x.data(), from * D, n, added, TWO);
            from += n;
        }
        assertNear("combined", expected, code(encoder, combined, N, TWO));
        assertNear("added", expected, code(encoder, added, N, TWO));
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void threadsAndKernelsChangeNoBit(Spec<Rows, ? extends Encoder> spec) {
        Matrix rows = descriptors(ROWS, 5);
        Rows view = rows.select(IntStream.range(0, ROWS).toArray());
        Matrix x = descriptors(N, 6);
        Encoder plain = spec.fit(rows, ONE);
        float[] expected = code(plain, x, ONE);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = Run.defaults().withThreads(threads).withKernels(kernels);
                String what = threads + " threads, " + kernels.name();
                Encoder fitted = spec.fit(view, run);
                assertSameArrays(plain.arrays(), fitted.arrays(), what);
                Bits.assertSame(what, expected, code(fitted, x, run));
                Bits.assertSame(what, expected, code(plain, x, run));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void severalThreadsMayEncodeAtOnce(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        Matrix x = descriptors(N, 7);
        float[] expected = code(encoder, x, ONE);
        float[][] codes = new float[16][];
        TWO.withThreads(4).parallel(16, 1, (from, to) -> codes[from] = code(encoder, x, TWO));
        for (float[] code : codes) {
            Bits.assertSame("at once", expected, code);
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void restoredGivesTheSameBits(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        Matrix x = descriptors(N, 8);
        float[] expected = code(encoder, x, TWO);
        for (Run run : List.of(TWO, ONE.withSeed(12345))) {
            Encoder restored = spec.restore(encoder.arrays(), run);
            assertSameArrays(encoder.arrays(), restored.arrays(), "restored");
            Bits.assertSame("restored", expected, code(restored, x, run));
            assertEquals(encoder.length(), restored.length());
        }
        assertThrows(IllegalArgumentException.class, () -> spec.restore(NamedArrays.empty(), TWO));
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void arraysThatAreNotFiniteAreRefused(Spec<Rows, ? extends Encoder> spec) {
        NamedArrays arrays = fit(spec).arrays();
        assertFalse(arrays.asMap().isEmpty(), "what was learned is not in arrays()");
        for (String name : arrays.asMap().keySet()) {
            NamedArrays damaged = NamedArrays.empty();
            for (var e : arrays.asMap().entrySet()) {
                Matrix m = e.getValue().matrix();
                if (e.getKey().equals(name)) {
                    m.data()[m.data().length - 1] = Float.NaN;
                }
                damaged = damaged.with(e.getKey(), m);
            }
            NamedArrays bad = damaged;
            Messages.says(() -> spec.restore(bad, TWO), name.substring(name.lastIndexOf('/') + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void badDescriptorsAreRefusedAndNamed(Spec<Rows, ? extends Encoder> spec) {
        Encoder encoder = fit(spec);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Matrix poisoned = descriptors(N, 2);
            poisoned.set(555, 2, bad);
            Messages.says(
                    () -> encoder.add(poisoned.data(), 100 * D, 600, encoder.start(), TWO),
                    "row 455",
                    Float.toString(bad));
            Matrix rows = descriptors(ROWS, 2);
            rows.set(1500, 2, bad);
            Messages.says(() -> spec.fit(rows, TWO), "row 1500, column 2", Float.toString(bad));
        }
        Matrix x = descriptors(20, 2);
        Messages.says(() -> encoder.add(x.data(), D, 20, encoder.start(), TWO), "20", "index " + D, "" + 20 * D);
        double[] statistics = statistics(encoder, x, 0, 20, TWO);
        float[] shorter = new float[encoder.length() + 2];
        Messages.says(
                () -> encoder.code(statistics, 20, shorter, 3, TWO),
                "" + encoder.length(),
                "index 3",
                "" + shorter.length);
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void isFittedToTheRows(Spec<Rows, ? extends Encoder> spec) {
        assertTrue(spec.needsData());
        Matrix rows = descriptors(ROWS, 1);
        Matrix other = rows.copy();
        for (int i = 0; i < other.data().length; i++) {
            other.data()[i] = 3 * other.data()[i] + 1;
        }
        Matrix x = descriptors(N, 3);
        float[] expected = code(spec.fit(rows, TWO), x, TWO);
        Bits.assertSame("the rows", descriptors(ROWS, 1).data(), rows.data());
        assertFalse(Arrays.equals(expected, code(spec.fit(other, TWO), x, TWO)));
    }
}
