package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The choice among the candidates of heads by an inner cross-validation, for one feature and the images of one seed or
 * fold. Each inner fold of the training images is held out once: the feature, its transforms and every candidate are
 * fitted to the other inner folds, and the candidate's accuracy on the one held out counts. The mean over the inner
 * folds chooses. Test images are not scored, and nothing is fitted to them. See {@link HeldOut}.
 */
final class InnerFolds {
    static final InnerFolds NONE = new InnerFolds();

    /**
     * What was found for a head.
     *
     * @param tried the outcome for every candidate
     * @param seconds that the candidates took, also before an interruption
     */
    record Choice(List<Training.Trial> tried, double seconds) {}

    private static final Choice NOTHING = new Choice(List.of(), 0);

    private final Map<String, Choice> choices = new LinkedHashMap<>();
    private double fitSeconds;

    private InnerFolds() {}

    /**
     * Tries all candidates of these heads that have several.
     *
     * @param features computes the feature of an inner fold, whose tables are released before the next one
     * @param kept where the outcomes of a head's candidates are kept. Those that are there are not fitted again
     * @param seeded with the seed of the heads
     * @param told with the listener for the steps
     * @throws IOException if features are too large for memory and cannot be put into files
     */
    static InnerFolds of(
            Features features,
            SeedSplit split,
            List<Experiment.Head> heads,
            Function<Experiment.Head, TrialFolder> kept,
            Run seeded,
            Run told)
            throws IOException {
        List<Tried> choosing = new ArrayList<>();
        for (Experiment.Head head : heads) {
            if (head.candidates().size() > 1) {
                Run run = TrainingNeeds.takesLong(head.candidates()) ? seeded : seeded.withCheckpoints(null);
                choosing.add(new Tried(head, kept.apply(head), run));
            }
        }
        Plan plan = features.plan();
        if (choosing.isEmpty() || plan.heldOut().folds() == 0) {
            return NONE;
        }
        InnerFolds found = new InnerFolds();
        List<SeedSplit> folds = split.inner(plan);
        for (SeedSplit fold : folds) {
            told.progress("inner folds to choose among candidates", fold.inner(), folds.size());
            found.tryAll(choosing, features, fold);
            features.innerIsDone();
        }
        choosing.forEach(tried -> found.choices.put(tried.head.name(), tried.choice()));
        return found;
    }

    /** The candidates of a head while they are tried, fold by fold. */
    private static final class Tried {
        private final Experiment.Head head;
        private final TrialFolder kept;
        private final Run run;
        private final List<List<Double>> accuracies = new ArrayList<>();
        private final String[] diverged;
        private double seconds;

        Tried(Experiment.Head head, TrialFolder kept, Run run) {
            this.head = head;
            this.kept = kept;
            this.run = run;
            head.candidates().forEach(c -> accuracies.add(new ArrayList<>()));
            this.diverged = new String[head.candidates().size()];
        }

        Choice choice() {
            List<Training.Trial> trials = new ArrayList<>();
            for (int c = 0; c < diverged.length; c++) {
                trials.add(
                        diverged[c] == null
                                ? Training.Trial.of(accuracies.get(c))
                                : new Training.Trial(null, List.of(), diverged[c]));
            }
            return new Choice(trials, seconds);
        }
    }

    private void tryAll(List<Tried> choosing, Features features, SeedSplit fold) throws IOException {
        Features.OfSeed ofFold = null;
        for (Tried tried : choosing) {
            String name = features.feature().name() + " × " + tried.head.name() + ", "
                    + fold.of().text() + ", inner fold " + fold.inner() + ": ";
            try {
                ofFold = tryAll(tried, features, fold, ofFold);
            } catch (ArithmeticException e) {
                throw new ArithmeticException(name + e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + e.getMessage(), e);
            }
        }
    }

    /**
     * Tries the candidates of a head.
     *
     * @param tables of the inner fold; null if they were not needed before
     * @return the tables; null if they were not needed
     */
    private Features.OfSeed tryAll(Tried tried, Features features, SeedSplit fold, Features.OfSeed tables)
            throws IOException {
        Plan plan = features.plan();
        int[] labels = fold.validation().labels();
        Features.OfSeed ofFold = tables;
        TrialFolder kept = tried.kept.ofInner(fold.inner());
        for (int c = 0; c < tried.diverged.length; c++) {
            if (tried.diverged[c] != null) {
                continue;
            }
            Optional<TrialFolder.Outcome> before = kept.find(c);
            TrialFolder.Outcome outcome;
            if (before.isPresent()) {
                outcome = before.get();
            } else {
                if (ofFold == null) {
                    ofFold = features.of(fold);
                    fitSeconds += ofFold.fitSeconds();
                    // What the last fit needs is known now, not only after all inner folds.
                    Feasibility.checkMemory(
                            plan, features.feature(), ofFold.train().columns(), ofFold.valuesInMemory());
                }
                Samples samples = new Samples(
                        ofFold.train(), fold.train().labels(), plan.classes().size());
                outcome = Training.outcome(tried.head.candidates().get(c), samples, ofFold.validation(), tried.run);
                kept.write(c, outcome);
            }
            tried.seconds += outcome.seconds();
            if (outcome.scores() == null) {
                tried.diverged[c] = "in inner fold " + fold.inner() + ": " + outcome.diverged();
            } else {
                tried.accuracies
                        .get(c)
                        .add(Evaluation.of(outcome.scores(), labels).accuracy());
            }
        }
        return ofFold;
    }

    /** What was found for a head; without candidates if it is not chosen by inner folds. */
    Choice of(Experiment.Head head) {
        return choices.getOrDefault(head.name(), NOTHING);
    }

    /** How long it took to learn the feature in all inner folds, without what an interrupted comparison had done. */
    double fitSeconds() {
        return fitSeconds;
    }
}
