package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.evaluate.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one run of a cell. A run of a cell is the training and evaluation of a feature with a head for one
 * seed, or for one fold of a seed; it is no {@link dev.whittle.feature.Run}, which says how to compute. All bits of
 * the result are the same on
 * every machine.
 *
 * @param fold number of the fold from 0; null without folds
 * @param featuresSha256 the hash of the features of the training, validation and test images, as the head was given
 *     them; null in results of earlier versions; see {@link Hashes#of(dev.whittle.feature.table.Rows...)}
 * @param choice the candidates and the chosen one; null for a head without candidates
 * @param convergence what the training of the head reached; null if the head does not report it
 * @param train the evaluation on the training images; of each image itself, where the head has views
 * @param validation the evaluation of the chosen candidate on the validation images, when fitted without them; null
 *     without validation images
 * @param test the evaluation on the test images
 * @param testWithoutViews the same for each test image itself, where the head averages the scores of several views of
 *     an image; null for other heads. See {@link dev.whittle.classify.Classifier#withoutViews}
 * @param calibration the temperature by which the probabilities of the head are scaled; null for a head without
 *     probabilities, without validation images, and for fewer training images
 * @param corrupted on corrupted test images, in the order of {@link Corruptions#cases}; empty without corruptions
 * @param controls what the negative controls found
 * @param curve the iterations of the final fit
 * @param warnings what was warned of while the feature and the head were fitted; see {@link
 *     dev.whittle.feature.Run#warn}
 * @param files the SHA-256 of each file of the run by its name; empty if nothing was written
 * @param folder the folder of these files, relative to the results folder; null if nothing was written
 */
public record CellRun(
        long seed,
        Integer fold,
        String featuresSha256,
        Choice choice,
        Convergence convergence,
        Evaluation train,
        Evaluation validation,
        Evaluation test,
        Evaluation testWithoutViews,
        Calibration calibration,
        List<CorruptedCount> corrupted,
        ControlResults controls,
        List<CurvePoint> curve,
        List<String> warnings,
        Map<String, String> files,
        String folder) {
    /**
     * @param candidates all candidates, in their order
     * @param index the index of the chosen candidate
     * @param chosen the spec of the chosen candidate, as experiments write it
     */
    public record Choice(List<Candidate> candidates, int index, ObjectNode chosen) {
        public Choice {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A candidate; one of accuracy and diverged is null.
     *
     * @param validation its accuracy on the validation images, fitted without them; with inner folds their mean
     * @param folds its accuracy on each inner fold, fitted without it; empty without inner folds
     * @param diverged the reason if its training diverged
     * @param settings the settings that distinguish it from the others
     */
    public record Candidate(Double validation, List<Double> folds, String diverged, ObjectNode settings) {
        public Candidate {
            folds = List.copyOf(folds);
        }
    }

    public CellRun {
        corrupted = List.copyOf(corrupted);
        for (CorruptedCount count : corrupted) {
            if (count.correct() > test.samples()) {
                throw new IllegalArgumentException("Of " + test.samples() + " test images with " + count.kind() + " "
                        + count.correct() + " are right");
            }
        }
        curve = List.copyOf(curve);
        warnings = List.copyOf(warnings);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Which run of its cell it is. */
    public SeedFold of() {
        return new SeedFold(seed, fold);
    }

    /** The evaluation on a split, if it has images. */
    Optional<Evaluation> on(Split split) {
        return Optional.ofNullable(
                switch (split) {
                    case TRAIN -> train;
                    case VALIDATION -> validation;
                    case TEST -> test;
                });
    }

    /** The same run of the cell with other files. */
    CellRun with(Map<String, String> newFiles, String newFolder) {
        return with(corrupted, newFiles, newFolder);
    }

    /** The same run of the cell with these counts on corrupted test images. */
    CellRun withCorrupted(List<CorruptedCount> counts) {
        return with(counts, files, folder);
    }

    private CellRun with(List<CorruptedCount> counts, Map<String, String> newFiles, String newFolder) {
        return new CellRun(
                seed,
                fold,
                featuresSha256,
                choice,
                convergence,
                train,
                validation,
                test,
                testWithoutViews,
                calibration,
                counts,
                controls,
                curve,
                warnings,
                newFiles,
                newFolder);
    }
}
