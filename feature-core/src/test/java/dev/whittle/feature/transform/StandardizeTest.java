package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class StandardizeTest {
    private static final Run RUN = Run.defaults();

    private static Matrix random(int rows, int columns) {
        Matrix m = new Matrix(rows, columns);
        Rng rng = new Rng(2, "standardize", 0);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = (float) (i % columns + (1 + i % columns) * rng.nextGaussian());
        }
        return m;
    }

    /** The values are made by {@code src/test/reference/standardize.py}. */
    @Test
    void valuesOfScikitLearn() throws IOException {
        double[][] rows;
        try (var in = StandardizeTest.class.getResourceAsStream("/standardize.tsv")) {
            rows = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> Arrays.stream(line.split("\t"))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        }
        Matrix train = new Matrix(40, 6);
        for (int i = 0; i < 240; i++) {
            train.data()[i] = (float) rows[i / 6][i % 6];
        }
        Transform fitted = Standardize.defaults().fit(train, RUN);
        Matrix scale = fitted.arrays().get("scale", 1, 6);
        Matrix result = fitted.apply(train, RUN);
        for (int c = 0; c < 6; c++) {
            assertEquals((float) rows[40][c], fitted.arrays().get("mean").get(0, c));
            assertEquals(c == 3 ? 1 : (float) (1 / rows[41][c]), scale.get(0, c), 1e-7 * scale.get(0, c));
            // Rounding the mean to float moves column c by up to half an ulp of it: at 1000 ± 1, 3e-5 deviations.
            double tolerance = Math.ulp((float) rows[40][c]) * scale.get(0, c) + 1e-6;
            for (int r = 0; r < 40; r++) {
                assertEquals(rows[42 + r][c], result.get(r, c), tolerance, "row " + r + ", column " + c);
            }
        }
    }

    @Test
    void byHand() {
        Transform fitted = Standardize.defaults().fit(Matrix.of(new float[] {1, 7}, new float[] {3, 7}), RUN);
        Matrix result = fitted.apply(Matrix.of(new float[] {1, 7}, new float[] {4, 9}), RUN);
        assertArrayEquals(new float[] {-1, 0, 2, 2}, result.data());
    }

    @Test
    void constantColumnsAndOneRowAreOnlyCentred() {
        Matrix noisy = random(5000, 2);
        for (int r = 0; r < 5000; r++) {
            noisy.set(r, 1, r % 2 == 0 ? 0.1f : Math.nextUp(0.1f));
        }
        Matrix result = Standardize.defaults().fit(noisy, RUN).apply(noisy, RUN);
        assertTrue(Math.abs(result.get(17, 1)) < 1e-8, "noise was blown up to " + result.get(17, 1));
        assertTrue(Math.abs(result.get(17, 0)) > 1e-3);

        Matrix one = Matrix.of(new float[] {3, -1e30f, 0});
        assertArrayEquals(
                new float[3],
                Standardize.defaults().fit(one, RUN).apply(one, RUN).data());
    }

    @Test
    void epsilonDecidesWhatIsConstant() {
        Matrix m = Matrix.of(new float[] {0}, new float[] {2});
        assertArrayEquals(
                new float[] {-1, 1},
                new Standardize(1).fit(m, RUN).apply(m, RUN).data());
        Matrix wider = Matrix.of(new float[] {0}, new float[] {4});
        assertArrayEquals(
                new float[] {-2, 2},
                new Standardize(2).fit(wider, RUN).apply(wider, RUN).data());
        assertArrayEquals(
                new float[] {-1, 1},
                new Standardize(1.9).fit(wider, RUN).apply(wider, RUN).data());
        for (double bad : new double[] {0, -1, 1e-39, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Standardize(bad))
                    .getMessage();
            assertTrue(message.contains("epsilon: got " + bad), message);
        }
    }

    @Test
    void resultHasMeanZeroAndDeviationOne() {
        Matrix m = random(3000, 5);
        Matrix result = Standardize.defaults().fit(m, RUN).apply(m, RUN);
        for (int c = 0; c < 5; c++) {
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < 3000; r++) {
                sum += result.get(r, c);
                squares += (double) result.get(r, c) * result.get(r, c);
            }
            assertEquals(0, sum / 3000, 1e-6);
            assertEquals(1, squares / 3000, 1e-6);
        }
    }

    @Test
    void arraysOfDifferentLengthsAreRefused() {
        NamedArrays wrong = NamedArrays.empty().with("mean", new Matrix(1, 4)).with("scale", new Matrix(1, 3));
        assertThrows(
                IllegalArgumentException.class, () -> Standardize.defaults().restore(wrong, RUN));
    }

    @Test
    void badMatricesAreRefused() {
        Matrix m = random(200, 4);
        Transform fitted = Standardize.defaults().fit(m, RUN);
        assertMessage("was fitted to 4 columns", () -> fitted.apply(new Matrix(2, 3), RUN));
        assertMessage("at least one row", () -> Standardize.defaults().fit(new Matrix(0, 3), RUN));
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
            Matrix poisoned = m.copy();
            poisoned.set(150, 2, bad);
            assertMessage("row 150, column 2 is " + bad, () -> fitted.apply(poisoned, RUN));
            assertMessage(
                    "row 150, column 2 is " + bad, () -> Standardize.defaults().fit(poisoned, RUN));
        }
        Transform tiny = new Standardize(1e-12).fit(Matrix.of(new float[] {0}, new float[] {1e-10f}), RUN);
        assertMessage("features after standardize: row 0", () -> tiny.apply(Matrix.of(new float[] {1e30f}), RUN));
    }

    private static void assertMessage(String part, Runnable body) {
        String message = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
