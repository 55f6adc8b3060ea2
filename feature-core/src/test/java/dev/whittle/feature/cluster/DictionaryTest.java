package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link Omp1}, {@link RandomPatches} and {@link RandomFilters}. */
@Tag("bits")
class DictionaryTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static double length(Codebook words, int w) {
        double squares = 0;
        for (float v : words.centroids().row(w)) {
            squares += (double) v * v;
        }
        return Math.sqrt(squares);
    }

    private static void assertLengthOne(Codebook words) {
        for (int w = 0; w < words.size(); w++) {
            assertEquals(1, length(words, w), 1e-6, "word " + w);
        }
    }

    private static Matrix unit(Matrix rows) {
        Matrix unit = new Matrix(rows.rows(), rows.columns());
        for (int i = 0; i < rows.rows(); i++) {
            double squares = 0;
            for (float v : rows.row(i)) {
                squares += (double) v * v;
            }
            for (int p = 0; p < rows.columns(); p++) {
                unit.set(i, p, (float) (rows.get(i, p) / Math.sqrt(squares)));
            }
        }
        return unit;
    }

    /** Made by src/test/reference/filters.py from the same start. */
    @Test
    void omp1IsThatOfNumPy() throws IOException {
        Map<String, float[]> reference = TestData.reference("filters.txt");
        Matrix rows = new Matrix(300, 6, reference.get("rows"));
        Matrix start = unit(rows.selectRows(0, 1, 2, 3, 4));
        Codebook one = new Omp1(5, 1).from(rows, start, RUN);
        assertArrayEquals(reference.get("omp1"), one.centroids().data(), 2e-6f);
        Codebook ten = new Omp1(5, 10).from(rows, start, RUN);
        assertArrayEquals(reference.get("omp10"), ten.centroids().data(), 2e-6f);
        assertLengthOne(ten);
        float[] other = reference.get("omp10").clone();
        other[7] += 1e-4f;
        assertFalse(near(other, ten.centroids().data()), "a planted difference is seen");
        assertTrue(near(reference.get("omp10"), ten.centroids().data()));
    }

    private static boolean near(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) < 2e-6)) {
                return false;
            }
        }
        return expected.length == actual.length;
    }

    /** A row and its opposite belong to the same atom; the sign of a row changes nothing. */
    @Test
    void signsOfRowsChangeNoBit() {
        Matrix rows = TestData.gaussians(3000, 7, 4);
        Matrix flipped = rows.copy();
        for (int i = 0; i < 3000; i += 3) {
            for (int p = 0; p < 7; p++) {
                flipped.set(i, p, -rows.get(i, p));
            }
        }
        Omp1 spec = new Omp1(9, 4);
        assertTrue(
                spec.fit(rows, RUN).centroids().bitsEqual(spec.fit(flipped, RUN).centroids()));
    }

    @Test
    void anAtomWithoutRowsIsDrawnAgain() {
        Matrix rows = new Matrix(50, 3);
        for (int i = 0; i < 50; i++) {
            rows.set(i, 0, i + 1);
        }
        Matrix start = Matrix.of(new float[] {1, 0, 0}, new float[] {0, 1, 0});
        Codebook words = new Omp1(2, 1).from(rows, start, RUN);
        assertArrayEquals(new float[] {1, 0, 0}, words.centroids().row(0));
        assertLengthOne(words);
        assertNotEquals(1, words.centroids().get(1, 1));
        assertFalse(words.centroids()
                .bitsEqual(new Omp1(2, 1).from(rows, start, RUN.withSeed(2)).centroids()));
    }

    @Test
    void randomPatchesAreDifferentRowsOfLengthOne() {
        Matrix rows = TestData.gaussians(40, 5, 6);
        Arrays.fill(rows.data(), 15, 20, 0);
        Matrix unit = unit(rows);
        Codebook all = new RandomPatches(39).fit(rows, RUN);
        assertLengthOne(all);
        Set<Integer> found = new HashSet<>();
        for (int w = 0; w < 39; w++) {
            for (int i = 0; i < 40; i++) {
                if (near(unit.row(i), all.centroids().row(w))) {
                    found.add(i);
                }
            }
        }
        assertEquals(39, found.size());
        assertFalse(found.contains(3), "a row of zeros");
        Codebook some = new RandomPatches(4).fit(rows, RUN);
        assertTrue(some.centroids().bitsEqual(all.centroids().selectRows(0, 1, 2, 3)));
        Messages.says(() -> new RandomPatches(40).fit(rows, RUN), "k = 40", "39", "40 rows of 5");
    }

    @Test
    void randomFiltersDependOnTheSeedOnly() {
        RandomFilters spec = new RandomFilters(500);
        Codebook filters = spec.fit(TestData.gaussians(3, 8, 1), RUN);
        assertLengthOne(filters);
        assertTrue(filters.centroids()
                .bitsEqual(spec.fit(TestData.gaussians(900, 8, 2), RUN).centroids()));
        assertFalse(filters.centroids()
                .bitsEqual(
                        spec.fit(TestData.gaussians(3, 8, 1), RUN.withSeed(2)).centroids()));
        for (int p = 0; p < 8; p++) {
            double mean = 0;
            double squares = 0;
            for (int w = 0; w < 500; w++) {
                mean += filters.centroids().get(w, p) / 500;
                squares += Math.pow(filters.centroids().get(w, p), 2) / 500;
            }
            assertEquals(0, mean, 0.07);
            assertEquals(1 / 8.0, squares, 0.03);
        }
    }

    @Test
    void threadsAndKernelsChangeNoBit() {
        Matrix rows = TestData.gaussians(9000, 13, 2);
        for (Dictionary spec : new Dictionary[] {new Omp1(37, 3), new RandomPatches(37), new RandomFilters(37)}) {
            Codebook expected = spec.fit(rows, RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()));
            for (int threads : new int[] {1, 2, 7}) {
                Codebook other = spec.fit(rows, RUN.withThreads(threads).withKernels(KernelChoice.AUTO.kernels()));
                assertTrue(expected.centroids().bitsEqual(other.centroids()), spec + ", " + threads + " threads");
            }
            Codebook restored = spec.restore(expected.arrays(), RUN);
            assertTrue(expected.centroids().bitsEqual(restored.centroids()));
            assertTrue(expected.centre().bitsEqual(restored.centre()));
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new Omp1(0, 0), "k must", "iterations must");
        Messages.says(() -> new RandomPatches(0), "k must be at least 1, got 0");
        Messages.says(() -> new RandomFilters(-1), "k must be at least 1, got -1");
        Matrix rows = TestData.gaussians(10, 3, 1);
        Messages.says(() -> new Omp1(11, 1).fit(rows, RUN), "k = 11", "10 rows of 3");
        rows.set(4, 2, Float.NaN);
        for (Dictionary spec : new Dictionary[] {new Omp1(2, 1), new RandomPatches(2), new RandomFilters(2)}) {
            Messages.says(() -> spec.fit(rows, RUN), "row 4, column 2", "NaN");
        }
    }
}
