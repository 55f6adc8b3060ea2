package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.List;

/**
 * A head of an experiment, trained. With one candidate it is fitted to the training images. With several, each is fitted to the training images,
 * the one most accurate on the validation images is chosen, of equal ones the first, and then fitted again to training and validation images together;
 * test images have no part in it.
 *
 * @param spec the candidate that was chosen
 * @param choice its place among the candidates
 * @param classifier what is measured on the test images
 * @param tried accuracy of every candidate on the validation images, fitted without them; empty for a single candidate
 * @param onValidation predictions of the chosen candidate, fitted without them, for the validation images
 */
record Training(
        Spec<Samples, ? extends Classifier> spec,
        int choice,
        Classifier classifier,
        List<Double> tried,
        int[] onValidation) {

    /**
     * @param run with the seed, and who hears of the iterations of the final fit
     */
    static Training of(Experiment.Head head, Samples train, Matrix validation, int[] validationLabels, Run run) {
        List<Spec<Samples, ? extends Classifier>> candidates = head.candidates();
        if (candidates.size() == 1) {
            Classifier classifier = candidates.get(0).fit(train, run);
            return new Training(candidates.get(0), 0, classifier, List.of(), classifier.predict(validation, run));
        }
        Run silent = run.withProgress(Progress.SILENT);
        List<Double> tried = new ArrayList<>();
        int best = 0;
        int[] onValidation = {};
        for (int c = 0; c < candidates.size(); c++) {
            int[] predicted = candidates.get(c).fit(train, silent).predict(validation, run);
            int right = 0;
            for (int i = 0; i < predicted.length; i++) {
                right += predicted[i] == validationLabels[i] ? 1 : 0;
            }
            tried.add((double) right / predicted.length);
            if (c == 0 || tried.get(c) > tried.get(best)) {
                best = c;
                onValidation = predicted;
            }
        }
        Samples all = joined(train, validation, validationLabels);
        return new Training(candidates.get(best), best, candidates.get(best).fit(all, run), tried, onValidation);
    }

    private static Samples joined(Samples train, Matrix validation, int[] validationLabels) {
        int n = train.size();
        Matrix rows = new Matrix(n + validation.rows(), validation.columns());
        train.features().read(0, n, rows.data(), 0);
        validation.read(0, validation.rows(), rows.data(), n * rows.columns());
        int[] labels = new int[rows.rows()];
        System.arraycopy(train.labels(), 0, labels, 0, n);
        System.arraycopy(validationLabels, 0, labels, n, validationLabels.length);
        return new Samples(rows, labels, train.classes());
    }
}
