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
 * What one run of a cell found: a feature under a head, with one seed. All of it is the same bits wherever it is run.
 *
 * @param fold number of the fold from 0; null where there are none
 * @param choice what was tried and chosen, for a head with candidates; null for one without
 * @param convergence what the training of the head reached; null where it does not say
 * @param train on the images fitted to
 * @param validation of the chosen candidate, fitted without the validation images, on these; null where there are none
 * @param test on the test images
 * @param curve the iterations of training, those of the final fit
 * @param files the SHA-256 of each file of the run by its name; empty where nothing was written
 * @param folder where they lie, relative to the results folder; null where nothing was written
 */
public record CellRun(
        long seed,
        Integer fold,
        Choice choice,
        Convergence convergence,
        Evaluation train,
        Evaluation validation,
        Evaluation test,
        List<CurvePoint> curve,
        Map<String, String> files,
        String folder) {
    /**
     * @param candidates all that competed, in their order
     * @param index the place of the one chosen
     * @param chosen its spec, as experiments write it
     */
    public record Choice(List<Candidate> candidates, int index, ObjectNode chosen) {
        public Choice {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A candidate; one of accuracy and diverged is null.
     *
     * @param validation its accuracy on the validation images, fitted without them
     * @param diverged why its training gave none
     * @param settings what tells it from the others
     */
    public record Candidate(Double validation, String diverged, ObjectNode settings) {}

    public CellRun {
        curve = List.copyOf(curve);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
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

    /** The same, with other files. */
    CellRun with(Map<String, String> newFiles, String newFolder) {
        return new CellRun(seed, fold, choice, convergence, train, validation, test, curve, newFiles, newFolder);
    }
}
