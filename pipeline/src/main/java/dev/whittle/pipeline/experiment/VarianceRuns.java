package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Trains every cell again with one source of chance drawn from each seed of the experiment, and all others from the
 * first seed. With folds, the images are those of the first fold of a seed. No result of it is kept in files. Where a
 * training diverges with such a choice of seeds, the cell is left out with a warning: the comparison itself has ended.
 */
final class VarianceRuns {
    private final Plan plan;
    private final List<Plan> parts;
    /** One for each part; null if nothing is kept. */
    private final List<RunKey> keys;

    private final FeatureStore store;
    private final Run run;
    private final Run told;

    /**
     * @param run as the comparison was given it
     * @param told the same with the listener of the comparison
     */
    VarianceRuns(Plan plan, List<RunKey> keys, FeatureStore store, Run run, Run told) {
        this.plan = plan;
        this.parts = plan.parts();
        this.keys = keys;
        this.store = store;
        this.run = run;
        this.told = told;
    }

    /** A trained cell. @param scores the hash of those of the test images */
    private record Outcome(String scores, double accuracy) {}

    /** @param all the runs of the cells with the seeds of the experiment */
    List<VarianceResult> of(List<FinishedRun> all) throws IOException {
        List<VarianceResult> results = new ArrayList<>();
        if (plan.design().variance().isEmpty()) {
            return results;
        }
        for (Experiment.Feature feature : plan.features()) {
            List<Map<Chance, List<Outcome>>> ofHeads = new OfFeature(feature).outcomes();
            for (int h = 0; h < ofHeads.size(); h++) {
                String head = plan.heads(feature).get(h).name();
                if (ofHeads.get(h).values().stream().anyMatch(outcomes -> outcomes.contains(null))) {
                    continue;
                }
                List<VarianceResult.Source> sources = new ArrayList<>();
                for (Chance chance : plan.design().variance()) {
                    List<Outcome> outcomes = ofHeads.get(h).get(chance);
                    sources.add(new VarianceResult.Source(
                            chance,
                            outcomes.stream().map(Outcome::scores).distinct().count() > 1,
                            outcomes.stream().map(Outcome::accuracy).toList()));
                }
                sources.add(together(all, plan.place(feature.name(), head)));
                results.add(new VarianceResult(feature.name(), head, sources));
            }
        }
        return results;
    }

    /** All sources together, which the comparison has already. */
    private VarianceResult.Source together(List<FinishedRun> all, int cell) {
        List<CellRun> runs = new ArrayList<>();
        for (int r = 0; r < plan.seeds().size(); r++) {
            runs.add(all.get(cell * plan.runsOfCell().size() + place(r)).run());
        }
        CellRun first = runs.get(0);
        return new VarianceResult.Source(
                Chance.ALL,
                !runs.stream()
                        .allMatch(other -> Objects.equals(other.featuresSha256(), first.featuresSha256())
                                && other.train().equals(first.train())
                                && other.test().equals(first.test())),
                runs.stream().map(one -> one.test().accuracy()).toList());
    }

    /** The place of a seed, with its first fold, among the runs of a cell. */
    private int place(int seed) {
        return seed * Math.max(1, plan.folds().size());
    }

    private int part(int seed) {
        return plan.isRedivided() ? place(seed) : 0;
    }

    /** The cells of one feature. */
    private final class OfFeature {
        private final Experiment.Feature feature;
        private final List<Experiment.Head> heads;
        private final long first = plan.seeds().get(0);
        private final Features features;
        private final SeedSplit images;

        OfFeature(Experiment.Feature feature) {
            this.feature = feature;
            this.heads = plan.heads(feature);
            this.features = features(0);
            this.images = images(0);
        }

        private Features features(int seed) {
            int part = part(seed);
            return new Features(feature, parts.get(part), store, keys.get(part), told);
        }

        /** The images of a seed. */
        private SeedSplit images(int seed) {
            List<SeedSplit> all = SeedSplit.of(parts.get(part(seed)), run);
            return all.get(plan.isRedivided() ? 0 : seed);
        }

        /** For each head, for each source, the outcome with each seed; null where the training diverged. */
        List<Map<Chance, List<Outcome>>> outcomes() throws IOException {
            Map<Chance, List<List<Outcome>>> ofSources = new EnumMap<>(Chance.class);
            Features.OfSeed learned = features.of(images);
            String sha256 = learned.sha256();
            List<Outcome> base = train(features, learned, images, seeded(first, first));
            // The tables of the first seed are released before those of another are made.
            for (Chance chance : plan.design().variance()) {
                List<List<Outcome>> outcomes = new ArrayList<>(List.of(base));
                for (int s = 1; s < plan.seeds().size(); s++) {
                    long seed = plan.seeds().get(s);
                    if (chance == Chance.START || chance == Chance.ORDER) {
                        tell(chance, s);
                        Run how = chance == Chance.START ? seeded(first, seed) : seeded(seed, first);
                        outcomes.add(train(features, learned, images, how));
                    }
                }
                ofSources.put(chance, outcomes);
            }
            features.seedIsDone();
            learned = null;
            for (Chance chance : plan.design().variance()) {
                for (int s = 1; s < plan.seeds().size(); s++) {
                    if (chance == Chance.SPLIT || chance == Chance.CODEBOOK) {
                        tell(chance, s);
                        ofSources
                                .get(chance)
                                .add(chance == Chance.SPLIT ? otherImages(s, base) : otherFeatures(s, base, sha256));
                    }
                }
            }
            features.featureIsDone();
            List<Map<Chance, List<Outcome>>> ofHeads = new ArrayList<>();
            for (int h = 0; h < heads.size(); h++) {
                int head = h;
                Map<Chance, List<Outcome>> ofHead = new EnumMap<>(Chance.class);
                ofSources.forEach((chance, outcomes) -> ofHead.put(
                        chance, outcomes.stream().map(of -> of.get(head)).toList()));
                ofHeads.add(ofHead);
            }
            return ofHeads;
        }

        private void tell(Chance chance, int seed) {
            told.progress(
                    "variance of " + feature.name() + " by " + chance.name().toLowerCase(Locale.ROOT),
                    seed,
                    plan.seeds().size() - 1L);
        }

        /** The images of another seed, all else as the first has it. */
        private List<Outcome> otherImages(int s, List<Outcome> base) throws IOException {
            SeedSplit other = images(s);
            // Other inner folds of the same images may choose another candidate.
            if (!plan.isRedivided() && plan.heldOut().folds() == 0 && other.hasImagesOf(images)) {
                return base;
            }
            Features its = plan.isRedivided() ? features(s) : features;
            SeedSplit split = other.learnedWith(first);
            List<Outcome> outcomes = train(its, its.of(split), split, seeded(first, first));
            its.seedIsDone();
            if (its != features) {
                its.featureIsDone();
            }
            return outcomes;
        }

        /** A feature learned with another seed, all else as the first has it. Equal features give equal outcomes. */
        private List<Outcome> otherFeatures(int s, List<Outcome> base, String sha256) throws IOException {
            SeedSplit split = images.learnedWith(plan.seeds().get(s));
            Features.OfSeed learned = features.of(split);
            List<Outcome> outcomes =
                    learned.sha256().equals(sha256) ? base : train(features, learned, split, seeded(first, first));
            features.seedIsDone();
            return outcomes;
        }

        private Run seeded(long seed, long start) {
            return run.withSeed(seed).withStartSeed(start);
        }

        private List<Outcome> train(Features its, Features.OfSeed learned, SeedSplit split, Run seeded)
                throws IOException {
            Dataset test = its.plan().data().test();
            int classes = plan.classes().size();
            Feasibility.checkMemory(its.plan(), feature, learned.train().columns(), learned.valuesInMemory());
            InnerFolds inner = InnerFolds.of(its, split, heads, of -> TrialFolder.NONE, seeded, told);
            List<Outcome> outcomes = new ArrayList<>();
            for (Experiment.Head head : heads) {
                try {
                    Training training = Training.of(
                            head,
                            new Samples(learned.train(), split.train().labels(), classes),
                            learned,
                            split,
                            inner.of(head).tried(),
                            TrainingNeeds.takesLong(head.candidates()) ? seeded : seeded.withCheckpoints(null),
                            TrialFolder.NONE);
                    Classifier classifier = training.classifier();
                    Matrix scores = classifier.finiteScores(learned.test(), test::name, test.classes(), told);
                    outcomes.add(new Outcome(
                            learned.sha256() + Hashes.of(scores),
                            Evaluation.of(scores, test.labels()).accuracy()));
                } catch (ArithmeticException e) {
                    outcomes.add(null);
                    told.warn(feature.name() + " × " + head.name() + ": the variance by source is left out, since the"
                            + " training with another seed of one source failed: " + e.getMessage());
                }
            }
            return outcomes;
        }
    }
}
