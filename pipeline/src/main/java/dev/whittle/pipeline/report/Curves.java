package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The learning curves of one head over the iterations of training, one line for each feature. Lines are points of SVG
 * polylines in a box of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param head the head
 * @param title what the y axis shows
 * @param lines a line for each feature that reports iterations
 * @param iterations the end of the x axis, which begins at 1
 * @param low the lower end of the y axis
 * @param high the upper end of the y axis
 * @param conclusion which feature ends where all want to be: at the lowest objective, at the highest accuracy
 */
public record Curves(
        String head, String title, List<Line> lines, int iterations, double low, double high, String conclusion) {
    public static final int WIDTH = 300;
    public static final int HEIGHT = 160;
    /** The least distance in x between points of a line. More points would not be visible. */
    private static final double STEP = 2;
    /** The distance in x between the markers of a line, and by how much those of the next line are moved. */
    private static final double MARKS = 75;

    private static final double MOVED = 15;

    /**
     * @param color the place of the feature, see {@link LineStyle}
     * @param points "x,y x,y …" in the box, y downwards
     * @param marks where its markers are: some of its points, and its last one
     */
    public record Line(String feature, int color, String points, List<Mark> marks) {}

    /** The place of a marker in the box. */
    public record Mark(String x, String y) {}

    private record Series(String feature, int color, List<double[]> points) {}

    /** The objective and the accuracy on training data, with the first seed, of every head that reports iterations. */
    static List<Curves> of(ComparisonResult comparison) {
        List<Curves> charts = new ArrayList<>();
        for (var head : comparison.plan().heads()) {
            List<Series> objective = new ArrayList<>();
            List<Series> accuracy = new ArrayList<>();
            int color = 0;
            for (var feature : comparison.plan().features()) {
                if (!feature.isUnder(head.name())) {
                    color++;
                    continue;
                }
                List<CurvePoint> curve = comparison
                        .cell(feature.name(), head.name())
                        .runs()
                        .get(0)
                        .curve();
                objective.add(series(feature.name(), color, curve, CurvePoint::objective, 1));
                accuracy.add(series(feature.name(), color, curve, CurvePoint::accuracy, 100));
                color++;
            }
            add(charts, head.name(), "training objective", objective, "lowest");
            add(charts, head.name(), "accuracy on training images, %", accuracy, "highest");
        }
        return charts;
    }

    private static Series series(
            String feature, int color, List<CurvePoint> curve, ToDoubleFunction<CurvePoint> what, int factor) {
        List<double[]> points = new ArrayList<>();
        for (CurvePoint point : curve) {
            double value = what.applyAsDouble(point);
            if (Double.isFinite(value)) {
                points.add(new double[] {point.iteration(), factor * value});
            }
        }
        return new Series(feature, color, points);
    }

    private static void add(List<Curves> charts, String head, String title, List<Series> all, String wanted) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double last = 0;
        for (Series series : all) {
            for (double[] p : series.points()) {
                low = Math.min(low, p[1]);
                high = Math.max(high, p[1]);
                last = Math.max(last, p[0]);
            }
        }
        if (last < 2 || high <= low) {
            return;
        }
        List<Line> lines = new ArrayList<>();
        for (Series series : all) {
            lines.add(line(series, last, low, high));
        }
        charts.add(new Curves(head, title, lines, (int) last, low, high, conclusion(all, wanted)));
    }

    private static String conclusion(List<Series> all, String wanted) {
        int sign = wanted.equals("lowest") ? -1 : 1;
        Series best = null;
        double end = 0;
        for (Series series : all) {
            int points = series.points().size();
            double value = points == 0 ? 0 : series.points().get(points - 1)[1];
            if (points > 0 && (best == null || sign * value > sign * end)) {
                best = series;
                end = value;
            }
        }
        return String.format(Locale.ROOT, "At its last iteration %s is %s, %.3f.", best.feature(), wanted, end);
    }

    private static Line line(Series series, double last, double low, double high) {
        StringBuilder points = new StringBuilder();
        List<Mark> marks = new ArrayList<>();
        double before = Double.NEGATIVE_INFINITY;
        double nextMark = series.color() * MOVED % MARKS;
        int end = series.points().size() - 1;
        for (int i = 0; i <= end; i++) {
            double[] point = series.points().get(i);
            double x = (point[0] - 1) / (last - 1) * WIDTH;
            if (x - before >= STEP || i == end) {
                Mark at = new Mark(place(x), place((high - point[1]) / (high - low) * HEIGHT));
                points.append(at.x()).append(',').append(at.y()).append(' ');
                before = x;
                if (x >= nextMark || i == end) {
                    marks.add(at);
                    nextMark += MARKS;
                }
            }
        }
        return new Line(series.feature(), series.color(), points.toString().strip(), marks);
    }

    /** A coordinate in pixels. */
    static String place(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
