package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import java.util.List;
import java.util.function.Function;

/**
 * A chapter of the page.
 *
 * @param anchor by which a link finds it
 * @param figures at least one
 */
public record Chapter(String anchor, String title, List<Figure> figures) {
    /** All chapters in the order of the lecture; each computes its figures when it is asked to. */
    static final List<Function<Run, Chapter>> ALL =
            List.of(FeatureTransforms::chapter, Convexity::chapter, ActivationsAndLosses::chapter);

    public Chapter {
        figures = List.copyOf(figures);
    }
}
