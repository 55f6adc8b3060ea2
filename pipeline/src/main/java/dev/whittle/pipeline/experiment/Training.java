package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A head of an experiment, trained. With one candidate it is fitted to the training images. With several, each is
 * fitted to the training images, the one most accurate on the validation images is chosen, of equal ones the first, and
 * then fitted again to training and validation images together; test images have no part in it. A candidate whose
 * training diverges, which is an {@link ArithmeticException}, is out, and the others compete.
 *
 * @param spec the candidate that was chosen
 * @param choice its place among the candidates
 * @param classifier what is measured on the test images
 * @param tried what became of every candidate; empty for a single one
 * @param onValidation of the chosen candidate, fitted without them, on the validation images; null where there are none
 */
record Training(
        Spec<Samples, ? extends Classifier> spec,
        int choice,
        Classifier classifier,
        List<Trial> tried,
        Evaluation onValidation) {

    /**
     * What became of a candidate; one of the two is null.
     *
     * @param accuracy on the validation images, fitted without them
     * @param diverged why there is none
     */
    record Trial(Double accuracy, String diverged) {}

    /**
     * @param run with the seed, and who hears of the iterations of the final fit
     * @throws ArithmeticException if all candidates diverge, with the message of each
     */
    static Training of(Experiment.Head head, Samples train, Rows validation, int[] validationLabels, Run run) {
        List<Spec<Samples, ? extends Classifier>> candidates = head.candidates();
        if (candidates.size() == 1) {
            Classifier classifier = candidates.get(0).fit(train, run);
            return new Training(
                    candidates.get(0),
                    0,
                    classifier,
                    List.of(),
                    evaluate(classifier, validation, validationLabels, run));
        }
        Run silent = run.withProgress(Progress.SILENT);
        List<Trial> tried = new ArrayList<>();
        List<Evaluation> evaluations = new ArrayList<>();
        for (Spec<Samples, ? extends Classifier> candidate : candidates) {
            try {
                Evaluation evaluation = evaluate(candidate.fit(train, silent), validation, validationLabels, run);
                evaluations.add(evaluation);
                tried.add(new Trial(evaluation.accuracy(), null));
            } catch (ArithmeticException e) {
                evaluations.add(null);
                tried.add(new Trial(null, e.getMessage()));
            }
        }
        Samples all = joined(train, validation, validationLabels, run);
        while (true) {
            int best = best(tried);
            if (best < 0) {
                throw new ArithmeticException(allDiverged(head, tried));
            }
            try {
                Classifier classifier = candidates.get(best).fit(all, run);
                return new Training(candidates.get(best), best, classifier, tried, evaluations.get(best));
            } catch (ArithmeticException e) {
                tried.set(best, new Trial(null, "with the validation images added: " + e.getMessage()));
            }
        }
    }

    /** How a head does on images; null if there are none. */
    static Evaluation evaluate(Classifier classifier, Rows features, int[] labels, Run run) {
        return labels.length == 0 ? null : Evaluation.of(classifier.finiteScores(features, run), labels);
    }

    /** The most accurate candidate, of equal ones the first; -1 if all diverged. */
    private static int best(List<Trial> tried) {
        int best = -1;
        for (int c = 0; c < tried.size(); c++) {
            Double accuracy = tried.get(c).accuracy();
            if (accuracy != null && (best < 0 || accuracy > tried.get(best).accuracy())) {
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
