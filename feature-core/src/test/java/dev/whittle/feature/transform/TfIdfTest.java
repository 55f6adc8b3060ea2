package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TfIdfTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int ROWS = 30;

    private static float[][] reference() throws IOException {
        try (var in = TfIdfTest.class.getResourceAsStream("/tf_idf.tsv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            float[][] rows = new float[lines.size()][];
            for (int i = 0; i < rows.length; i++) {
                String[] fields = lines.get(i).split("\t");
                rows[i] = new float[fields.length];
                for (int k = 0; k < fields.length; k++) {
                    rows[i][k] = Float.parseFloat(fields[k]);
                }
            }
            return rows;
        }
    }

    private static Matrix counts() throws IOException {
        return Matrix.of(Arrays.copyOf(reference(), ROWS));
    }

    @Test
    void smoothedOnesAreThoseOfScikitLearn() throws IOException {
        float[][] expected = reference();
        Transform fitted = new TfIdf(true).fit(counts(), RUN);
        assertArrayEquals(expected[ROWS], fitted.arrays().get("weights").row(0), 1e-6f);
        Matrix actual = new L2Normalize().fit(null, RUN).apply(fitted.apply(counts(), RUN), RUN);
        for (int i = 0; i < ROWS; i++) {
            assertArrayEquals(expected[ROWS + 1 + i], actual.row(i), 1e-6f, "row " + i);
        }
    }

    /** The 1 that scikit-learn adds is the only difference. */
    @Test
    void weightsWithoutSmoothingAreOneLessThanThoseOfScikitLearn() throws IOException {
        float[] idf = reference()[2 * ROWS + 1];
        float[] weights =
                TfIdf.defaults().fit(counts(), RUN).arrays().get("weights").row(0);
        for (int c = 0; c < idf.length; c++) {
            assertEquals(idf[c] - 1, weights[c], 1e-6, "word " + c);
        }
    }

    /** By hand: three images, of which one, two and all have a word; the last word is in none. */
    @Test
    void isThePapersFormula() {
        Matrix train = Matrix.of(new float[] {3, 1, 2, 0}, new float[] {0, 4, 1, 0}, new float[] {0, 0, 5, 0});
        Transform fitted = TfIdf.defaults().fit(train, RUN);
        double ln3 = Math.log(3);
        float[] expected = {(float) (2 * ln3 / 10), (float) (3 * Math.log(1.5) / 10), 0, (float) (4 * ln3 / 10)};
        assertArrayEquals(
                expected, fitted.apply(Matrix.of(new float[] {2, 3, 1, 4}), RUN).row(0), 1e-6f);
        assertArrayEquals(
                expected,
                fitted.apply(Matrix.of(new float[] {0.2f, 0.3f, 0.1f, 0.4f}), RUN)
                        .row(0),
                1e-6f,
                "shares");
        assertArrayEquals(
                new float[4], fitted.apply(Matrix.of(new float[4]), RUN).row(0));
    }

    @Test
    void noRowsAndOtherColumnsAreRefused() {
        Messages.says(() -> TfIdf.defaults().fit(new Matrix(0, 3), RUN), "at least one row", "0x3");
        Transform fitted = TfIdf.defaults().fit(new Matrix(2, 3), RUN);
        Messages.says(() -> fitted.columns(4), "3", "4");
        assertThrows(
                IllegalArgumentException.class, () -> TfIdf.defaults().fit(Matrix.of(new float[] {Float.NaN}), RUN));
    }

    @Test
    void valuesBelowZeroAreRefusedWithTheirPlace() {
        Matrix rows = new Matrix(3000, 4);
        rows.set(1, 0, 1);
        Transform fitted = TfIdf.defaults().fit(rows, RUN);
        rows.set(2500, 3, -0.25f);
        String[] parts = {"TF-IDF", "row 2500, column 3 is -0.25", "leave it out"};
        Messages.says(() -> TfIdf.defaults().fit(rows, RUN), parts);
        Messages.says(() -> fitted.apply(rows, RUN), parts);
        Messages.says(() -> fitted.apply(rows.data(), 4 * 2498, 3, 4, new float[12], 0, RUN), "row 2, column 3");
        rows.set(2500, 3, -0f);
        fitted.apply(rows, RUN);
    }
}
