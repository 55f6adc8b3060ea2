package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained head of an experiment. A single candidate is fitted to the training images. Of several candidates, each is
 * fitted to the training images, and the most accurate one on the validation images is chosen, the first of equal ones.
 * It is then fitted again to training and validation images together. With {@link InnerFolds} the mean accuracy over
 * these chooses, and the chosen one is fitted to all training images. Test images are not used. A candidate whose
 * training diverges with an {@link ArithmeticException} is excluded.
 *
 * @param spec the candidate that was chosen
 * @param choice the index of the chosen candidate
 * @param classifier the head for the test images
 * @param tried the outcome for every candidate; empty for a single one
 * @param validationScores the scores of the validation images by the chosen candidate, when fitted without them; null
 *     without validation images
 * @param onValidation the evaluation of the chosen candidate on the validation images, when fitted without them; null
 *     without validation images
 */
record Training(
        Spec<Samples, ? extends Classifier> spec,
        int choice,
        Classifier classifier,
        List<Trial> tried,
        Matrix validationScores,
        Evaluation onValidation) {
    /** Means of the same accuracies in another order are no further apart; those of others are. */
    private static final double ROUNDING = 1e-13;

    /**
     * The outcome for a candidate; one of accuracy and diverged is null.
     *
     * @param accuracy on the validation images, fitted without them; with inner folds the mean over these
     * @param folds the accuracy on each inner fold, fitted without it; empty without inner folds
     * @param diverged the reason if there is no accuracy
     */
    record Trial(Double accuracy, List<Double> folds, String diverged) {
        Trial {
            folds = List.copyOf(folds);
        }

        /** Without inner folds. */
        Trial(Double accuracy, String diverged) {
            this(accuracy, List.of(), diverged);
        }

        /** Of the accuracies on all inner folds, which are added in their order. */
        static Trial of(List<Double> folds) {
            double sum = 0;
            for (double accuracy : folds) {
                sum += accuracy;
            }
            return new Trial(sum / folds.size(), folds, null);
        }
    }

    /**
     * @param validation as heads are evaluated on it
     * @param validationToFit as the chosen candidate is fitted to it
     * @param run with the seed, and the listener for the iterations of the final fit
     * @param kept where the outcomes of candidates are kept. Those that are there are not fitted again
     * @throws ArithmeticException if all candidates diverge, with the message of each
     */
    static Training of(
            Experiment.Head head,
            Samples train,
            Rows validation,
            Rows validationToFit,
            int[] validationLabels,
            Run run,
            TrialFolder kept) {
        List<Spec<Samples, ? extends Classifier>> candidates = head.candidates();
        if (candidates.size() == 1) {
            Classifier classifier = candidates.get(0).fit(train, run);
            Matrix scores = validationLabels.length == 0 ? null : classifier.finiteScores(validation, run);
            return new Training(
                    candidates.get(0),
                    0,
                    classifier,
                    List.of(),
                    scores,
                    scores == null ? null : Evaluation.of(scores, validationLabels));
        }
        List<Trial> tried = new ArrayList<>();
        List<Matrix> scores = new ArrayList<>();
        List<Optional<TrialFolder.Outcome>> before = new ArrayList<>();
        for (int c = 0; c < candidates.size(); c++) {
            before.add(kept.find(c));
        }
        double seconds = before.stream()
                .flatMap(Optional::stream)
                .mapToDouble(TrialFolder.Outcome::seconds)
                .sum();
        if (seconds > 0) {
            run.resumed(seconds);
        }
        for (int c = 0; c < candidates.size(); c++) {
            TrialFolder.Outcome outcome;
            if (before.get(c).isPresent()) {
                outcome = before.get(c).get();
            } else {
                outcome = outcome(candidates.get(c), train, validation, run);
                kept.write(c, outcome);
            }
            scores.add(outcome.scores());
            tried.add(
                    outcome.scores() == null
                            ? new Trial(null, outcome.diverged())
                            : new Trial(
                                    Evaluation.of(outcome.scores(), validationLabels)
                                            .accuracy(),
                                    null));
        }
        Samples all = joined(train, validationToFit, validationLabels, run);
        return fitted(head, all, tried, scores, validationLabels, run);
    }

    /**
     * The same with the images of a seed or fold, where inner folds may have chosen already.
     *
     * @param train those fitted to, as the feature has them
     * @param tried what {@link InnerFolds} found for the head; empty if it is not chosen by them
     */
    static Training of(
            Experiment.Head head,
            Samples train,
            Features.OfSeed ofSeed,
            SeedSplit split,
            List<Trial> tried,
            Run run,
            TrialFolder kept) {
        if (!tried.isEmpty()) {
            return fitted(head, train, new ArrayList<>(tried), List.of(), new int[0], run);
        }
        int[] validationLabels = split.validation().labels();
        return of(head, train, ofSeed.validation(), ofSeed.validationToFit(), validationLabels, run, kept);
    }

    /**
     * Fits the best candidate to all images. One that diverges is out.
     *
     * @param scores of the validation images by each candidate; empty without them
     */
    private static Training fitted(
            Experiment.Head head,
            Samples all,
            List<Trial> tried,
            List<Matrix> scores,
            int[] validationLabels,
            Run run) {
        List<Spec<Samples, ? extends Classifier>> candidates = head.candidates();
        while (true) {
            int best = best(tried);
            if (best < 0) {
                throw new ArithmeticException(allDiverged(head, tried));
            }
            try {
                Classifier classifier = candidates.get(best).fit(all, run);
                return new Training(
                        candidates.get(best),
                        best,
                        classifier,
                        tried,
                        scores.isEmpty() ? null : scores.get(best),
                        scores.isEmpty() ? null : Evaluation.of(scores.get(best), validationLabels));
            } catch (ArithmeticException e) {
                String with = scores.isEmpty() ? "with all training images: " : "with the validation images added: ";
                tried.set(best, new Trial(null, with + e.getMessage()));
            }
        }
    }

    /** Passes on only that a training continues, and adds up what it took before. */
    private static final class Quiet implements Progress {
        private final Run run;
        private double before;

        Quiet(Run run) {
            this.run = run;
        }

        @Override
        public void resumed(double seconds) {
            before += seconds;
            run.resumed(seconds);
        }
    }

    /** Fits a candidate, and scores the images that it is chosen by. */
    static TrialFolder.Outcome outcome(
            Spec<Samples, ? extends Classifier> candidate, Samples train, Rows validation, Run run) {
        long start = System.nanoTime();
        Quiet quiet = new Quiet(run);
        Matrix scores = null;
        String diverged = null;
        try {
            scores = candidate.fit(train, run.withProgress(quiet)).finiteScores(validation, run);
        } catch (ArithmeticException e) {
            diverged = e.getMessage();
        }
        return new TrialFolder.Outcome(scores, diverged, quiet.before + (System.nanoTime() - start) / 1e9);
    }

    /** What was tried and chosen, as a result contains it; null for a single candidate. */
    CellRun.Choice choice(Experiment.Head head) {
        if (tried.isEmpty()) {
            return null;
        }
        List<CellRun.Candidate> candidates = new ArrayList<>();
        List<ObjectNode> settings = head.settings();
        for (int c = 0; c < settings.size(); c++) {
            Trial trial = tried.get(c);
            candidates.add(new CellRun.Candidate(trial.accuracy(), trial.folds(), trial.diverged(), settings.get(c)));
        }
        return new CellRun.Choice(candidates, choice, SpecJson.installed().describe(spec));
    }

    /**
     * The most accurate candidate, the first of equal ones; -1 if all diverged. Means over inner folds that differ only
     * by the rounding of their sums are equal.
     */
    static int best(List<Trial> tried) {
        int best = -1;
        for (int c = 0; c < tried.size(); c++) {
            Double accuracy = tried.get(c).accuracy();
            if (accuracy != null && (best < 0 || accuracy > tried.get(best).accuracy() + ROUNDING)) {
                best = c;
            }
        }
        return best;
    }

    private static String allDiverged(Experiment.Head head, List<Trial> tried) {
        StringBuilder text =
                new StringBuilder("All " + tried.size() + " candidates of head '" + head.name() + "' diverged");
        List<ObjectNode> settings = head.settings();
        for (int c = 0; c < tried.size(); c++) {
            text.append("; ")
                    .append(settings.get(c))
                    .append(": ")
                    .append(tried.get(c).diverged());
        }
        return text.toString();
    }

    private static Samples joined(Samples train, Rows validation, int[] validationLabels, Run run) {
        Rows rows = train.features().then(validation);
        if (train.features() instanceof Matrix) {
            rows = Tables.inMemory(rows, run);
        }
        int n = train.size();
        int[] labels = Arrays.copyOf(train.labels(), n + validationLabels.length);
        System.arraycopy(validationLabels, 0, labels, n, validationLabels.length);
        return new Samples(rows, labels, train.classes());
    }
}
