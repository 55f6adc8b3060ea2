package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The maps against scikit-learn and NumPy (src/test/reference/kernel_maps.py) and against their kernels. */
@Tag("bits")
class KernelMapsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static Map<String, float[]> reference;

    @BeforeAll
    static void read() throws IOException {
        reference = TestData.reference("kernel_maps.txt");
    }

    private static Matrix table(String name, int columns) {
        float[] values = reference.get(name);
        return new Matrix(values.length / columns, columns, values);
    }

    private static double dot(Matrix a, int i, Matrix b, int j) {
        double sum = 0;
        for (int c = 0; c < a.columns(); c++) {
            sum += (double) a.get(i, c) * b.get(j, c);
        }
        return sum;
    }

    /** exp(-γ‖x - y‖²) in double. */
    private static double rbf(double gamma, Matrix a, int i, Matrix b, int j) {
        double sum = 0;
        for (int c = 0; c < a.columns(); c++) {
            double d = (double) a.get(i, c) - b.get(j, c);
            sum += d * d;
        }
        return StrictMath.exp(-gamma * sum);
    }

    @Test
    void theChiSquaredMapOfScikitLearn() {
        Matrix rows = table("histograms", 5);
        double[] intervals = {0.8, 0.5, 0.4};
        for (int order = 0; order < 3; order++) {
            Transform map = new AdditiveChiSquared(order, intervals[order]).fit(null, RUN);
            assertArrayEquals(reference.get("chi" + order), map.apply(rows, RUN).data(), 1e-6f);
        }
    }

    @Test
    void theDotProductIsNearTheChiSquaredKernel() {
        Matrix rows = table("histograms", 5);
        double before = 1;
        for (int order = 1; order <= 9; order += 4) {
            Transform map = new AdditiveChiSquared(order, order == 1 ? 0.5 : 0.3).fit(null, RUN);
            double worst = worst(map.apply(rows, RUN), reference.get("chi2kernel"));
            assertTrue(worst < before / 2, "order " + order + " is off by " + worst);
            before = worst;
        }
        assertTrue(before < 1e-3, "off by " + before);
    }

    private static double worst(Matrix mapped, float[] kernel) {
        double worst = 0;
        for (int i = 0; i < mapped.rows(); i++) {
            for (int j = 0; j < mapped.rows(); j++) {
                worst = Math.max(worst, Math.abs(dot(mapped, i, mapped, j) - kernel[i * mapped.rows() + j]));
            }
        }
        return worst;
    }

    /** Below 0 the kernel is not defined. */
    @Test
    void theChiSquaredMapOfZeroIsZerosAndBelowItIsNone() {
        Transform map = new AdditiveChiSquared(2, 0.4).fit(null, RUN);
        float[] all = map.apply(Matrix.of(new float[] {0, 0.3f, -0f}), RUN).data();
        assertArrayEquals(new float[5], Arrays.copyOfRange(all, 0, 5));
        assertArrayEquals(new float[5], Arrays.copyOfRange(all, 10, 15));
        Matrix rows = new Matrix(2000, 3);
        rows.set(1999, 1, -1e-20f);
        Messages.says(() -> map.apply(rows, RUN), "additive chi squared", "row 1999, column 1 is -1.0E-20", "pca");
        float[] out = new float[15];
        Messages.says(() -> map.apply(rows.data(), 3 * 1999, 1, 3, out, 0, RUN), "row 0, column 1");
    }

    @Test
    void theFourierFeaturesOfNumPy() {
        Transform map = new RandomFourier(10, 1).fit(table("rows", 4), RUN);
        assertArrayEquals(
                reference.get("fourier"), map.apply(table("others", 4), RUN).data(), 2e-6f);
    }

    /** The error of a dot product has a deviation of about 1/√components. */
    @Test
    void theDotProductOfFourierFeaturesIsNearTheKernel() {
        Matrix rows = table("rows", 4);
        double gamma = reference.get("gamma")[0] / 2;
        for (int components : new int[] {100, 10_000}) {
            Matrix mapped = new RandomFourier(components, 0.5).fit(rows, RUN).apply(rows, RUN);
            double error = rootMeanSquare(mapped, rows, gamma) * Math.sqrt(components);
            assertTrue(error < 2 && error > 0.2, components + " features are off by " + error + "/√components");
            double ofAnotherKernel = rootMeanSquare(mapped, rows, 2 * gamma) * Math.sqrt(components);
            assertTrue(ofAnotherKernel > 1.5 * error, "the comparison does not see another kernel");
        }
    }

    private static double rootMeanSquare(Matrix mapped, Matrix rows, double gamma) {
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            for (int j = 0; j < rows.rows(); j++) {
                double error = dot(mapped, i, mapped, j) - rbf(gamma, rows, i, rows, j);
                sum += error * error;
            }
        }
        return Math.sqrt(sum) / rows.rows();
    }

    @Test
    void theNystroemKernelOfScikitLearn() {
        Matrix others = table("others", 4);
        Matrix mapped = new Nystroem(30, 1, Nystroem.Landmarks.RANDOM)
                .fit(table("rows", 4), RUN)
                .apply(others, RUN);
        float[] expected = reference.get("nystroem");
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                assertEquals(expected[i * 7 + j], dot(mapped, i, mapped, j), 1e-5);
            }
        }
    }

    /** Between a landmark and any row the kernel is exact. So every row that is a landmark has features of length 1. */
    @Test
    void nystroemIsExactAtItsLandmarks() {
        Matrix rows = TestData.gaussians(200, 6, 3);
        double gamma = Rbf.gamma(0.7, rows, RUN);
        Matrix all =
                new Nystroem(200, 0.7, Nystroem.Landmarks.RANDOM).fit(rows, RUN).apply(rows, RUN);
        Matrix some =
                new Nystroem(40, 0.7, Nystroem.Landmarks.RANDOM).fit(rows, RUN).apply(rows, RUN);
        int exact = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                assertEquals(rbf(gamma, rows, i, rows, j), dot(all, i, all, j), 2e-5);
            }
            double length = dot(some, i, some, i);
            assertTrue(length < 1.0001, "row " + i + " has squared length " + length);
            exact += length > 0.9999 ? 1 : 0;
        }
        assertEquals(40, exact);
    }

    /** Weights of features, and of the kernels of landmarks computed one by one. */
    @Test
    void kernelWeightsDoWhatWeightsOfFeaturesDo() {
        Matrix rows = TestData.gaussians(200, 6, 3);
        Nystroem.Fitted map = new Nystroem(40, 0.7, Nystroem.Landmarks.RANDOM).fit(rows, RUN);
        Matrix features = map.apply(rows, RUN);
        double[][] w = new double[2][40];
        for (int j = 0; j < 40; j++) {
            w[0][j] = j % 7 - 3;
            w[1][j] = 1.0 / (1 + j);
        }
        Matrix a = map.kernelWeights(w, RUN);
        Matrix landmarks = map.kernel().points();
        Matrix centred = rows.copy();
        for (int i = 0; i < centred.data().length; i++) {
            centred.data()[i] -= map.kernel().centre().data()[i % 6];
        }
        for (int i = 0; i < 200; i++) {
            for (int c = 0; c < 2; c++) {
                double ofFeatures = 0;
                double ofKernels = 0;
                for (int j = 0; j < 40; j++) {
                    ofFeatures += w[c][j] * features.get(i, j);
                    ofKernels += a.get(j, c) * rbf(map.kernel().gamma(), centred, i, landmarks, j);
                }
                assertEquals(ofFeatures, ofKernels, 1e-4);
                assertNotEquals(ofFeatures + 1e-3, ofKernels, 1e-4);
            }
        }
    }

    @Test
    void equalLandmarksAddNothing() {
        Matrix rows = new Matrix(60, 3);
        Matrix different = TestData.gaussians(20, 3, 5);
        for (int i = 0; i < 60; i++) {
            System.arraycopy(different.data(), i % 20 * 3, rows.data(), i * 3, 3);
        }
        Matrix mapped =
                new Nystroem(60, 1, Nystroem.Landmarks.RANDOM).fit(rows, RUN).apply(rows, RUN);
        double gamma = Rbf.gamma(1, rows, RUN);
        for (int c = 20; c < 60; c++) {
            for (int i = 0; i < 60; i++) {
                assertEquals(0f, mapped.get(i, c));
            }
        }
        assertEquals(rbf(gamma, rows, 3, rows, 14), dot(mapped, 3, mapped, 14), 2e-5);
    }

    /** With the same number of landmarks, centroids are nearer to the kernel than random rows, for rows in groups. */
    @Test
    void centroidsAreGoodLandmarks() {
        Matrix rows = TestData.gaussians(600, 5, 1);
        for (int i = 0; i < 600; i++) {
            for (int c = 0; c < 5; c++) {
                rows.set(
                        i,
                        c,
                        0.2f * rows.get(i, c) + 4 * TestData.gaussians(30, 5, 2).get(i % 30, c));
            }
        }
        double gamma = Rbf.gamma(1, rows, RUN);
        double random = rootMeanSquare(map(Nystroem.Landmarks.RANDOM, rows), rows, gamma);
        double centroids = rootMeanSquare(map(Nystroem.Landmarks.K_MEANS, rows), rows, gamma);
        assertTrue(centroids < random, centroids + " and " + random);
    }

    private static Matrix map(Nystroem.Landmarks landmarks, Matrix rows) {
        return new Nystroem(30, 1, landmarks).fit(rows, RUN).apply(rows, RUN);
    }

    /** A rule of the variance: a row far away, or a unit of another size, changes γ and not the kernel's shape. */
    @Test
    void gammaIsThatOfScikitLearn() {
        Matrix rows = table("rows", 4);
        assertEquals(reference.get("gamma")[0], Rbf.gamma(1, rows, RUN), 1e-6);
        assertEquals(2.5 * reference.get("gamma")[0], Rbf.gamma(2.5, rows, RUN), 1e-6);
    }

    /** Rows far from 0: without the centre the float exponents would be wrong by more than 1. */
    @Test
    void rowsFarFromZeroHaveTheirKernel() {
        Matrix rows = TestData.gaussians(50, 8, 4);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] += 3000;
        }
        Rbf kernel = Rbf.around(rows, 0.1f, RUN);
        Matrix values = new Matrix(50, 50);
        kernel.values(rows.data(), 0, 50, 0, 50, Strided.rows(values.data(), 0, 50), RUN);
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 50; j++) {
                assertEquals(rbf(0.1f, rows, i, rows, j), values.get(i, j), 2e-6);
            }
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new AdditiveChiSquared(-1, 0), "order", "-1", "interval", "0.0");
        Messages.says(() -> new AdditiveChiSquared(16, 1).length(1 << 30), "33", "smaller order");
        Messages.says(() -> new RandomFourier(0, -1), "components", "0", "gammaScale", "-1");
        Messages.says(() -> new RandomFourier(1, Double.NaN), "gammaScale", "NaN");
        Messages.says(() -> new Nystroem(0, 0, null), "components", "0", "gammaScale", "landmarks");
        Messages.says(
                () -> new Nystroem(6, 1, Nystroem.Landmarks.RANDOM).fit(new Matrix(5, 2), RUN), "6 landmarks", "5");
        for (Spec<Rows, Transform> spec : List.<Spec<Rows, Transform>>of(
                new RandomFourier(5, 1), new Nystroem(5, 1, Nystroem.Landmarks.RANDOM))) {
            Messages.says(() -> spec.fit(new Matrix(5, 2), RUN), "variance of 0", "gammaScale");
        }
    }
}
