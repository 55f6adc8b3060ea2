package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class PcaTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Made by src/test/reference/words.py with NumPy's eigh. */
    @Test
    void thatOfNumPy() throws IOException {
        Matrix patches = ZcaTest.allPatches();
        assertArrayEquals(
                TestData.reference("patches.txt").get("pca"),
                new Pca(4, false, 1e-5).fit(patches, RUN).apply(patches, RUN).data(),
                1e-4f);
        assertArrayEquals(
                TestData.reference("patches.txt").get("whitened-pca"),
                new Pca(4, true, 0.1).fit(patches, RUN).apply(patches, RUN).data(),
                1e-4f);
    }

    /** Points near a line in the direction (3, 4): the first component is the place on the line. */
    @Test
    void theFirstComponentIsTheDirectionOfLargestVariance() {
        Matrix noise = TestData.gaussians(1000, 2, 4);
        Matrix rows = new Matrix(1000, 2);
        for (int r = 0; r < 1000; r++) {
            float along = 10 * noise.get(r, 0);
            float across = 0.1f * noise.get(r, 1);
            rows.set(r, 0, 7 + 0.6f * along - 0.8f * across);
            rows.set(r, 1, -2 + 0.8f * along + 0.6f * across);
        }
        Transform pca = new Pca(2, false, 1e-5).fit(rows, RUN);
        Matrix direction = pca.arrays().get("matrix");
        assertEquals(0.6, direction.get(0, 0), 1e-3);
        assertEquals(0.8, direction.get(1, 0), 1e-3);
        Matrix one = Matrix.of(new float[] {
            pca.arrays().get("mean").get(0, 0), pca.arrays().get("mean").get(0, 1)
        });
        assertArrayEquals(new float[2], pca.apply(one, RUN).data(), 1e-6f);
    }

    @Test
    void whitenedComponentsHaveVarianceOne() {
        Matrix white = new Pca(3, true, 1e-9)
                .fit(TestData.gaussians(2000, 6, 2), RUN)
                .apply(TestData.gaussians(2000, 6, 2), RUN);
        for (int c = 0; c < 3; c++) {
            double squares = 0;
            for (int r = 0; r < 2000; r++) {
                squares += (double) white.get(r, c) * white.get(r, c);
            }
            assertEquals(1, squares / 1999, 1e-4);
        }
    }

    @Test
    void constantAndDependentColumnsAreNoTrouble() {
        Matrix rows = TestData.gaussians(300, 4, 2);
        for (int r = 0; r < 300; r++) {
            rows.set(r, 1, 5);
            rows.set(r, 3, rows.get(r, 0) - rows.get(r, 2));
        }
        Matrix all = new Pca(4, true, 1e-3).fit(rows, RUN).apply(rows, RUN);
        for (int r = 0; r < 300; r++) {
            assertTrue(Math.abs(all.get(r, 2)) < 1e-3 && Math.abs(all.get(r, 3)) < 1e-3, all.toString());
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new Pca(0, true, 0), "components", "0", "epsilon");
        Messages.says(() -> new Pca(3, false, 1).fit(new Matrix(5, 2), RUN), "3", "2");
        Messages.says(() -> new Pca(1, false, 1).fit(new Matrix(1, 2), RUN), "2 rows", "1");
    }
}
