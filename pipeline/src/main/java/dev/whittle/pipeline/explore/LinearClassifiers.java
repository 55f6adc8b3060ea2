package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A linear classifier: a template for each class, lines in the plane, and what penalties make of its weights. */
final class LinearClassifiers {
    /** The two weight vectors of the lecture, and its x. */
    static final double[] ONE = {1, 0, 0, 0};

    static final double[] QUARTERS = {0.25, 0.25, 0.25, 0.25};
    static final double[] X = {1, 1, 1, 1};

    private LinearClassifiers() {}

    static Chapter chapter(Run run) {
        return new Chapter(
                "linear-classifiers",
                "Linear classifiers",
                List.of(templates(run), geometry(run), penalties(run), lambda(run)));
    }

    private static Figure templates(Run run) {
        List<String> positions = List.of("0", "0.25", "0.5", "0.75", "1");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            double share = Double.parseDouble(position);
            TwoPoses poses = TwoPoses.of(share, run);
            List<String> drawing = new ArrayList<>();
            if (share < 1) {
                drawing.add(example(0, false, run));
            }
            if (share > 0) {
                drawing.add(example(0, true, run));
            }
            drawing.add(example(1, false, run));
            drawing.add(example(2, false, run));
            for (int c = 0; c < TwoPoses.CLASSES.size(); c++) {
                String name = "template: " + TwoPoses.CLASSES.get(c);
                Plot plot = Plot.picture(name, poses.template(c), 5).axes(name, "");
                if (c == 0) {
                    head(plot, true);
                    head(plot, false);
                }
                drawing.add(plot.svg());
            }
            String reading = String.format(
                    Locale.ROOT,
                    "The template of horses has a mean weight of %.3f at the left head and of %.3f at the right head."
                            + " %.1f %% of other images are classified right.",
                    poses.weightAtHead(true),
                    poses.weightAtHead(false),
                    100 * poses.accuracy());
            states.add(new Figure.State(drawing, reading));
        }
        return new Figure(
                "templates",
                "One template for each class",
                "s(c) = w(c)·x + b(c), the w(c) as images: light pixels speak for the class, dark ones against it",
                "A class of two poses has a single template, which shows both: a horse with two heads.",
                List.of(new Figure.Slider("share of horses that look to the left", positions, 2)),
                states);
    }

    private static void head(Plot plot, boolean left) {
        int[] box = TwoPoses.headBox(left);
        plot.frame("c1", box[0], box[0] + TwoPoses.HEAD_SIDE, box[1], box[1] + TwoPoses.HEAD_SIDE);
    }

    private static String example(int label, boolean left, Run run) {
        Planar<GrayU8> image = TwoPoses.image(label, left, run.random("two poses, shown", left ? 3 : label));
        String name = TwoPoses.CLASSES.get(label);
        return Plot.picture("An image of a " + name, image, 2).axes(name, "").svg();
    }

    private static Figure geometry(Run run) {
        List<String> positions = List.of("1", "2", "3", "5", "10", "100");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            LinearGeometry geometry = LinearGeometry.of(Integer.parseInt(position), run);
            StringBuilder reading = new StringBuilder();
            for (int c = 0; c < 3; c++) {
                reading.append(String.format(
                        Locale.ROOT,
                        "%sw(%d) = (%.2f, %.2f)",
                        c == 0 ? "" : ", ",
                        c + 1,
                        geometry.weights().get(c, 0),
                        geometry.weights().get(c, 1)));
            }
            reading.append(String.format(Locale.ROOT, "; %.1f %% of the points are right.", 100 * geometry.accuracy()));
            states.add(Figure.State.of(plane(geometry), reading.toString()));
        }
        return new Figure(
                "geometry",
                "Lines and weight vectors",
                "s(c) = w(c)·x + b(c); s(c) = s(d) on a line at right angles to w(c) − w(d)",
                "Each weight vector points to where the score of its class grows; the line between two classes is at"
                        + " right angles to the difference of their vectors.",
                List.of(new Figure.Slider("iterations of training at most", positions, 5)),
                states);
    }

    private static Plot plane(LinearGeometry geometry) {
        int n = 60;
        int[][] regions = new int[n][n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                regions[r][c] = geometry.decide(3.0 * (2 * c + 1 - n) / n, 3.0 * (2 * r + 1 - n) / n);
            }
        }
        Plot plot = Plot.square("Points of three classes", Plot.range(-3, 3), Plot.range(-3, 3))
                .axes("x", "y")
                .regions(regions);
        for (int a = 0; a < 3; a++) {
            for (int b = a + 1; b < 3; b++) {
                double[][] line = geometry.border(a, b, 9);
                plot.line("soft thin dash", line[0], line[1]);
                part(plot, geometry, a, b, line);
            }
        }
        Points.draw(plot, geometry.points(), geometry.labels());
        for (int c = 0; c < 3; c++) {
            double x = geometry.weights().get(c, 0);
            double y = geometry.weights().get(c, 1);
            plot.arrow("ink", 0, 0, x, y);
            double length = Math.max(Math.sqrt(x * x + y * y), 1e-9);
            double reach = Math.min(length, 2.5) + 0.3;
            plot.text("middle", reach * x / length, reach * y / length - 0.1, "w(" + (c + 1) + ")");
        }
        return plot;
    }

    /** The part of a line where the two classes have the largest score, which is on one side of a place. */
    private static void part(Plot plot, LinearGeometry geometry, int a, int b, double[][] line) {
        int steps = 900;
        int from = -1;
        int to = -1;
        for (int i = 0; i <= steps; i++) {
            double x = line[0][0] + (line[0][1] - line[0][0]) * i / steps;
            double y = line[1][0] + (line[1][1] - line[1][0]) * i / steps;
            int other = 3 - a - b;
            if (geometry.score(a, x, y) >= geometry.score(other, x, y)) {
                from = from < 0 ? i : from;
                to = i;
            }
        }
        if (from >= 0) {
            double[] x = new double[2];
            double[] y = new double[2];
            for (int e = 0; e < 2; e++) {
                double t = (double) (e == 0 ? from : to) / steps;
                x[e] = line[0][0] + (line[0][1] - line[0][0]) * t;
                y[e] = line[1][0] + (line[1][1] - line[1][0]) * t;
            }
            plot.line("ink", x, y);
        }
    }

    private static Figure penalties(Run run) {
        List<String> positions = List.of("0.003", "0.01", "0.03", "0.1", "0.2");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            double lambda = Double.parseDouble(position);
            WeightPenalties l1 = WeightPenalties.l1(lambda, run);
            WeightPenalties l2 = WeightPenalties.l2(lambda, run);
            String reading = String.format(
                    Locale.ROOT,
                    "Both vectors of the lecture have the score %.0f and Σ|w| = %.0f, but Σw² is %.0f and %.2f. Trained"
                            + " with λ = %s and absolute values, %d of 6 weights are exactly 0; with squares, %d. %.1f"
                            + " %% and %.1f %% of the samples are right.",
                    WeightPenalties.score(ONE, X),
                    WeightPenalties.absolutes(ONE),
                    WeightPenalties.squares(ONE),
                    WeightPenalties.squares(QUARTERS),
                    position,
                    l1.zeros(),
                    l2.zeros(),
                    100 * l1.accuracy(),
                    100 * l2.accuracy());
            states.add(new Figure.State(
                    List.of(
                            bars(
                                    "Two vectors with the same score",
                                    List.of("w₁: Σ|w| = 1, Σw² = 1", "w₂: Σ|w| = 1, Σw² = 1/4"),
                                    ONE,
                                    QUARTERS),
                            bars(
                                    "Trained weights",
                                    List.of("trained with λ·Σ|w|", "trained with λ/2·Σw²"),
                                    l1.weights(),
                                    l2.weights())),
                    reading));
        }
        return new Figure(
                "l1-l2",
                "Absolute values or squares",
                "w₁ = (1, 0, 0, 0), w₂ = (1/4, 1/4, 1/4, 1/4), x = (1, 1, 1, 1): w₁·x = w₂·x = 1",
                "The sum of squares prefers weights spread over all features that say the same, while the sum of"
                        + " absolute values keeps few of them and makes others exactly 0.",
                List.of(new Figure.Slider("λ", positions, 3)),
                states);
    }

    private static String bars(String title, List<String> names, double[] a, double[] b) {
        double most = Math.max(
                Arrays.stream(a).max().orElseThrow(), Arrays.stream(b).max().orElseThrow());
        double least = Math.min(
                0,
                Math.min(
                        Arrays.stream(a).min().orElseThrow(),
                        Arrays.stream(b).min().orElseThrow()));
        Plot plot = Plot.of(title, Plot.range(0.4, a.length + 0.6), Plot.range(least - 0.05 * most, 1.35 * most))
                .axes("feature", "weight")
                .line("soft thin", new double[] {0, a.length + 1}, new double[] {0, 0});
        for (int i = 0; i < a.length; i++) {
            plot.bar("c0", i + 0.7, i + 0.98, 0, a[i]);
            plot.bar("c1 pale", i + 1.02, i + 1.3, 0, b[i]);
            plot.frame("c1 thin", i + 1.02, i + 1.3, 0, b[i]);
            if (a[i] == 0) {
                plot.text("middle", i + 0.84, 0.02 * most, "0");
            }
            if (b[i] == 0) {
                plot.text("middle", i + 1.16, 0.02 * most, "0");
            }
        }
        return plot.legend(List.of("c0", "c1 thin"), names).svg();
    }

    private static Figure lambda(Run run) {
        List<String> positions = List.of("0.001", "0.01", "0.1");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            SmoothBorder border = SmoothBorder.of(Double.parseDouble(position), run);
            String reading = String.format(
                    Locale.ROOT,
                    "λ = %s: the length ‖w‖ of all weights is %.2f, the border passes between %d pairs of"
                            + " neighbouring cells of a grid of 80×80, and %.1f %% of the points are on the right"
                            + " side.",
                    position,
                    Math.sqrt(border.squares()),
                    SmoothBorder.border(border.decisions()),
                    100 * border.accuracy());
            Plot plot = Plot.square(
                            "The regions of two classes",
                            Plot.range(-SmoothBorder.REACH, SmoothBorder.REACH),
                            Plot.range(-SmoothBorder.REACH, SmoothBorder.REACH))
                    .axes("x", "y")
                    .regions(border.decisions());
            states.add(Figure.State.of(Points.draw(plot, border.points(), border.labels()), reading));
        }
        return new Figure(
                "lambda",
                "The weight of the penalty",
                "L = mean of −ln p(y) + λ/2·Σw², for a network of 20 hidden units",
                "The larger λ is, the smaller are the weights and the smoother is the border, which then follows fewer"
                        + " single points.",
                List.of(new Figure.Slider("λ", positions, 0)),
                states);
    }
}
