package dev.whittle.pipeline;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Corruptions;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.HeldOut;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A comparison in code: every feature with every head, for every seed. Specs need no name and no registration.
 * Immutable: each method returns another comparison.
 *
 * <pre>{@code
 * Comparison c = Compare.of(images)
 *         .feature("HoG", Hog.defaults(), Standardize.defaults())
 *         .head("SVM", LinearSvm.defaults())
 *         .run();
 * c.report(folder);
 * }</pre>
 */
public final class Compare {
    private static final double TEST_FRACTION = 0.2;

    private final Splits data;
    private final List<Long> seeds;
    private final List<Integer> trainImages;
    private final List<Experiment.Feature> features;
    private final List<Experiment.Head> heads;

    private Compare(
            Splits data,
            List<Long> seeds,
            List<Integer> trainImages,
            List<Experiment.Feature> features,
            List<Experiment.Head> heads) {
        this.data = data;
        this.seeds = seeds;
        this.trainImages = trainImages;
        this.features = features;
        this.heads = heads;
    }

    /**
     * A comparison on images of which a fifth of each class is used for the test. They are drawn with seed 1, so they
     * are always the same.
     */
    public static Compare of(Dataset images) {
        return of(Splits.stratified(images, TEST_FRACTION, Run.defaults().withSeed(1)));
    }

    /** A comparison on images that are already split into training and test images. */
    public static Compare of(Splits data) {
        return new Compare(data, List.of(1L), List.of(), List.of(), List.of());
    }

    /**
     * Adds a feature.
     *
     * @param name its name in the report
     * @param transforms applied to the features one after another
     */
    @SafeVarargs
    public final Compare feature(
            String name,
            Spec<Dataset, ? extends FeatureExtractor> spec,
            Spec<Rows, ? extends Transform>... transforms) {
        Experiment.Feature feature = new Experiment.Feature(name, spec, List.of(transforms));
        return new Compare(data, seeds, trainImages, plus(features, feature), heads);
    }

    /** Adds a head; {@code name} is its name in the report. */
    public Compare head(String name, Spec<Samples, ? extends Classifier> spec) {
        return new Compare(data, seeds, trainImages, features, plus(heads, new Experiment.Head(name, spec)));
    }

    /**
     * Sets the seeds. Everything is trained once for each seed, and the report has means over the seeds. The default is
     * seed 1 only.
     */
    public Compare seeds(long... newSeeds) {
        return new Compare(data, LongStream.of(newSeeds).boxed().toList(), trainImages, features, heads);
    }

    /**
     * Adds a learning curve: everything is trained with so many training images, too, the same for every feature and
     * head. The report shows the accuracy by the number of images, and {@link ComparisonResult#curve} has it.
     *
     * @param sizes ascending. All training images are the end of the curve in any case
     */
    public Compare trainImages(int... sizes) {
        return new Compare(data, seeds, IntStream.of(sizes).boxed().toList(), features, heads);
    }

    /** Runs the comparison with all defaults of a {@link Run}. */
    public Comparison run() throws IOException {
        return run(Run.defaults());
    }

    /**
     * Trains and tests every feature with every head.
     *
     * @param run its seed is not used, and its listener hears of the steps of all work
     * @throws IOException if features are too large for memory and cannot be put into temporary files
     * @throws IllegalArgumentException if there is no feature or no head, two have one name, one does not suit the
     *     images, or the numbers of training images do not
     */
    public Comparison run(Run run) throws IOException {
        Plan plan = new Plan(
                "Comparison",
                "of one's own",
                null,
                List.of(data),
                HeldOut.NONE,
                seeds,
                List.of(),
                trainImages,
                features,
                heads,
                List.of(),
                Corruptions.NONE);
        return new Comparison(ComparisonRun.of(plan, run).run(), run);
    }

    private static <T> List<T> plus(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }
}
