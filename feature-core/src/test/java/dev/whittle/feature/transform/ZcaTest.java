package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
public class ZcaTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Correlated columns with means and scales of their own. */
    private static Matrix rows(int n, int d) {
        Matrix rows = TestData.gaussians(n, d, 11);
        for (int r = 0; r < n; r++) {
            for (int c = 1; c < d; c++) {
                rows.set(r, c, 0.7f * rows.get(r, c - 1) + (1 + c) * rows.get(r, c) + c);
            }
        }
        return rows;
    }

    public static Matrix allPatches() {
        Matrix patches = new Matrix(16 * 22, 12);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 22; x++) {
                new Patches(2, 1).extract(TestData.referenceImage(), x, y, patches.data(), (y * 22 + x) * 12);
            }
        }
        return patches;
    }

    /** Made by src/test/reference/words.py with NumPy. */
    @Test
    void thatOfNumPy() throws IOException {
        Whitening whitening = Zca.defaults().fit(allPatches(), RUN);
        assertArrayEquals(
                TestData.reference("patches.txt").get("matrix"),
                whitening.matrix().data(),
                2e-6f);
    }

    @Test
    void theCovarianceOfWhitenedRowsIsTheIdentity() {
        int n = 4000;
        int d = 9;
        Whitening whitening = new Zca(1e-9).fit(rows(n, d), RUN);
        Matrix white = whitening.apply(rows(n, d), RUN);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                double mean = 0;
                for (int r = 0; r < n; r++) {
                    sum += (double) white.get(r, i) * white.get(r, j);
                    mean += white.get(r, i);
                }
                assertEquals(0, mean / n, 1e-5);
                assertEquals(i == j ? 1 : 0, sum / (n - 1), 1e-4, i + ", " + j);
                assertEquals(whitening.matrix().get(i, j), whitening.matrix().get(j, i), "symmetric");
            }
        }
    }

    @Test
    void aDirectionWithoutVarianceIsNotBlownUp() {
        Matrix rows = rows(500, 4);
        for (int r = 0; r < 500; r++) {
            rows.set(r, 3, rows.get(r, 2));
        }
        Matrix white = new Zca(0.1).fit(rows, RUN).apply(rows, RUN);
        white.requireFinite("whitened rows");
        for (int r = 0; r < 500; r++) {
            assertEquals(white.get(r, 2), white.get(r, 3), 1e-4);
        }
    }

    /** Fewer rows than columns, and columns that are constant: most eigenvalues are 0. */
    @Test
    void singularCovariancesAreWhitened() {
        for (int n : new int[] {5, 20, 60}) {
            Matrix rows = new Matrix(n, 256);
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < 256; c++) {
                    rows.set(r, c, c % 3 == 0 ? 0 : c % 7 == 1 ? (r * c) % 5 : (float) 1 / (1 + (r + c) % 11));
                }
            }
            Whitening whitening = Zca.defaults().fit(rows, RUN);
            Matrix white = whitening.apply(rows, RUN);
            white.requireFinite("whitened rows");
            assertArrayEquals(rows.data(), whitening.undo(white).data(), 1e-3f);
        }
    }

    @Test
    void undoneIsTheInput() {
        Matrix rows = rows(50, 6);
        Whitening whitening = Zca.defaults().fit(rows, RUN);
        assertArrayEquals(
                rows.data(), whitening.undo(whitening.apply(rows, RUN)).data(), 1e-4f);
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Zca(0));
        assertThrows(IllegalArgumentException.class, () -> new Zca(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Zca.defaults().fit(rows(1, 3), RUN));
        Whitening whitening = Zca.defaults().fit(rows(10, 3), RUN);
        assertThrows(IllegalArgumentException.class, () -> whitening.apply(new Matrix(1, 4), RUN));
        assertThrows(IllegalArgumentException.class, () -> new Whitening(new Matrix(1, 3), new Matrix(3, 4)));
    }
}
