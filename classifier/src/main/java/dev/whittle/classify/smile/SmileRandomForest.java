package dev.whittle.classify.smile;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import smile.base.cart.SplitRule;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.BaseVector;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/**
 * Smile's random forest (Breiman 2001, "Random forests"): trees on bootstrap samples. Each split is the best by Gini
 * impurity among √d features, which are drawn for each split. Scores are the mean of the trees' class frequencies.
 *
 * <p>Training cannot be cancelled while it runs: a cancelled run ends only before or after it.
 *
 * @param trees number of trees, at least 1
 * @param maxDepth of a tree, at least 2
 * @param nodeSize a node with fewer samples than this is not split, at least 1
 */
public record SmileRandomForest(int trees, int maxDepth, int nodeSize) implements SmileSpec {
    public SmileRandomForest {
        Checks checks = new Checks("Smile random forest");
        checks.refuse(trees < 1, "trees is at least 1, got " + trees);
        checks.refuse(maxDepth < 2, "maxDepth is at least 2, got " + maxDepth);
        checks.refuse(nodeSize < 1, "nodeSize is at least 1, got " + nodeSize);
        checks.report();
    }

    /** Depth and node size are Smile's defaults; 100 trees is scikit-learn's default. */
    public static SmileRandomForest defaults() {
        return new SmileRandomForest(100, 20, 5);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        return SmileClassifier.train(train, run, (x, y) -> train(x, y, run));
    }

    private SmileClassifier.Scorer train(double[][] x, int[] y, Run run) {
        int d = x[0].length;
        BaseVector<?, ?, ?>[] columns = new BaseVector<?, ?, ?>[d + 1];
        for (int c = 0; c < d; c++) {
            int column = c;
            columns[c] = DoubleVector.of(
                    "x" + c,
                    IntStream.range(0, x.length).mapToDouble(r -> x[r][column]).toArray());
        }
        columns[d] = IntVector.of("y", y);
        DataFrame data = DataFrame.of(columns);
        Rng rng = run.random("smile random forest", 0);
        // Each tree has its own seed, so threads change nothing. The pool limits Smile to this run's threads. Smile
        // ignores seeds below 2; its draws would then depend on the threads.
        long[] seeds = LongStream.generate(() -> (rng.nextLong() >>> 2) + 2)
                .distinct()
                .limit(trees)
                .toArray();
        ForkJoinPool pool = new ForkJoinPool(run.threads());
        RandomForest forest;
        try {
            forest = pool.submit(() -> {
                        MathEx.setSeed(SmileClassifier.seed(run));
                        return RandomForest.fit(
                                Formula.lhs("y"),
                                data,
                                trees,
                                Math.max(1, (int) Math.sqrt(d)),
                                SplitRule.GINI,
                                maxDepth,
                                Math.max(2, x.length),
                                nodeSize,
                                1.0,
                                null,
                                LongStream.of(seeds));
                    })
                    .join();
        } finally {
            pool.shutdown();
        }
        StructType schema = data.drop("y").schema();
        // At the first prediction Smile's formula stores this schema. Several threads must not do this at the same
        // time.
        forest.predict(Tuple.of(x[0], schema));
        return (sample, scores) -> forest.predict(Tuple.of(sample, schema), scores);
    }

    @Override
    public long heapBytes(int samples, int features, int classes) {
        return SmileClassifier.heapBytes(samples, features) + 8L * samples * features;
    }
}
