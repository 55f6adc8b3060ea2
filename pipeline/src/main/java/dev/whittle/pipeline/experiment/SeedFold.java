package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;

/**
 * Which run of a cell it is: that of a seed, or, in a cross-validation, that of a seed with one of its folds as the
 * test images.
 *
 * @param fold its number from 0; null without folds
 */
public record SeedFold(long seed, Integer fold) {
    /** Such as "seed 1", or "seed 1, fold 0". */
    public String text() {
        return "seed " + seed + (fold == null ? "" : ", fold " + fold);
    }

    /** As part of the name of a folder: "seed-1", or "seed-1-fold-0". */
    public String slug() {
        return "seed-" + seed + (fold == null ? "" : "-fold-" + fold);
    }

    static SeedFold decode(JsonAt at) {
        return new SeedFold(
                at.get("seed").wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE),
                at.has("fold") ? Integer.valueOf((int) at.get("fold").wholeNumber(0, Integer.MAX_VALUE)) : null);
    }

    /** Writes the seed, and the fold if there is one. */
    void put(ObjectNode node) {
        node.put("seed", seed);
        if (fold != null) {
            node.put("fold", fold);
        }
    }
}
