package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Convex functions, the convex loss of a linear classifier, and that of a network, which is not convex. */
public final class Convexity {
    /** Lines along which the network's loss is convex, bumpy, has two local minima and three, as a test checks. */
    static final List<Integer> LINES = List.of(306, 230, 1900, 2483);

    private static final List<String> KINDS = List.of("looks convex", "bumpy", "two minima", "three minima");

    private static final double[] ENDS = {0, 0.5, 1, 1.5, 2, 2.5};

    /** Below it, a second difference is no rounding. */
    static final double ROUNDING = -1e-5;

    private Convexity() {}

    static Chapter chapter(Run run) {
        return new Chapter("convexity", "Convexity", List.of(chords(), slices(run)));
    }

    private static Figure chords() {
        List<Figure.State> states = new ArrayList<>();
        for (double middle : ENDS) {
            double right = middle + 1.5;
            double square = gap(x -> x * x, middle, right);
            double cosine = gap(StrictMath::cos, middle, right);
            String reading = String.format(
                    Locale.ROOT,
                    "In the middle from %.1f to %.1f the chord of x² is %.4f above the curve, that of cos x %.4f %s"
                            + " it.",
                    middle,
                    right,
                    square,
                    Math.abs(cosine),
                    cosine >= 0 ? "above" : "below");
            states.add(new Figure.State(
                    List.of(
                            chord("x² and a chord", x -> x * x, middle, new double[] {-1, 17}),
                            chord("cos x and a chord", StrictMath::cos, middle, new double[] {-1.2, 1.2})),
                    reading));
        }
        List<String> positions = Arrays.stream(ENDS).mapToObj(Double::toString).toList();
        return new Figure(
                "chords",
                "A chord above the curve",
                "f is convex if f((1 − t)·a + t·b) ≤ (1 − t)·f(a) + t·f(b) for all a, b and 0 ≤ t ≤ 1",
                "Every chord of x² lies above the curve, while those of cos x lie above it in its valley only.",
                List.of(new Figure.Slider("left end of the chord", positions, 1)),
                states);
    }

    /** How far the middle of the chord from a to b is above the curve; below 0 where it is below. */
    public static double gap(DoubleUnaryOperator f, double a, double b) {
        return (f.applyAsDouble(a) + f.applyAsDouble(b)) / 2 - f.applyAsDouble((a + b) / 2);
    }

    private static String chord(String title, DoubleUnaryOperator f, double left, double[] range) {
        double[] x = IntStream.rangeClosed(0, 80).mapToDouble(i -> i / 20.0).toArray();
        double[] ends = {left, left + 1.5};
        return Plot.of(title, Plot.range(0, 4), range)
                .axes("x", "")
                .line("c0", x, Arrays.stream(x).map(f).toArray())
                .line("c1 dash", ends, Arrays.stream(ends).map(f).toArray())
                .dots("c1", 3.5, ends, Arrays.stream(ends).map(f).toArray())
                .svg();
    }

    private static Figure slices(Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (int line : LINES) {
            LossSlice linear = LossSlice.linear(line, run);
            LossSlice network = LossSlice.network(line, run);
            String reading = String.format(
                    Locale.ROOT,
                    "Line %d: the loss of the linear classifier has %s, that of the network %s.",
                    line,
                    words(linear),
                    words(network));
            states.add(new Figure.State(
                    List.of(
                            slice("The loss of a linear classifier along a line", linear),
                            slice("The loss of a network of four layers along a line", network)),
                    reading));
        }
        List<String> positions = IntStream.range(0, LINES.size())
                .mapToObj(i -> LINES.get(i) + ": " + KINDS.get(i))
                .toList();
        return new Figure(
                "loss-slices",
                "The loss along a line",
                "L((1 − t)·A + t·B), the mean cross entropy of the softmax, with A and B drawn at random",
                "Along every line the loss of a linear classifier is convex, as a test checks for 10,000 lines, while"
                        + " that of a network may look convex, be bumpy, or have several local minima (dots).",
                List.of(new Figure.Slider("number of the line", positions, 3)),
                states);
    }

    private static double[] at(double[] values, int[] places) {
        return IntStream.of(places).mapToDouble(i -> values[i]).toArray();
    }

    private static String words(LossSlice slice) {
        int minima = slice.minima();
        String text = minima == 0 ? "no local minimum" : minima == 1 ? "one local minimum" : minima + " local minima";
        return text
                + (slice.leastCurvature() < ROUNDING ? " and bends downwards somewhere" : " and bends upwards only");
    }

    private static String slice(String title, LossSlice slice) {
        double low = Arrays.stream(slice.loss()).min().orElseThrow();
        double top = low + 0.08 * (Arrays.stream(slice.loss()).max().orElseThrow() - low);
        double bottom = low - 0.15 * (top - low);
        return Plot.of(title, Plot.range(-0.25, 1.25), Plot.range(bottom, top))
                .axes("t", "loss")
                .line("c0", slice.t(), slice.loss())
                .dots("c1", 3.5, at(slice.t(), slice.minimaAt()), at(slice.loss(), slice.minimaAt()))
                .text("middle", 0, bottom + 0.03 * (top - bottom), "A")
                .text("middle", 1, bottom + 0.03 * (top - bottom), "B")
                .svg();
    }
}
