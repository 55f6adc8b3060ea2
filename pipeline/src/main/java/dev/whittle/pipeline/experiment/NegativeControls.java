package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.learned.LearnedLayer;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Subset;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The negative controls of one feature and one seed: what must not be better than chance, or than something that knows
 * less. See {@code docs/experimental-design.md}. A control that fails with an exception gives a warning, as the cell
 * itself is finished.
 */
final class NegativeControls {
    /** At most so many test images are replaced by constant ones. */
    private static final int CONSTANT_IMAGES = 1000;

    private final Plan plan;
    private final Experiment.Feature feature;
    private final SeedSplit split;
    private final boolean isOfRun;
    private final Run run;

    private UntrainedResult untrainedFeature;
    private String whyNoUntrained;

    /** @param whole the plan of the whole comparison, of which {@code plan} may be a part */
    NegativeControls(Plan plan, Plan whole, Experiment.Feature feature, SeedSplit split, Run run) {
        this.plan = plan;
        this.feature = feature;
        this.split = split;
        this.isOfRun = isDue(whole, split);
        this.run = run.withSeed(split.seed()).withProgress(Progress.SILENT).withCheckpoints(null);
    }

    /** Whether the runs of a seed have more controls than {@link LargestClass}: the first seed, and its first fold. */
    static boolean isDue(Plan whole, SeedSplit split) {
        return whole.design().controls()
                && whole.classes().size() > 1
                && split.images() == null
                && split.seed() == whole.seeds().get(0)
                && (split.fold() == null || split.fold() == 0);
    }

    /** A trained network whose layer is a feature, not trained; null for other features. */
    private static Spec<Dataset, ? extends FeatureExtractor> untrained(Spec<Dataset, ?> spec) {
        if (spec instanceof HiddenLayer layer && layer.trained()) {
            return new HiddenLayer(layer.mlp(), false);
        }
        return spec instanceof LearnedLayer layer && layer.trained()
                ? new LearnedLayer(layer.network(), layer.layer(), false)
                : null;
    }

    /**
     * Trains a head on the untrained network, where the feature is a trained one. Called before the features of this
     * seed are there, so that the memory holds one of both at a time.
     *
     * @param head the first of the feature
     */
    void trainOnUntrained(Experiment.Head head, FeatureStore store, RunKey keys) throws IOException {
        Spec<Dataset, ? extends FeatureExtractor> spec = untrained(feature.spec());
        if (!isOfRun || spec == null) {
            return;
        }
        var other =
                new Experiment.Feature(feature.name(), spec, feature.transforms(), feature.heads(), feature.learned());
        Features features = new Features(other, plan, store, keys, run);
        try {
            InnerFolds inner = InnerFolds.of(features, split, List.of(head), of -> TrialFolder.NONE, run, run);
            Features.OfSeed ofSeed = features.of(split);
            Training training = Training.of(
                    head,
                    new Samples(ofSeed.train(), split.train().labels(), classes()),
                    ofSeed,
                    split,
                    inner.of(head).tried(),
                    run,
                    TrialFolder.NONE);
            Evaluation test = Evaluation.of(
                    training.classifier().finiteScores(ofSeed.test(), run),
                    plan.data().test().labels());
            untrainedFeature = new UntrainedResult(test.balancedAccuracy(), null);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            whyNoUntrained = reason(e);
        } finally {
            features.featureIsDone();
        }
    }

    /**
     * The controls of a head that was trained. What they warn of is added to the warnings.
     *
     * @param isFirst whether it is the first head of the feature, the only one with shuffled labels and constant images
     * @param spec the chosen candidate
     */
    ControlResults of(
            Features features,
            Features.OfSeed ofSeed,
            Experiment.Head head,
            boolean isFirst,
            Spec<Samples, ? extends Classifier> spec,
            Classifier trained,
            Evaluation onTest,
            List<String> warnings)
            throws IOException {
        if (!plan.design().controls() || split.images() != null) {
            return ControlResults.NONE;
        }
        String name = feature.name() + " × " + head.name();
        int[] labels = split.train().labels();
        int[] testLabels = plan.data().test().labels();
        LargestClass.of(labels, testLabels, classes())
                .warning(name, onTest.accuracy(), plan.classes())
                .ifPresent(warnings::add);
        if (!isOfRun) {
            return ControlResults.NONE;
        }
        ShuffledLabelsResult shuffled = null;
        ConstantImageResult constant = null;
        if (isFirst) {
            shuffled = attempt(
                    "with shuffled labels",
                    warnings,
                    () -> ShuffledLabels.of(
                            head.candidates().get(0),
                            ofSeed.train(),
                            labels,
                            ofSeed.test(),
                            testLabels,
                            classes(),
                            run));
            if (shuffled != null) {
                shuffled.warning(name, classes()).ifPresent(warnings::add);
            }
            constant = attempt("with a constant image", warnings, () -> constant(features, ofSeed, trained));
            if (constant != null) {
                constant.warning(name).ifPresent(warnings::add);
            }
            if (untrainedFeature != null) {
                warnings.addAll(untrainedFeature.warnings(name, onTest));
            }
            if (whyNoUntrained != null) {
                warnings.add("the control with an untrained network could not be computed: " + whyNoUntrained);
            }
        }
        UntrainedResult untrainedHead =
                attempt("with an untrained network", warnings, () -> untrainedHead(spec, ofSeed, labels, testLabels));
        if (untrainedHead != null) {
            warnings.addAll(untrainedHead.warnings(name, onTest));
        }
        return new ControlResults(shuffled, constant, isFirst ? untrainedFeature : null, untrainedHead);
    }

    private interface Control<R> {
        R compute() throws IOException;
    }

    /** Null if it fails: the cell is finished, and what its head cannot do here must not cost it. */
    private static <R> R attempt(String what, List<String> warnings, Control<R> control) throws IOException {
        try {
            return control.compute();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            warnings.add("the control " + what + " could not be computed: " + reason(e));
            return null;
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private ConstantImageResult constant(Features features, Features.OfSeed ofSeed, Classifier trained)
            throws IOException {
        Dataset test = plan.data().test();
        Dataset some = test.size() <= CONSTANT_IMAGES
                ? test
                : Subset.stratified(test, CONSTANT_IMAGES, run, "constant images");
        try {
            var rows = features.ofChanged(ofSeed, split, "constant image", new ConstantImages(some));
            int[] predicted = Classifier.largest(trained.finiteScores(rows, run));
            return ConstantImageResult.of(predicted, some.labels(), classes(), run);
        } finally {
            features.changedIsDone();
        }
    }

    /** Null where the head is no network. */
    private UntrainedResult untrainedHead(
            Spec<Samples, ? extends Classifier> spec, Features.OfSeed ofSeed, int[] labels, int[] testLabels) {
        Samples samples = new Samples(ofSeed.train(), labels, classes());
        Classifier untrained = spec instanceof Mlp mlp
                ? mlp.untrained(samples, run)
                : spec instanceof ImageNetwork network ? network.untrained(samples, run) : null;
        if (untrained == null) {
            return null;
        }
        int[] predicted = Classifier.largest(untrained.finiteScores(ofSeed.test(), run));
        double[][][] shares = {RenamedClasses.shares(testLabels, predicted, classes())};
        RenamedClasses.Found found = RenamedClasses.of(shares, run);
        return new UntrainedResult(found.accuracy(), found.limit());
    }

    private int classes() {
        return plan.classes().size();
    }
}
