package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A drawing in a box of values, as SVG. What lies outside the box is cut off. Colours come from classes of the page's
 * style sheet: {@code c0} to {@code c3} for series, {@code soft} for what stays in the background, {@code dash} and
 * {@code thin} for lines. The same values give the same bytes.
 */
public final class Plot {
    /** Of the box of most plots, in pixels. */
    static final int WIDTH = 286;

    static final int HEIGHT = 216;
    private static final int LEFT = 44;
    private static final int TOP = 8;
    private static final int RIGHT = 10;
    private static final int BOTTOM = 36;

    private final String title;
    private final int width;
    private final int height;
    private final double x0;
    private final double x1;
    private final double y0;
    private final double y1;
    private final StringBuilder inside = new StringBuilder();
    private final StringBuilder above = new StringBuilder();
    private String xName = "";
    private String yName = "";
    /** Null for round numbers. */
    private Ticks xTicks;

    private Ticks yTicks;
    private boolean framed = true;

    private Plot(String title, int width, int height, double[] x, double[] y) {
        if (!(x[0] < x[1] && Math.abs(y[1] - y[0]) > 0)) {
            throw new IllegalArgumentException("The box of a plot needs a width and a height, got " + x[0] + " to "
                    + x[1] + " and " + y[0] + " to " + y[1]);
        }
        this.title = title;
        this.width = width;
        this.height = height;
        x0 = x[0];
        x1 = x[1];
        y0 = y[0];
        y1 = y[1];
    }

    /**
     * An empty plot of 340 by 260 pixels.
     *
     * @param title what it shows, for those who cannot see it
     * @param x the values at the left and the right edge
     * @param y the values at the lower and the upper edge
     */
    public static Plot of(String title, double[] x, double[] y) {
        return boxed(title, WIDTH, HEIGHT, x, y);
    }

    /** A plot whose box is a square of 240 pixels. */
    public static Plot square(String title, double[] x, double[] y) {
        return boxed(title, 240, 240, x, y);
    }

    /** A plot whose box is a square of 190 pixels: three stand side by side. */
    public static Plot small(String title, double[] x, double[] y) {
        return boxed(title, 190, 190, x, y);
    }

    /** A plot whose box has this size in pixels. */
    static Plot boxed(String title, int boxWidth, int boxHeight, double[] x, double[] y) {
        return new Plot(title, boxWidth + LEFT + RIGHT, boxHeight + TOP + BOTTOM, x, y);
    }

    /**
     * A box of {@code columns} by {@code rows} cells of this many pixels without axes. The lower left is (0, 0); what
     * {@link #axes} gives the x axis as its name stands below.
     */
    public static Plot cells(String title, int columns, int rows, int pixels) {
        Plot plot = boxed(title, columns * pixels, rows * pixels, range(0, columns), range(0, rows));
        plot.framed = false;
        return plot;
    }

    /**
     * A picture without axes. Places are in pixels of the image from its upper left corner; what {@link #axes} gives
     * the x axis as its name stands below.
     *
     * @param scale the side of a pixel of the image
     */
    public static Plot picture(String title, Planar<GrayU8> image, int scale) {
        int width = scale * image.width;
        Plot plot = boxed(title, width, scale * image.height, range(0, image.width), range(image.height, 0));
        plot.framed = false;
        return plot.image(image, 0, image.width, 0, image.height);
    }

    /** The two ends of an axis. */
    public static double[] range(double from, double to) {
        return new double[] {from, to};
    }

    /** The names below and beside the axes. */
    public Plot axes(String x, String y) {
        xName = x;
        yName = y;
        return this;
    }

    /** These words below the box in place of numbers. */
    Plot xTicks(double[] at, List<String> words) {
        xTicks = new Ticks(Arrays.stream(at).boxed().toList(), List.copyOf(words));
        return this;
    }

    /** No numbers beside the box. */
    Plot noYTicks() {
        yTicks = Ticks.NONE;
        return this;
    }

    /** A line through points; a value that is not finite interrupts it. */
    public Plot line(String style, double[] x, double[] y) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                path.append(down ? 'L' : 'M').append(px(x[i])).append(' ').append(py(y[i]));
                down = true;
            } else {
                down = false;
            }
        }
        inside.append("<path class=\"line " + style + "\" d=\"").append(path).append("\"/>");
        return this;
    }

    /** A dot of this radius in pixels at each point. */
    public Plot dots(String style, double radius, double[] x, double[] y) {
        inside.append("<g class=\"dot ").append(style).append("\">");
        for (int i = 0; i < x.length; i++) {
            inside.append("<circle cx=\"").append(px(x[i])).append("\" cy=\"").append(py(y[i]));
            inside.append("\" r=\"").append(number(radius)).append("\"/>");
        }
        inside.append("</g>");
        return this;
    }

    /** A ring of this radius in pixels at each point. */
    public Plot rings(String style, double radius, double[] x, double[] y) {
        return dots("line ring " + style, radius, x, y);
    }

    /** A cross of this radius in pixels at each point. */
    public Plot crosses(String style, double radius, double[] x, double[] y) {
        inside.append("<path class=\"line ").append(style).append("\" d=\"");
        String r = number(2 * radius);
        for (int i = 0; i < x.length; i++) {
            inside.append('M').append(number(across(x[i]) - radius)).append(' ').append(number(down(y[i]) - radius));
            inside.append('l' + r + ' ' + r + "m0 -" + r + "l-" + r + ' ' + r);
        }
        inside.append("\"/>");
        return this;
    }

    /** A filled rectangle between two corners. */
    public Plot bar(String style, double left, double right, double from, double to) {
        double a = Math.max(x0, Math.min(left, right));
        double b = Math.min(x1, Math.max(left, right));
        double low = Math.max(Math.min(y0, y1), Math.min(from, to));
        double high = Math.min(Math.max(y0, y1), Math.max(from, to));
        inside.append("<rect class=\"fill ").append(style).append(corners(a, b, low, high));
        return this;
    }

    /** The outline of a rectangle between two corners. */
    public Plot frame(String style, double left, double right, double from, double to) {
        return line(style, new double[] {left, right, right, left, left}, new double[] {from, from, to, to, from});
    }

    /** An image between two corners, whose pixels stay squares. */
    public Plot image(Planar<GrayU8> image, double left, double right, double from, double to) {
        inside.append("<image preserveAspectRatio=\"none\" href=\"data:image/png;base64,");
        inside.append(Base64.getEncoder().encodeToString(Png.of(image))).append(corners(left, right, from, to));
        return this;
    }

    /** A line that ends in a head. */
    public Plot arrow(String style, double fromX, double fromY, double toX, double toY) {
        double dx = across(toX) - across(fromX);
        double dy = down(toY) - down(fromY);
        double length = Math.sqrt(dx * dx + dy * dy);
        if (length == 0) {
            return this;
        }
        double head = Math.min(7, length);
        double ux = head * dx / length;
        double uy = head * dy / length;
        double tipX = across(toX);
        double tipY = down(toY);
        inside.append("<path class=\"line ")
                .append(style)
                .append("\" d=\"M")
                .append(px(fromX))
                .append(' ');
        inside.append(py(fromY)).append('L').append(px(toX)).append(' ').append(py(toY));
        inside.append('M').append(number(tipX - ux - 0.5 * uy)).append(' ').append(number(tipY - uy + 0.5 * ux));
        inside.append('L').append(number(tipX)).append(' ').append(number(tipY));
        inside.append('L').append(number(tipX - ux + 0.5 * uy)).append(' ').append(number(tipY - uy - 0.5 * ux));
        inside.append("\"/>");
        return this;
    }

    /**
     * Colours the box by the class of each cell of a grid, as wide runs of equal cells.
     *
     * @param classes of each row from below, from left to right
     */
    public Plot regions(int[][] classes) {
        for (int r = 0; r < classes.length; r++) {
            double low = y0 + (y1 - y0) * r / classes.length;
            double high = y0 + (y1 - y0) * (r + 1) / classes.length;
            int[] row = classes[r];
            int from = 0;
            for (int c = 1; c <= row.length; c++) {
                if (c == row.length || row[c] != row[from]) {
                    bar(
                            "region c" + row[from],
                            x0 + (x1 - x0) * from / row.length,
                            x0 + (x1 - x0) * c / row.length,
                            low,
                            high);
                    from = c;
                }
            }
        }
        return this;
    }

    /** Words beside a point, which are never cut off. @param anchor start, middle or end */
    public Plot text(String anchor, double x, double y, String words) {
        return text("", anchor, x, y, words);
    }

    /** Words that can be read on top of a picture, in the middle of a point. */
    public Plot mark(double x, double y, String words) {
        return text("class=\"mark\" dy=\"4\" ", "middle", x, y, words);
    }

    private Plot text(String attributes, String anchor, double x, double y, String words) {
        above.append("<text " + attributes + "text-anchor=\"" + anchor + "\" x=\"" + px(x) + "\" y=\"" + py(y) + "\">");
        above.append(escape(words)).append("</text>");
        return this;
    }

    /** Names of series in the upper left corner, each in the colour of its style. */
    public Plot legend(List<String> styles, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            int y = TOP + 14 + 14 * i;
            above.append("<path class=\"line " + styles.get(i) + "\" d=\"M" + (LEFT + 8) + " " + (y - 4) + "h18\"/>");
            word(above, "start", number(LEFT + 31), number(y), names.get(i));
        }
        return this;
    }

    /** The drawing, an {@code svg} element with its own size. */
    public String svg() {
        int left = framed ? -outside() : LEFT - 1;
        int top = framed ? 0 : TOP - 1;
        int w = framed ? width + outside() : boxWidth() + 2;
        int h = framed ? height : boxHeight() + (xName.isEmpty() ? 2 : 20);
        String box = rectangle(LEFT, TOP, boxWidth(), boxHeight());
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"");
        svg.append(escape(title)).append("\" viewBox=\"" + left + " " + top + " " + w + " " + h + "\" width=\"" + w);
        svg.append("\" height=\"" + h + "\"><svg" + box + " viewBox=\"" + LEFT + " " + TOP + " " + boxWidth() + " ");
        svg.append(boxHeight() + "\" aria-hidden=\"true\">").append(inside).append("</svg>");
        svg.append("<rect class=\"box\"" + box + "/>");
        if (framed) {
            ticks(svg);
        } else {
            word(svg, "middle", number(LEFT + boxWidth() / 2), number(height - BOTTOM + 16), xName);
        }
        return svg.append(above).append("</svg>").toString();
    }

    /** The rest of an element with the attributes of a rectangle. */
    private String corners(double left, double right, double from, double to) {
        return "\" x=\"" + px(left) + "\" y=\"" + number(Math.min(down(from), down(to))) + "\" width=\""
                + number(across(right) - across(left)) + "\" height=\"" + number(Math.abs(down(from) - down(to)))
                + "\"/>";
    }

    private static String rectangle(int x, int y, int width, int height) {
        return " x=\"" + x + "\" y=\"" + y + "\" width=\"" + width + "\" height=\"" + height + "\"";
    }

    private void ticks(StringBuilder svg) {
        Ticks x = xTicks == null ? Ticks.of(x0, x1, boxWidth() / 60.0) : xTicks;
        for (int i = 0; i < x.at().size(); i++) {
            word(
                    svg,
                    "middle",
                    px(x.at().get(i)),
                    number(height - BOTTOM + 14),
                    x.words().get(i));
        }
        Ticks y = yTicks();
        for (int i = 0; i < y.at().size(); i++) {
            word(
                    svg,
                    "end",
                    number(LEFT - 5),
                    number(down(y.at().get(i)) + 4),
                    y.words().get(i));
        }
        word(svg, "middle", number(LEFT + boxWidth() / 2), number(height - 5), xName);
        int middle = TOP + boxHeight() / 2;
        int beside = 11 - outside();
        String turned = "middle\" transform=\"rotate(-90 " + beside + " " + middle + ")";
        word(svg, turned, number(beside), number(middle), yName);
    }

    private Ticks yTicks() {
        return yTicks == null ? Ticks.of(y0, y1, boxHeight() / 40.0) : yTicks;
    }

    /** How far the drawing reaches to the left of 0, where wide numbers need the place of the y axis's name. */
    private int outside() {
        int longest = yTicks().words().stream().mapToInt(String::length).max().orElse(0);
        return yName.isEmpty() ? 0 : 5 * Math.max(0, longest - 3);
    }

    private static void word(StringBuilder svg, String anchor, String x, String y, String words) {
        svg.append("<text text-anchor=\"" + anchor + "\" x=\"" + x + "\" y=\"" + y + "\">");
        svg.append(escape(words)).append("</text>");
    }

    /** Four numbers a, b, c, d: the point (x, y) is at the pixel (a + b·x, c + d·y). */
    double[] pixels() {
        return new double[] {across(0), across(1) - across(0), down(0), down(1) - down(0)};
    }

    private int boxWidth() {
        return width - LEFT - RIGHT;
    }

    private int boxHeight() {
        return height - TOP - BOTTOM;
    }

    private double across(double x) {
        return LEFT + boxWidth() * (x - x0) / (x1 - x0);
    }

    private double down(double y) {
        return TOP + boxHeight() * (y1 - y) / (y1 - y0);
    }

    private String px(double x) {
        return number(across(x));
    }

    private String py(double y) {
        return number(down(y));
    }

    /** With one digit behind the point, within what an SVG reader takes. */
    static String number(double pixels) {
        double near = Math.max(-9999, Math.min(9999, pixels));
        long tenths = Math.round(10 * near);
        String sign = tenths < 0 ? "-" : "";
        long rest = Math.abs(tenths) % 10;
        return sign + Math.abs(tenths) / 10 + (rest == 0 ? "" : "." + rest);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
