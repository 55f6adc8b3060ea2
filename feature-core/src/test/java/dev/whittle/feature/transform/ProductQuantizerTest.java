package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Pin;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.Encoding;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.ProductCodes;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class ProductQuantizerTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static ProductQuantizer quantizer(int subVector, int samples, int k) {
        return new ProductQuantizer(subVector, samples, new KMeans(k, 10, KMeans.Start.RANDOM, 0));
    }

    private static int[][] codes(CodedRows rows) {
        ProductCodes codes = rows.codes();
        int[][] all = new int[codes.rows()][codes.columns()];
        for (int r = 0; r < all.length; r++) {
            for (int m = 0; m < all[r].length; m++) {
                all[r][m] = codes.get(r, m);
            }
        }
        return all;
    }

    /** On a machine with a heap of 256 GiB, of which a sixteenth are 2³² floats. */
    @Test
    void aLargeHeapMakesNoArrayTooLong() {
        int rows = ProductCodebook.fitting(1 << 20, 1 << 16, 1L << 34);
        assertEquals((1 << 15) - 1, rows);
        assertEquals(1 << 10, ProductCodebook.fitting(1 << 20, 1 << 16, 1L << 28));
        assertEquals(7, ProductCodebook.fitting(7, 8, 1L << 34));
        assertEquals(1, ProductCodebook.fitting(7, 1 << 20, 100));
    }

    /** Two values at 0 and 10, 1 and 3, and one of its own: every mean is a number that can be seen. */
    @Test
    void byHand() {
        Matrix rows =
                Matrix.of(new float[] {0, 1, 5}, new float[] {0, 3, 6}, new float[] {10, 1, 6}, new float[] {10, 3, 5});
        ProductCodebook codebook = quantizer(2, 4, 2).learn(rows, RUN);
        Matrix centroids = codebook.centroids();
        CodedRows coded = codebook.code(rows, RUN);
        assertEquals(3, coded.columns());
        assertEquals(2, coded.codes().columns());
        // The pairs with 0 are one cluster, those with 10 the other, if the start has one of each or moves to it.
        for (int r = 0; r < 4; r++) {
            float[] decoded = new float[3];
            coded.read(r, 1, decoded, 0);
            assertArrayEquals(new float[] {r < 2 ? 0 : 10, 2, rows.get(r, 2)}, decoded, "row " + r);
        }
        assertEquals(2, centroids.rows());
        // What is equally near to both takes the first: 5 lies between 0 and 10, 5.5 between 5 and 6.
        CodedRows between = codebook.code(Matrix.of(new float[] {5, 2, 5.5f}), RUN);
        assertArrayEquals(new int[] {0, 0}, codes(between)[0]);
    }

    @Test
    void numPy() throws IOException {
        Map<String, float[]> reference = TestData.reference("product_quantization.txt");
        Matrix rows = new Matrix(30, 11, reference.get("rows"));
        ProductCodebook codebook = new ProductCodebook(new Matrix(8, 11, reference.get("centroids")), 4);
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            CodedRows coded = codebook.code(rows, RUN.withKernels(kernels));
            float[] codes = new float[90];
            for (int i = 0; i < 90; i++) {
                codes[i] = coded.codes().get(i / 3, i % 3);
            }
            assertArrayEquals(reference.get("codes"), codes);
            assertArrayEquals(reference.get("decoded"), Matrix.inMemory(coded).data());
        }
    }

    /** Of Gaussian values no centroid is farther than the code's, beyond rounding. */
    @Test
    void codesAreTheNearestCentroids() {
        Matrix rows = TestData.gaussians(600, 21, 1);
        ProductCodebook codebook = quantizer(8, 600, 256).learn(rows, RUN);
        int[][] codes = codes(codebook.code(rows, RUN));
        assertNearest(codes, rows, codebook.centroids());
        codes[599][2] = (codes[599][2] + 1) % 256;
        assertThrows(AssertionError.class, () -> assertNearest(codes, rows, codebook.centroids()));
    }

    private static void assertNearest(int[][] codes, Matrix rows, Matrix centroids) {
        for (int r = 0; r < codes.length; r++) {
            for (int m = 0; m < codes[r].length; m++) {
                double chosen = distance(rows, r, centroids, codes[r][m], 8 * m);
                for (int k = 0; k < centroids.rows(); k++) {
                    assertTrue(chosen <= distance(rows, r, centroids, k, 8 * m) + 1e-4, "row " + r + ", part " + m);
                }
            }
        }
    }

    private static double distance(Matrix rows, int r, Matrix centroids, int k, int first) {
        double sum = 0;
        for (int j = first; j < Math.min(rows.columns(), first + 8); j++) {
            double difference = rows.get(r, j) - centroids.get(k, j);
            sum += difference * difference;
        }
        return sum;
    }

    /** The centroids of a sub-vector are those of k-means on its columns. */
    @Test
    void eachSubVectorHasItsOwnKMeans() {
        Matrix rows = TestData.gaussians(300, 10, 2);
        Matrix centroids = quantizer(4, 300, 16).learn(rows, RUN).centroids();
        for (int first : new int[] {0, 4, 8}) {
            int d = Math.min(4, 10 - first);
            Matrix part = columns(rows, first, d);
            Matrix words =
                    new KMeans(16, 10, KMeans.Start.RANDOM, 0).fit(part, RUN).centroids();
            Bits.assertSame(
                    "centroids from " + first,
                    words.data(),
                    columns(centroids, first, d).data());
        }
    }

    private static Matrix columns(Matrix of, int first, int d) {
        Matrix part = new Matrix(of.rows(), d);
        for (int r = 0; r < of.rows(); r++) {
            System.arraycopy(of.data(), r * of.columns() + first, part.data(), r * d, d);
        }
        return part;
    }

    @Test
    void threadsKernelsAndKindsOfTablesChangeNoBit() {
        Matrix rows = TestData.gaussians(500, 37, 3);
        ProductQuantizer quantizer = quantizer(8, 200, 64);
        Run one = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        ProductCodebook expected = quantizer.learn(rows, one);
        Matrix decoded = Matrix.inMemory(expected.code(rows, one));
        Pin.check("30f198d7", List.of(Pin.of(expected.centroids().data()), Pin.of(decoded.data())));
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = Run.defaults().withThreads(threads).withKernels(kernels);
                var view = rows.select(IntStream.range(0, 500).toArray());
                ProductCodebook learned = quantizer.learn(view, run);
                Bits.assertSame(
                        "centroids",
                        expected.centroids().data(),
                        learned.centroids().data());
                Bits.assertSame(
                        "a view",
                        decoded.data(),
                        Matrix.inMemory(learned.code(view, run)).data());
                Bits.assertSame(
                        "a matrix",
                        decoded.data(),
                        Matrix.inMemory(learned.code(rows, run)).data());
            }
        }
        assertFalse(quantizer.learn(rows, one.withSeed(2)).centroids().bitsEqual(expected.centroids()));
    }

    /** A coded row needs no other rows, and a row of centroids is its own code. */
    @Test
    void codingTwiceChangesNothing() {
        Matrix rows = TestData.gaussians(400, 19, 4);
        ProductCodebook codebook = quantizer(8, 400, 32).learn(rows, RUN);
        Matrix once = Matrix.inMemory(codebook.code(rows, RUN));
        Bits.assertSame(
                "again", once.data(), Matrix.inMemory(codebook.code(once, RUN)).data());
        Matrix some = rows.selectRows(399, 7, 7);
        Bits.assertSame(
                "some",
                once.selectRows(399, 7, 7).data(),
                Matrix.inMemory(codebook.code(some, RUN)).data());
    }

    /** Perronnin and Sánchez 2011: N = 1024 Gaussians, D = 64 values, R = 4 regions. */
    @Test
    void theFiguresOfThePaper() {
        int columns = 2 * 64 * 1024 * 4;
        assertEquals(524_288, columns);
        ProductQuantizer quantizer = ProductQuantizer.defaults();
        assertEquals(64 << 10, quantizer.codeBytes(columns));
        assertEquals(512L << 20, quantizer.codebookBytes(columns));
        assertEquals(32, 4 * columns / quantizer.codeBytes(columns));
    }

    @Test
    void wrongSettingsAreRefusedTogether() {
        Messages.says(
                () -> new ProductQuantizer(0, 10, new KMeans(257, 1, KMeans.Start.RANDOM, 0)),
                "subVector must be at least 1, got 0",
                "at most 256",
                "got 257",
                "samples must be at least k of kMeans, 257, got 10");
        Messages.says(() -> new ProductQuantizer(1, 10, null), "kMeans must be given");
    }

    @Test
    void badRowsAreRefusedAndNamed() {
        Matrix rows = TestData.gaussians(100, 9, 5);
        Messages.says(() -> quantizer(8, 200, 101).learn(rows, RUN), "101 centroids", "got 100 rows of 9 values");
        ProductCodebook codebook = quantizer(8, 100, 10).learn(rows, RUN);
        Messages.says(() -> codebook.code(new Matrix(3, 8), RUN), "rows of 9 values", "got rows of 8");
        rows.set(57, 8, Float.NaN);
        Messages.says(() -> quantizer(8, 100, 10).learn(rows, RUN), "row 57, column 8", "NaN");
        Messages.says(() -> codebook.code(rows, RUN), "row 57, column 8", "NaN");
    }

    @Test
    void itIsFoundAtTheEndOfTransforms() {
        ProductQuantizer quantizer = ProductQuantizer.defaults();
        L2Normalize before = L2Normalize.defaults();
        List<Spec<Rows, Transform>> both = List.of(before, quantizer);
        assertEquals(Optional.of(quantizer), Compression.last(both));
        assertEquals(List.of(before), Compression.transformsBefore(both));
        assertEquals(Optional.empty(), Compression.last(List.of(before)));
        assertEquals(List.of(before), Compression.transformsBefore(List.of(before)));
        Messages.says(() -> Compression.last(List.of(quantizer, before)), "must be the last", "number 1 of 2");
        Messages.says(() -> Compression.last(List.of(quantizer, quantizer)), "must be the last", "number 1 of 2");
    }

    /** It would silently do nothing there. */
    @Test
    void anEncodingDoesNotTakeIt() {
        Encoding d = Encoding.defaults();
        List<ProductQuantizer> quantizer = List.of(ProductQuantizer.defaults());
        Messages.says(
                () -> new Encoding(d.descriptors(), 1000, quantizer, false, d.encoder(), d.regions(), d.normalize()),
                "product-quantization",
                "transforms of the feature");
        Messages.says(
                () -> new Encoding(d.descriptors(), 1000, d.reduce(), false, d.encoder(), d.regions(), quantizer),
                "product-quantization");
    }
}
