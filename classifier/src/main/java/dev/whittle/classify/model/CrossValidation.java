package dev.whittle.classify.model;

import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * k-fold cross-validation: the samples are divided into k folds. Each fold is the test set once, for a model fitted to
 * the other folds.
 *
 * <p>The folds are stratified. The samples of class c are shuffled by {@code run.random("cross-validation", c)} and
 * assigned to the folds in turn. The next class continues with the fold after the last one. So the sizes of two folds,
 * and their numbers of samples of each class, differ by at most 1.
 */
public final class CrossValidation {
    private final int folds;

    private CrossValidation(int folds) {
        this.folds = folds;
    }

    /** @param folds how many, at least 2 */
    public static CrossValidation folds(int folds) {
        if (folds < 2) {
            throw new IllegalArgumentException("Cross-validation needs at least 2 folds, got " + folds);
        }
        return new CrossValidation(folds);
    }

    /**
     * The result of a cross-validation.
     *
     * @param folds the evaluation of each fold as the test set
     */
    public record Result(List<Evaluation> folds) {
        public Result {
            folds = List.copyOf(folds);
        }

        /** The mean accuracy over the folds. */
        public double mean() {
            return mean(Evaluation::accuracy);
        }

        /** The standard deviation of the accuracy over the folds, with k - 1 in the denominator. */
        public double deviation() {
            return deviation(Evaluation::accuracy);
        }

        /** The mean of a measure over the folds, such as {@code Evaluation::balancedAccuracy}. */
        public double mean(ToDoubleFunction<Evaluation> measure) {
            double sum = 0;
            for (Evaluation fold : folds) {
                sum += measure.applyAsDouble(fold);
            }
            return sum / folds.size();
        }

        /** The standard deviation of a measure over the folds, with k - 1 in the denominator. */
        public double deviation(ToDoubleFunction<Evaluation> measure) {
            double mean = mean(measure);
            double squares = 0;
            for (Evaluation fold : folds) {
                double d = measure.applyAsDouble(fold) - mean;
                squares += d * d;
            }
            return Math.sqrt(squares / (folds.size() - 1));
        }
    }

    /**
     * The fold of each sample, from 0.
     *
     * @param labels the class of each sample
     * @throws IllegalArgumentException if there are fewer samples than folds, or a label is below 0
     */
    public int[] assign(int[] labels, Run run) {
        if (labels.length < folds) {
            throw new IllegalArgumentException(folds + " folds need as many samples, got " + labels.length);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "Label of sample " + i + " is " + labels[i] + ", expected at least 0");
            }
        }
        int classes = IntStream.of(labels).max().orElseThrow() + 1;
        int[] fold = new int[labels.length];
        int next = 0;
        for (int c = 0; c < classes; c++) {
            int label = c;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            for (int k : run.random("cross-validation", c).permutation(members.length)) {
                fold[members[k]] = next;
                next = (next + 1) % folds;
            }
        }
        return fold;
    }

    /**
     * Fits a pipeline to all folds but one, tests it on that one, and does so for each; nothing of a fold reaches its
     * fit. Features that need no data are extracted once for all folds, and are in memory or in a temporary file, see
     * {@link Tables#stored}.
     */
    public Result evaluate(Pipeline pipeline, Dataset images, Run run) {
        int[] fold = assign(images.labels(), run);
        if (!pipeline.features().needsData()) {
            return evaluate(pipeline.table(), extracted(pipeline.features(), images, run), run);
        }
        List<Evaluation> results = new ArrayList<>();
        for (int k = 0; k < folds; k++) {
            Subset test = Subset.of(images, members(fold, k));
            results.add(pipeline.fit(test.complement(), run).evaluate(test, run));
        }
        return new Result(results);
    }

    private static Samples extracted(Spec<Dataset, ? extends FeatureExtractor> features, Dataset images, Run run) {
        ImageShape shape = new ImageShape(0, 0, images.image(0).getNumBands());
        Rows rows = Tables.stored(features.fit(images, run).rows(new OfOneShape(shape, images), run), run);
        return new Samples(rows, images.labels(), images.classes().size());
    }

    /** Does the same with the rows of a table; if it is in memory, so are the rows of each fold. */
    public Result evaluate(TablePipeline pipeline, Samples samples, Run run) {
        int[] fold = assign(samples.labels(), run);
        List<Evaluation> results = new ArrayList<>();
        for (int k = 0; k < folds; k++) {
            int out = k;
            int[] rest =
                    IntStream.range(0, fold.length).filter(i -> fold[i] != out).toArray();
            TableModel model = pipeline.fit(of(samples, rest, run), run);
            results.add(model.evaluate(of(samples, members(fold, k), run), run));
        }
        return new Result(results);
    }

    private static int[] members(int[] fold, int k) {
        return IntStream.range(0, fold.length).filter(i -> fold[i] == k).toArray();
    }

    private static Samples of(Samples samples, int[] index, Run run) {
        Rows rows = samples.features().select(index);
        if (samples.features() instanceof Matrix) {
            rows = Tables.inMemory(rows, run);
        }
        return new Samples(
                rows, IntStream.of(index).map(i -> samples.labels()[i]).toArray(), samples.classes());
    }
}
