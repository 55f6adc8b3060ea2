package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.CopiedRows;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.RowBlock;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.AdditiveChiSquared;
import dev.whittle.feature.transform.Hellinger;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.ProductCodebook;
import dev.whittle.feature.transform.ProductQuantizer;
import dev.whittle.feature.transform.RandomFourier;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.TfIdf;
import dev.whittle.feature.transform.Zca;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is learned has the same bits where rows are remote, and chunks take nothing along but what they need. */
@Tag("bits")
class RemoteRowsTest {
    private static final Run RUN = Run.defaults().withThreads(2).withSeed(3);
    private static final Matrix ROWS = rows(3 * 4096 + 77);

    /** Clusters whose sums depend on the order of the rows. */
    private static Matrix rows(int n) {
        Matrix rows = TestData.gaussians(n, 7, 4);
        for (int i = 0; i < rows.data().length; i++) {
            rows.data()[i] += i / 7 % 5 * 3 + i % 7;
        }
        return rows;
    }

    static Stream<Spec<Rows, ? extends Fitted>> specs() {
        KMeans few = new KMeans(6, 3, Start.RANDOM, 0);
        return Stream.of(
                new Standardize(1e-6),
                new Pca(3, true, 1e-5),
                new Zca(0.1),
                few,
                new KMeans(9, 4, Start.KMEANS_PLUS_PLUS, 0),
                new KMeans(9, 4, Start.KMEANS_PARALLEL, 0),
                new KMeans(9, 4, Start.KMEANS_PLUS_PLUS, 0, 2, 0),
                new KMeans(9, 4, Start.KMEANS_PARALLEL, 0, 1, 1000),
                new Omp1(8, 3),
                new GaussianMixture(few, 3, 0, 0.01, 1e-4, true));
    }

    private static boolean same(Fitted a, Fitted b) {
        NamedArrays first = a.arrays();
        NamedArrays second = b.arrays();
        assertEquals(first.asMap().keySet(), second.asMap().keySet());
        return first.asMap().keySet().stream().allMatch(name -> first.get(name).bitsEqual(second.get(name)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void sameBits(Spec<Rows, ? extends Fitted> spec) {
        CopiedRows remote = new CopiedRows(ROWS);
        Fitted expected = spec.fit(ROWS, RUN);
        assertTrue(same(expected, spec.fit(remote, RUN)));
        assertTrue(remote.chunks() > 0);
        Matrix planted = ROWS.copy();
        for (int c = 0; c < 7; c++) {
            planted.set(c * 1000, c, 40);
        }
        assertFalse(same(expected, spec.fit(new CopiedRows(planted), RUN)), "other rows");
    }

    /** Words that lose their rows get others, and the training is the same too. */
    @Test
    void emptyWordsAreFilled() {
        Matrix rows = new Matrix(5000, 1);
        for (int i = 0; i < 5000; i++) {
            rows.data()[i] = i < 4500 ? 1 : i;
        }
        KMeans spec = new KMeans(12, 6, Start.RANDOM, 0);
        Codebook here = spec.fit(rows, RUN);
        Codebook remote = spec.fit(new CopiedRows(rows), RUN);
        KMeansTraining training = here.training().orElseThrow();
        assertTrue(training.iterations().stream().anyMatch(i -> i.refilled() > 0), training.toString());
        assertEquals(training, remote.training().orElseThrow());
        assertTrue(same(here, remote));
    }

    static Stream<Spec<Rows, ? extends Transform>> transforms() {
        return Stream.of(
                new Standardize(1e-6),
                new Pca(3, true, 1e-5),
                new Zca(0.1),
                new Power(0.5),
                new L2Normalize(),
                new RandomFourier(8, 1),
                new AdditiveChiSquared(1, 0.8),
                new Hellinger(),
                TfIdf.defaults());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void rowsAreTransformedWhereTheyAre(Spec<Rows, ? extends Transform> spec) {
        Matrix positive = ROWS.copy();
        for (int i = 0; i < positive.data().length; i++) {
            positive.data()[i] = Math.abs(positive.data()[i]);
        }
        Transform transform = spec.fit(positive, RUN);
        Rows remote = Tables.stored(transform.view(new CopiedRows(positive), RUN), RUN);
        assertTrue(remote instanceof CopiedRows);
        assertTrue(transform.apply(positive, RUN).bitsEqual(Matrix.inMemory(remote)));
        positive.set(4711, 3, Float.NaN);
        Messages.says(() -> transform.view(new CopiedRows(positive), RUN), "row 4711", "column 3");
    }

    @Test
    void rowsAreCodedWhereTheyAre() {
        ProductQuantizer spec = new ProductQuantizer(3, 500, new KMeans(16, 3, Start.RANDOM, 0));
        CopiedRows remote = new CopiedRows(ROWS);
        CodedRows coded = spec.learn(remote, RUN).code(remote, RUN);
        assertEquals(7, remote.chunks(), "chunks of 2,048 rows");
        Matrix expected = Matrix.inMemory(spec.learn(ROWS, RUN).code(ROWS, RUN));
        assertTrue(expected.bitsEqual(Matrix.inMemory(coded)));
        Matrix planted = ROWS.copy();
        planted.set(ROWS.rows() - 1, 6, 100);
        ProductCodebook words = spec.learn(ROWS, RUN);
        assertFalse(expected.bitsEqual(Matrix.inMemory(words.code(new CopiedRows(planted), RUN))), "another row");
        planted.set(5000, 6, Float.NaN);
        Messages.says(() -> words.code(new CopiedRows(planted), RUN), "row 5000", "column 6");
    }

    @Test
    void aLogDensityToo() {
        Mixture mixture = new GaussianMixture(new KMeans(3, 2, Start.RANDOM, 0), 2, 0, 0.01, 1e-4, true).fit(ROWS, RUN);
        assertEquals(mixture.meanLogDensity(ROWS, RUN), mixture.meanLogDensity(new CopiedRows(ROWS), RUN));
    }

    @Test
    void statisticsTakeNoRunAndNoTableAlong() {
        CopiedRows remote = new CopiedRows(ROWS);
        for (Object taken : List.of(RUN, remote)) {
            UncheckedIOException refused = assertThrows(
                    UncheckedIOException.class,
                    () -> Chunks.fold(remote, 256, (x, from, to, there) -> taken.hashCode(), Integer::sum, RUN));
            assertTrue(refused.getCause() instanceof NotSerializableException, refused.toString());
        }
    }

    @Test
    void chunksComeInOrderAndHaveTheirOwnRowsOnly() {
        for (Rows rows : List.of(ROWS, new CopiedRows(ROWS))) {
            List<Integer> ends = new ArrayList<>();
            Chunks.inOrder(rows, 4096, (x, from, to, there) -> to, (from, to) -> ends.add(from + to), RUN);
            assertEquals(List.of(4096, 3 * 4096, 5 * 4096, 6 * 4096 + 77), ends);
        }
        float[] one = new float[7];
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Chunks.inOrder(
                        new CopiedRows(ROWS),
                        4096,
                        (x, from, to, there) -> {
                            x.read(from == 0 ? to : from - 1, 1, new float[7], 0);
                            return 0;
                        },
                        (from, s) -> {},
                        RUN));
        Messages.says(() -> Chunks.fold(new Matrix(0, 3), 8, (x, from, to, there) -> 1, Integer::sum, RUN), "1 row");
        RowBlock block = new RowBlock(100, 40, Matrix.of(new float[] {1, 2}, new float[] {3, Float.NaN}));
        block.read(41, 1, one, 3);
        assertEquals(3, one[3]);
        Messages.says(() -> block.checkFinite("rows"), "row 41", "column 1");
    }
}
