package dev.whittle.pipeline.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Lines with deviations over a logarithmic x axis, in a box of {@value #WIDTH} by {@value #HEIGHT}, y downwards.
 *
 * @param lines in the order in which they are listed
 * @param ticks of the x axis
 * @param levels of the y axis
 */
public record LogChart(List<Line> lines, List<Tick> ticks, List<Tick> levels) {
    public static final int WIDTH = 360;
    public static final int HEIGHT = 240;
    /** The least distance between labels of the x axis. */
    private static final double LABEL = 38;
    /** Round numbers from 1 to below 10, in tenths, from few to many. */
    private static final List<int[]> ROUND = List.of(
            new int[] {10},
            new int[] {10, 20, 50},
            new int[] {10, 20, 30, 40, 50, 60, 70, 80, 90},
            IntStream.range(10, 100).toArray());

    /** @param deviation half the height of the bar at the point */
    record Value(double x, double y, double deviation) {}

    /**
     * @param color the place of the feature, see {@link LineStyle}
     * @param filled whether its points are filled
     */
    record Series(String name, int color, boolean filled, List<Value> values) {}

    /** @param points "x,y x,y …" */
    public record Line(String name, int color, boolean filled, String points, List<Mark> marks) {}

    /** A point with the ends of its bar. */
    public record Mark(String x, String y, String low, String high) {}

    /** A value of an axis. @param label empty where there is no room for it */
    public record Tick(String place, String label) {}

    /**
     * @param labels of the x axis; where empty, round numbers are taken: powers of 10, and more where these are too few
     * @param all at least one
     */
    static LogChart of(List<String> labels, List<Series> all) {
        double left = Double.POSITIVE_INFINITY;
        double right = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series series : all) {
            for (Value v : series.values()) {
                left = Math.min(left, v.x());
                right = Math.max(right, v.x());
                low = Math.min(low, v.y() - v.deviation());
                high = Math.max(high, v.y() + v.deviation());
            }
        }
        Axis x = new Axis(StrictMath.log10(left), Math.max(StrictMath.log10(right), StrictMath.log10(left) + 1e-9));
        double step = step(high - low);
        Axis y = new Axis(
                step * Math.floor(low / step), step * Math.max(1 + Math.floor(low / step), Math.ceil(high / step)));
        List<Line> lines = new ArrayList<>();
        for (Series series : all) {
            StringBuilder points = new StringBuilder();
            List<Mark> marks = new ArrayList<>();
            for (Value v : series.values()) {
                String px = Curves.place(WIDTH * x.share(StrictMath.log10(v.x())));
                String py = down(y, v.y());
                points.append(px).append(',').append(py).append(' ');
                marks.add(new Mark(px, py, down(y, v.y() - v.deviation()), down(y, v.y() + v.deviation())));
            }
            lines.add(new Line(
                    series.name(),
                    series.color(),
                    series.filled(),
                    points.toString().strip(),
                    marks));
        }
        List<Tick> levels = new ArrayList<>();
        for (long i = Math.round(y.from() / step); i <= Math.round(y.to() / step); i++) {
            levels.add(new Tick(down(y, i * step), number(i * step)));
        }
        return new LogChart(lines, ticks(labels.isEmpty() ? round(x) : labels, x), levels);
    }

    /** From the lower end of an axis to the upper one. */
    private record Axis(double from, double to) {
        double share(double value) {
            return (value - from) / (to - from);
        }
    }

    private static String down(Axis y, double value) {
        return Curves.place(HEIGHT * (1 - y.share(value)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3g", value);
    }

    /** 1, 2, 5 or 10 times a power of 10, so that there are 4 to 10 levels. */
    private static double step(double range) {
        double step = 0.5;
        while (range / step > 8) {
            step *= Math.round(step / StrictMath.pow(10, Math.floor(StrictMath.log10(step)))) == 2 ? 2.5 : 2;
        }
        return step;
    }

    /** The first kind of {@link #ROUND} with at least two numbers on an axis. */
    private static List<String> round(Axis x) {
        List<String> numbers = List.of();
        for (int kind = 0; kind < ROUND.size() && numbers.size() < 2; kind++) {
            numbers = round(x, ROUND.get(kind));
        }
        return numbers;
    }

    private static List<String> round(Axis x, int[] tenths) {
        List<String> numbers = new ArrayList<>();
        for (int e = (int) Math.floor(x.from()); e <= x.to(); e++) {
            for (int t : tenths) {
                BigDecimal number = BigDecimal.valueOf(t, 1 - e);
                double at = StrictMath.log10(number.doubleValue());
                if (at >= x.from() && at <= x.to()) {
                    numbers.add(number.stripTrailingZeros().toPlainString());
                }
            }
        }
        return numbers;
    }

    private static List<Tick> ticks(List<String> labels, Axis x) {
        List<Tick> ticks = new ArrayList<>();
        double after = Double.POSITIVE_INFINITY;
        for (int i = labels.size() - 1; i >= 0; i--) {
            double at = WIDTH * x.share(StrictMath.log10(Double.parseDouble(labels.get(i))));
            boolean room = after - at >= LABEL;
            after = room ? at : after;
            ticks.add(0, new Tick(Curves.place(at), room ? label(labels.get(i)) : ""));
        }
        return ticks;
    }

    private static String label(String number) {
        return number.contains(".") ? number : String.format(Locale.ROOT, "%,d", Long.parseLong(number));
    }
}
