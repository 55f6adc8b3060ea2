package dev.whittle.pipeline.explore;

import java.util.List;

/** Boxes, circles, arrows and words at places in pixels, as SVG. The styles are those of {@link Plot}. */
final class Diagram {
    private static final double HEAD = 6;
    private static final double LINE_HEIGHT = 13;

    private final String title;
    private final double width;
    private final double height;
    private final StringBuilder parts = new StringBuilder();

    /** @param title what it shows, for those who cannot see it */
    Diagram(String title, double width, double height) {
        this.title = title;
        this.width = width;
        this.height = height;
    }

    /** A box around its lines of words, given by its middle. */
    Diagram box(String style, double x, double y, double boxWidth, double boxHeight, List<String> lines) {
        parts.append("<rect class=\"line ").append(style).append("\" rx=\"4\" x=\"");
        parts.append(Plot.number(x - boxWidth / 2)).append("\" y=\"").append(Plot.number(y - boxHeight / 2));
        parts.append("\" width=\"").append(Plot.number(boxWidth)).append("\" height=\"");
        parts.append(Plot.number(boxHeight)).append("\"/>");
        for (int i = 0; i < lines.size(); i++) {
            double base = y + 4 + LINE_HEIGHT * (i - (lines.size() - 1) / 2.0);
            text(i == 0 ? "fill ink" : "", "middle", x, base, lines.get(i));
        }
        return this;
    }

    /** A circle with a sign in it. */
    Diagram circle(String style, double x, double y, double radius, String sign) {
        parts.append("<circle class=\"line ").append(style).append("\" cx=\"");
        parts.append(Plot.number(x)).append("\" cy=\"").append(Plot.number(y)).append("\" r=\"");
        parts.append(Plot.number(radius)).append("\"/>");
        return text("fill ink", "middle", x, y + 4, sign);
    }

    /** Straight lines from place to place. */
    Diagram line(String style, double[] x, double[] y) {
        path(style, x, y);
        parts.append("\"/>");
        return this;
    }

    /** Straight lines from place to place, with a head at the last one. */
    Diagram arrow(String style, double[] x, double[] y) {
        int last = x.length - 1;
        double dx = x[last] - x[last - 1];
        double dy = y[last] - y[last - 1];
        double length = Math.sqrt(dx * dx + dy * dy);
        double ux = HEAD * dx / length;
        double uy = HEAD * dy / length;
        path(style, x, y);
        point('M', x[last] - ux - 0.5 * uy, y[last] - uy + 0.5 * ux);
        point('L', x[last], y[last]);
        point('L', x[last] - ux + 0.5 * uy, y[last] - uy - 0.5 * ux);
        parts.append("\"/>");
        return this;
    }

    private void path(String style, double[] x, double[] y) {
        parts.append("<path class=\"line ").append(style).append("\" d=\"");
        for (int i = 0; i < x.length; i++) {
            point(i == 0 ? 'M' : 'L', x[i], y[i]);
        }
    }

    private void point(char command, double x, double y) {
        parts.append(command).append(Plot.number(x)).append(' ').append(Plot.number(y));
    }

    /**
     * Words at a place.
     *
     * @param style such as {@code fill ink}; empty for the usual colour of words
     * @param anchor start, middle or end
     */
    Diagram text(String style, String anchor, double x, double y, String words) {
        parts.append("<text");
        if (!style.isEmpty()) {
            parts.append(" class=\"").append(style).append('"');
        }
        parts.append(" text-anchor=\"").append(anchor).append("\" x=\"").append(Plot.number(x));
        parts.append("\" y=\"")
                .append(Plot.number(y))
                .append("\">")
                .append(Plot.escape(words))
                .append("</text>");
        return this;
    }

    String svg() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"" + Plot.escape(title)
                + "\" viewBox=\"0 0 " + Plot.number(width) + " " + Plot.number(height) + "\" width=\""
                + Plot.number(width) + "\" height=\"" + Plot.number(height) + "\">" + parts + "</svg>";
    }
}
