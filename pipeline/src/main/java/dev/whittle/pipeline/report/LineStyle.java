package dev.whittle.pipeline.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a feature is drawn in the figures of the page. The first {@value #IN_GRAY} features differ in marker or dashes,
 * so that they can be told apart in gray too; the first {@value #IN_COLOR} differ in colour or marker.
 *
 * @param color of the line and its markers, as CSS
 * @param dash as SVG's {@code stroke-dasharray}
 * @param marker an SVG path around the origin
 */
public record LineStyle(String color, String dash, String marker) {
    static final int IN_GRAY = 20;
    static final int IN_COLOR = 35;
    /** Okabe and Ito's colours, which the colour-blind can tell apart, but for yellow. */
    private static final List<String> COLORS =
            List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "currentColor");
    /** Circle, square, triangle, diamond, triangle on its tip. */
    private static final List<String> MARKERS = List.of(
            "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z",
            "M-3-3H3V3H-3z",
            "M0-4.2L4 2.8H-4z",
            "M0-4.4L4.4 0L0 4.4L-4.4 0z",
            "M0 4.2L4-2.8H-4z");

    private static final List<String> DASHES = List.of("none", "6 3", "2 2", "9 3 2 3");

    static LineStyle of(int feature) {
        return new LineStyle(
                COLORS.get(feature % COLORS.size()),
                DASHES.get(feature / MARKERS.size() % DASHES.size()),
                MARKERS.get(feature % MARKERS.size()));
    }

    static List<LineStyle> first(int features) {
        return IntStream.range(0, features).mapToObj(LineStyle::of).toList();
    }
}
