package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every transform must do. A new one is a class and its reference values, and a subclass of this that names it.
 *
 * @param <D> what it is fitted to
 */
@Tag("bits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransformContract<D> {
    private static final Run ONE = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
    private static final Run TWO = Run.defaults().withThreads(2);

    protected abstract Stream<? extends Spec<D, ? extends Transform>> specs();

    /** The {@link Pin} of all transforms, so that all JDKs and machines must give the same bits. */
    protected abstract String pin();

    @Test
    protected void bitsArePinned() {
        Matrix rows = rows(9);
        Pin.check(
                pin(),
                specs().map(spec -> Pin.of(fit(spec, rows, TWO).apply(rows, TWO).data()) + " " + spec)
                        .toList());
    }

    /** Several chunks of rows, and a last one that is not full. */
    protected static final int ROWS = 2600;

    /** What it is fitted to: a table with {@link #ROWS} rows, or that with labels. */
    protected abstract D training(Rows rows);

    /** The columns of the rows it is fitted to. */
    protected int columns() {
        return 21;
    }

    /** Whether it is not defined for values below 0. */
    protected boolean ofHistograms() {
        return false;
    }

    /** Columns with means and scales of their own, and one that is constant. */
    private Matrix rows(int seed) {
        Matrix rows = TestData.gaussians(ROWS, columns(), seed);
        int d = columns();
        for (int i = 0; i < rows.data().length; i++) {
            float value = i % d == 1 ? 0.5f : rows.data()[i] * (1 + i % d / 4f) + i % d % 3;
            rows.data()[i] = ofHistograms() ? Math.abs(value) : value;
        }
        return rows;
    }

    /** The same rows, but not a matrix. */
    private static Rows view(Matrix rows) {
        return rows.select(IntStream.range(0, rows.rows()).toArray());
    }

    private Transform fit(Spec<D, ? extends Transform> spec, Rows rows, Run run) {
        return spec.fit(training(rows), run);
    }

    private static void assertSameBits(Matrix expected, Matrix actual, String what) {
        assertEquals(expected.rows() + "x" + expected.columns(), actual.rows() + "x" + actual.columns(), what);
        Bits.assertSame(what, expected.data(), actual.data());
    }

    private static void assertSameArrays(NamedArrays expected, NamedArrays actual, String what) {
        assertEquals(expected.asMap().keySet(), actual.asMap().keySet(), what);
        expected.asMap().forEach((name, m) -> assertSameBits(m.matrix(), actual.get(name), what + ": " + name));
    }

    /** Row by row into the middle of an array of rubbish, which is overwritten there and nowhere else. */
    @ParameterizedTest
    @MethodSource("specs")
    protected void aRowDoesNotDependOnItsCompany(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(1);
        Transform fitted = fit(spec, rows, TWO);
        Matrix all = fitted.apply(rows, TWO);
        int d = columns();
        int to = fitted.columns(d);
        assertEquals(to, all.columns());
        for (int[] range : new int[][] {{0, 1}, {7, 1}, {1000, 50}, {ROWS - 3, 3}, {4, 0}}) {
            float[] in = Bits.guards((range[1] + 2) * d);
            System.arraycopy(rows.data(), range[0] * d, in, d, range[1] * d);
            float[] before = in.clone();
            float[] out = Bits.guards(range[1] * to + 7);
            float[] expected = Bits.guards(range[1] * to + 7);
            System.arraycopy(all.data(), range[0] * to, expected, 3, range[1] * to);
            fitted.apply(in, d, range[1], d, out, 3, TWO);
            Bits.assertSame("rows from " + range[0], expected, out);
            Bits.assertSame("its input", before, in);
        }
        int[] some = {ROWS - 1, 0, 17, 17, 1024};
        assertSameBits(all.selectRows(some), fitted.apply(rows.select(some), TWO), "some rows");
        assertSameBits(
                all.selectRows(some), Matrix.inMemory(fitted.view(rows, TWO).select(some)), "some of a view");
        assertSameBits(all, fitted.apply(view(rows), TWO), "a table that is no matrix");
        assertEquals(0, fitted.apply(new Matrix(0, d), TWO).rows());
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void theRowsAreLeftAlone(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(1);
        fit(spec, rows, TWO).apply(rows, TWO);
        assertSameBits(rows(1), rows, "the rows");
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void threadsKernelsAndKindsOfTablesChangeNoBit(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(2);
        Transform plain = fit(spec, rows, ONE);
        Matrix expected = plain.apply(rows, ONE);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = Run.defaults().withThreads(threads).withKernels(kernels);
                String what = threads + " threads, " + kernels.name();
                Transform fitted = fit(spec, view(rows), run);
                assertSameArrays(plain.arrays(), fitted.arrays(), what);
                assertSameBits(expected, fitted.apply(rows, run), what);
                assertSameBits(expected, plain.apply(view(rows), run), what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void restoredGivesTheSameBits(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(3);
        Transform fitted = fit(spec, rows, TWO);
        Matrix expected = fitted.apply(rows, TWO);
        for (Run run : List.of(TWO, ONE.withSeed(12345))) {
            Transform restored = spec.restore(fitted.arrays(), run);
            assertSameBits(expected, restored.apply(rows, run), "restored");
            assertSameArrays(fitted.arrays(), restored.arrays(), "restored");
        }
        if (fitted.arrays().asMap().isEmpty()) {
            assertFalse(spec.needsData(), "what was learned is not in arrays()");
        } else {
            assertThrows(IllegalArgumentException.class, () -> spec.restore(NamedArrays.empty(), TWO));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void arraysThatAreNotFiniteAreRefused(Spec<D, ? extends Transform> spec) {
        NamedArrays arrays = fit(spec, rows(5), TWO).arrays();
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
            Messages.says(() -> spec.restore(bad, TWO), name);
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void badRowsAreRefusedAndNamed(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(6);
        Transform fitted = fit(spec, rows, TWO);
        int d = columns();
        for (int columns : spec.needsData() ? new int[] {d - 1, d + 1} : new int[0]) {
            String[] both = {Integer.toString(d), Integer.toString(columns)};
            Messages.says(() -> fitted.columns(columns), both);
            Messages.says(() -> fitted.apply(new Matrix(3, columns), TWO), both);
            Messages.says(() -> fitted.view(new Matrix(3, columns), TWO), both);
        }
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Matrix poisoned = rows.copy();
            poisoned.set(1500, 2, bad);
            String[] place = {"row 1500, column 2", Float.toString(bad)};
            Messages.says(() -> fitted.apply(poisoned, TWO), place);
            Messages.says(() -> fitted.apply(view(poisoned), TWO), place);
            float[] three = new float[3 * fitted.columns(d)];
            Messages.says(() -> fitted.view(poisoned, TWO).read(1499, 3, three, 0), place);
            if (spec.needsData()) {
                Messages.says(() -> fit(spec, poisoned, TWO), place);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void shortArraysAreRefusedWithTheirSizes(Spec<D, ? extends Transform> spec) {
        Transform fitted = fit(spec, rows(4), TWO);
        int d = columns();
        int after = fitted.columns(d);
        float[] in = new float[3 * d + 1];
        float[] out = new float[3 * after + 2];
        fitted.apply(in, 1, 3, d, out, 2, TWO);
        String[] given = {"3 of " + d, "index 2", "array of " + in.length};
        Messages.says(() -> fitted.apply(in, 2, 3, d, out, 2, TWO), given);
        String[] made = {"3 of " + after, "index 3", "array of " + out.length};
        Messages.says(() -> fitted.apply(in, 1, 3, d, out, 3, TWO), made);
        Messages.says(() -> fitted.apply(in, -1, 3, d, out, 2, TWO), "-1");
        Messages.says(() -> fitted.apply(in, 1, 3, d, out, -1, TWO), "-1");
        Messages.says(() -> fitted.apply(in, 1, -1, d, out, 2, TWO), "-1");
        if (spec.needsData()) {
            Messages.says(() -> fitted.apply(in, 1, 1, d - 1, out, 2, TWO), "" + d, "" + (d - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    protected void needsNoDataOrIsFittedToTheRows(Spec<D, ? extends Transform> spec) {
        Matrix rows = rows(7);
        if (spec.needsData()) {
            Matrix other = rows(8);
            for (int i = 0; i < other.data().length; i++) {
                other.data()[i] = 3 * other.data()[i] + 1;
            }
            assertFalse(fit(spec, rows, TWO)
                    .apply(rows, TWO)
                    .bitsEqual(fit(spec, other, TWO).apply(rows, TWO)));
        } else {
            Transform fitted = spec.fit(null, TWO);
            assertTrue(fitted.arrays().asMap().isEmpty());
            assertSameBits(fit(spec, rows, TWO).apply(rows, TWO), fitted.apply(rows, TWO), "fitted to nothing");
        }
    }
}
