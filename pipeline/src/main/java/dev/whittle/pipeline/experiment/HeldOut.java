package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import java.util.List;

/**
 * By which images the candidates of a head are compared: training images that are held out for validation, or those of
 * an inner cross-validation, in which each fold of the training images is held out once. With folds in an outer
 * cross-validation the latter is nested cross-validation (Varma and Simon, "Bias in error estimation when using
 * cross-validation for model selection", BMC Bioinformatics 7, 2006).
 *
 * @param images how many images are held out for validation, or {@link #FIFTH}; 0 with inner folds
 * @param folds the number of inner folds, at least 2; 0 for none
 */
public record HeldOut(int images, int folds) {
    /**
     * A fifth of the images for training and validation together: the number of validation images where a head has
     * candidates and the experiment names none. It is known when the data is open, see {@link DataSpec#withValidation}.
     */
    public static final int FIFTH = -1;

    /** Nothing is held out. */
    public static final HeldOut NONE = new HeldOut(0, 0);

    public HeldOut {
        new Checks("Held out")
                .refuse(folds < 0 || folds == 1, "there are at least 2 inner folds, or 0 for none, got " + folds)
                .refuse(
                        folds != 0 && images != 0,
                        "with inner folds no other images are held out for validation, got " + images)
                .report();
    }

    /** So many training images, which each seed draws. */
    public static HeldOut images(int images) {
        return new HeldOut(images, 0);
    }

    /** Whether a candidate can be chosen by them. */
    boolean canChoose() {
        return images != 0 || folds != 0;
    }

    /** Of so many training images, how many are at least fitted to: those outside the largest inner fold. */
    int leastFitted(int training) {
        return folds == 0 ? training : training - (training + folds - 1) / folds;
    }

    /** Reads the key {@code validation}: a number of images, or {@code {folds: 5}}. */
    static HeldOut decode(JsonAt at) {
        if (at.node().isNumber()) {
            return images((int) at.wholeNumber(0, Integer.MAX_VALUE - 1));
        }
        if (!at.node().isObject()) {
            throw at.error("expected a number of images, or {folds: K} for inner folds, got " + at.node());
        }
        at.onlyKeys(List.of("folds"));
        return new HeldOut(0, (int) at.get("folds").wholeNumber(2, Integer.MAX_VALUE - 1));
    }

    void encode(ObjectNode data) {
        if (folds > 0) {
            data.putObject("validation").put("folds", folds);
        } else if (images != FIFTH) {
            data.put("validation", images);
        }
    }

    /**
     * Checks in an experiment that heads with candidates have something to choose by, and that inner folds have
     * something to choose.
     *
     * @param data where this was decoded from
     * @param candidates how many each head has
     */
    void check(JsonAt experiment, JsonAt data, List<Integer> candidates) {
        for (int h = 0; h < candidates.size(); h++) {
            if (!canChoose() && candidates.get(h) > 1) {
                JsonAt head = experiment.get("heads").oneOrMore().get(h);
                throw head.get(head.has("search") ? "search" : "candidates")
                        .error("there are no validation images to choose by; data.validation says how many");
            }
        }
        if (folds > 0 && candidates.stream().allMatch(count -> count == 1)) {
            throw data.get("validation")
                    .error("inner folds choose among the candidates of a head, and no head has several; leave them"
                            + " out, or give a head candidates or a search");
        }
    }
}
