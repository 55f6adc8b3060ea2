package dev.whittle.classify.smile;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.function.BiFunction;
import smile.classification.SoftClassifier;
import smile.math.MathEx;

/**
 * A head that Smile has trained. Scores are a-posteriori probabilities, or, if the Smile classifier has none, 1 for the
 * predicted class and 0 for the others. A class that was absent from the training labels has the score 0.
 *
 * <p>Smile works in double and uses its own generator, so its bits are not promised; see {@link
 * dev.whittle.feature.Spec#bitsPromised}.
 */
public final class SmileClassifier implements Classifier {
    private static final int CHUNK_ROWS = 32;

    private final Scorer scorer;
    /** The class of the samples that have class i in Smile, which needs labels without gaps. */
    private final int[] classOf;

    private final int classes;
    private final int features;

    /** Writes the scores of a sample, one for each of Smile's classes. */
    interface Scorer {
        void scores(double[] sample, double[] scores);
    }

    private SmileClassifier(Scorer scorer, int[] classOf, int classes, int features) {
        this.scorer = scorer;
        this.classOf = classOf;
        this.classes = classes;
        this.features = features;
    }

    /**
     * Trains with the samples in Smile's form. The labels are renumbered so that none is absent. Smile cannot be
     * cancelled, so a cancelled run ends only before or after its training.
     */
    static SmileClassifier train(Samples train, Run run, BiFunction<double[][], int[], Scorer> trainer) {
        int[] classOf = Arrays.stream(train.labels()).distinct().sorted().toArray();
        if (classOf.length < 2) {
            throw new IllegalArgumentException(
                    "Smile needs samples of at least 2 classes, but all are of class " + classOf[0]);
        }
        int[] labels = Arrays.stream(train.labels())
                .map(label -> Arrays.binarySearch(classOf, label))
                .toArray();
        Matrix features = train.inMemory("A head of Smile");
        double[][] rows = new double[train.size()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = row(features.data(), r * features.columns(), features.columns());
        }
        // Smile has a generator for each thread, so it is seeded right before each call that may draw from it.
        run.checkCancelled();
        MathEx.setSeed(seed(run));
        Scorer scorer = trainer.apply(rows, labels);
        run.checkCancelled();
        return new SmileClassifier(
                scorer, classOf, train.classes(), train.features().columns());
    }

    /**
     * Smile takes all features at once, as doubles. The matrix from which they are made is in memory at the same time.
     */
    static long heapBytes(int samples, int features) {
        return 12L * samples * features;
    }

    static long seed(Run run) {
        return run.random("smile", 0).nextLong();
    }

    /** The scores of a Smile classifier. */
    static Scorer scorer(smile.classification.Classifier<double[]> classifier) {
        if (classifier instanceof SoftClassifier<double[]> soft) {
            return soft::predict;
        }
        return (sample, scores) -> {
            Arrays.fill(scores, 0);
            scores[classifier.predict(sample)] = 1;
        };
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public Matrix scores(Rows samples, Run run) {
        if (samples.columns() != features) {
            throw new IllegalArgumentException(
                    "This head was trained on " + features + " features, got " + samples.columns());
        }
        Matrix scores = new Matrix(samples.rows(), classes);
        Tables.ranges(samples, CHUNK_ROWS, run, (x, at, from, n) -> {
            double[] smile = new double[classOf.length];
            for (int r = 0; r < n; r++) {
                scorer.scores(row(x, at + r * features, features), smile);
                for (int c = 0; c < smile.length; c++) {
                    scores.set(from + r, classOf[c], (float) smile[c]);
                }
            }
        });
        return scores.requireFinite("scores of a Smile classifier");
    }

    private static double[] row(float[] x, int at, int n) {
        double[] values = new double[n];
        for (int c = 0; c < n; c++) {
            values[c] = x[at + c];
        }
        return values;
    }

    /** @throws IllegalStateException always: the state of Smile's models cannot be read as arrays */
    @Override
    public NamedArrays arrays() {
        throw new IllegalStateException(
                "A head trained by Smile cannot be saved: only Java serialisation could write the state of"
                        + " Smile's classes. Train it again, or use softmax, linear-svm or mlp");
    }

    /** For the {@code restore} of the specs. {@link #arrays} never returns, so no arrays can be restored. */
    static IllegalStateException notRestorable() {
        return new IllegalStateException("A head trained by Smile cannot be restored from arrays; train it again");
    }
}
