package dev.whittle.pipeline.explore;

import java.util.List;

/**
 * A chapter of the page.
 *
 * @param anchor by which a link finds it
 * @param figures at least one
 */
public record Chapter(String anchor, String title, List<Figure> figures) {
    public Chapter {
        figures = List.copyOf(figures);
    }
}
