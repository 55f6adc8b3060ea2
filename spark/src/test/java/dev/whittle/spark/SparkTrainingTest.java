package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.ProductQuantizer;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learned on Spark has the bits of what is learned here, for any number of partitions. */
@Tag("long")
@Tag("bits")
class SparkTrainingTest {
    private static final Run RUN = Run.defaults().withSeed(3);
    private static final int D = 6;
    private static final int CLASSES = 3;
    /** 65 blocks, so that each of 64 partitions has rows. */
    private static final Matrix ROWS = TestData.gaussians(64 * Blocks.ROWS + 77, D, 4);

    private static final int[] LABELS = new int[ROWS.rows()];
    /** By the name of what is learned. */
    private static final Map<String, Function<Rows, Fitted>> TRAININGS = new LinkedHashMap<>();

    private static final Map<String, NamedArrays> HERE = new LinkedHashMap<>();
    private static SparkSession spark;

    @BeforeAll
    static void learnHere() {
        for (int i = 0; i < LABELS.length; i++) {
            LABELS[i] = i * 7 % 5 == 0 ? 0 : 1 + i % 2;
            ROWS.data()[D * i + LABELS[i]] += 1.5f;
        }
        KMeans start = new KMeans(5, 2, Start.RANDOM, 0);
        TRAININGS.put("standardize", rows -> Standardize.defaults().fit(rows, RUN));
        TRAININGS.put("pca", rows -> new Pca(3, true, 1e-5).fit(rows, RUN));
        TRAININGS.put("zca", rows -> Zca.defaults().fit(rows, RUN));
        TRAININGS.put("random", rows -> start.fit(rows, RUN));
        TRAININGS.put("k-means++", rows -> new KMeans(5, 2, Start.KMEANS_PLUS_PLUS, 0).fit(rows, RUN));
        TRAININGS.put("k-means||", rows -> new KMeans(5, 2, Start.KMEANS_PARALLEL, 0).fit(rows, RUN));
        TRAININGS.put("mini-batch", rows -> new KMeans(5, 3, Start.RANDOM, 0, 1, 5000).fit(rows, RUN));
        TRAININGS.put("omp-1", rows -> new Omp1(5, 2).fit(rows, RUN));
        TRAININGS.put("mixture", rows -> new GaussianMixture(start, 2, 0, 0.01, 1e-4, true).fit(rows, RUN));
        TRAININGS.put("softmax", rows -> Softmax.defaults().fit(new Samples(rows, LABELS, CLASSES), RUN));
        LinearSvm svm = LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, 0.01);
        TRAININGS.put("svm", rows -> svm.fit(new Samples(rows, LABELS, CLASSES), RUN));
        TRAININGS.put(
                "svm of weighted classes",
                rows -> svm.withClassWeights(ClassWeights.balanced())
                        .withIntercept(Intercept.FREE)
                        .fit(new Samples(rows, LABELS, CLASSES), RUN));
        KernelRidge ridge = new KernelRidge(0.1, 1, 5);
        TRAININGS.put("ridge", rows -> ridge.fit(new Samples(rows, LABELS, CLASSES), RUN));
        ProductQuantizer codes = new ProductQuantizer(4, 500, new KMeans(16, 2, Start.RANDOM, 0));
        LinearSvm sgd = svm.withSolver(LinearSvm.Solver.SGD).withIterations(1);
        TRAININGS.put(
                "sgd from codes",
                rows -> sgd.fit(new Samples(codes.learn(rows, RUN).code(rows, RUN), LABELS, CLASSES), RUN));
        TRAININGS.forEach(
                (name, training) -> HERE.put(name, training.apply(ROWS).arrays()));
        spark = SparkSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static boolean same(String name, NamedArrays there) {
        NamedArrays here = HERE.get(name);
        assertEquals(here.asMap().keySet(), there.asMap().keySet());
        return here.asMap().keySet().stream().allMatch(array -> here.get(array).bitsEqual(there.get(array)));
    }

    private static SparkRows onSpark(Rows rows, int partitions) {
        return SparkRows.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), rows, partitions);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void sameBits(int partitions) {
        try (SparkRows rows = onSpark(ROWS, partitions)) {
            TRAININGS.forEach((name, training) ->
                    assertTrue(same(name, training.apply(rows).arrays()), name + ", " + partitions + " partitions"));
        }
    }

    /** Transforms, a head, and coded rows: the model's file has the same bytes. */
    @Test
    void aPipelineOfTransformsAndAHead() {
        Pca pca = new Pca(4, true, 1e-5);
        ProductQuantizer coder = new ProductQuantizer(2, 1000, new KMeans(64, 3, Start.RANDOM, 0));
        LinearSvm sgd = LinearSvm.of(Formulation.ONE_VS_REST, Hinge.PLAIN, 1e-3)
                .withSolver(LinearSvm.Solver.SGD)
                .withIterations(1);
        List<TablePipeline> pipelines = List.of(
                new TablePipeline(
                        List.of(Standardize.defaults(), pca, new Power(0.5), new L2Normalize()), Softmax.defaults()),
                new TablePipeline(List.of(pca, coder), sgd));
        try (SparkRows rows = onSpark(ROWS, 7)) {
            for (TablePipeline pipeline : pipelines) {
                String here =
                        pipeline.fit(new Samples(ROWS, LABELS, CLASSES), RUN).sha256();
                assertEquals(
                        here,
                        pipeline.fit(new Samples(rows, LABELS, CLASSES), RUN).sha256());
            }
        }
    }

    /** So the test above sees a change of one of 262,221 rows. */
    @Test
    void anotherRowIsSeen() {
        Matrix planted = ROWS.copy();
        planted.set(ROWS.rows() - 1, 2, 300);
        try (SparkRows rows = onSpark(planted, 7)) {
            for (String name : new String[] {
                "standardize", "pca", "k-means||", "mixture", "softmax", "svm", "ridge", "sgd from codes"
            }) {
                assertFalse(same(name, TRAININGS.get(name).apply(rows).arrays()), name);
            }
        }
    }

    /** Empty words get the rows that are farthest away, which the driver knows. */
    @Test
    void emptyWordsAreFilled() {
        Matrix rows = new Matrix(9000, 1);
        for (int i = 0; i < rows.rows(); i++) {
            rows.data()[i] = i < 8500 ? 1 : i;
        }
        KMeans spec = new KMeans(12, 6, Start.RANDOM, 0);
        var here = spec.fit(rows, RUN);
        assertTrue(here.training().orElseThrow().iterations().stream().anyMatch(i -> i.refilled() > 0));
        try (SparkRows there = onSpark(rows, 2)) {
            var words = spec.fit(there, RUN);
            assertTrue(here.centroids().bitsEqual(words.centroids()));
            assertEquals(here.training(), words.training());
        }
    }
}
