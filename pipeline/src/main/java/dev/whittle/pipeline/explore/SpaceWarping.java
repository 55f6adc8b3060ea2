package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How linear layers move the points of the plane, and what ReLU adds. */
final class SpaceWarping {
    private static final double[] NONE = {0, 0};
    private static final double[] BOX = {-3, 3};
    /** For two layers, which reach farther. */
    private static final double[] WIDE = {-4.5, 4.5};
    /** The quadrants against the clock, from the upper right. */
    private static final List<String> QUADRANTS = List.of("A", "B", "C", "D");

    private static final double[][] SIGNS = {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
    /** Points of a line of the grid: lines may bend where ReLU folds them. */
    private static final int POINTS = 17;

    private static final double[] TURN = {0.8, -0.6, 0.6, 0.8};
    /** The inverse of a rotation is its transposed matrix. */
    private static final double[] TURN_BACK = {0.8, 0.6, -0.6, 0.8};

    private static final double[] SHEAR = {1, 0.5, 0.25, 1};

    private SpaceWarping() {}

    static Chapter chapter(Run run) {
        return new Chapter("warping", "Space warping", List.of(linear(run), folds(run), collapse(run)));
    }

    private static Figure linear(Run run) {
        List<String> names = List.of("identity", "rotation", "scaling", "shear", "mirror", "singular");
        double[][] matrices = {{1, 0, 0, 1}, TURN, {1.5, 0, 0, 0.5}, {1, 0.5, 0, 1}, {-1, 0, 0, 1}, {1, 0.5, 1, 0.5}};
        List<Figure.State> states = new ArrayList<>();
        for (int i = 0; i < matrices.length; i++) {
            double[] w = matrices[i];
            Plot after = plot("The grid after the layer", BOX, points -> Warp.of(points, run, Warp.linear(w, NONE)));
            String reading = String.format(
                    Locale.ROOT,
                    "W = (%s, %s; %s, %s): areas are multiplied by |det W| = %s.",
                    Words.number(w[0], 2),
                    Words.number(w[1], 2),
                    Words.number(w[2], 2),
                    Words.number(w[3], 2),
                    Words.number(Math.abs(w[0] * w[3] - w[1] * w[2]), 2));
            states.add(new Figure.State(List.of(before(), after.axes("h₁", "h₂").svg()), reading));
        }
        return new Figure(
                "linear-layer",
                "A linear layer",
                "h = W·x",
                "A linear layer turns, stretches, shears or flattens the plane: lines stay lines, and parallel ones"
                        + " stay parallel, so what no line separates before, no line separates after.",
                List.of(new Figure.Slider("W", names, 3)),
                states);
    }

    private static Figure folds(Run run) {
        List<String> names = List.of("W·x", "half of the way", "max(0, W·x)");
        List<Figure.State> states = new ArrayList<>();
        List<String> readings = List.of(
                "After the linear layer each of A, B, C and D is still a quarter of the plane.",
                "Negative coordinates are halved here, to show where points go.",
                "A stays, B is folded onto the h₂ axis, C onto the origin, and D onto the h₁ axis.");
        for (int i = 0; i < names.size(); i++) {
            double kept = 1 - i / 2.0;
            Plot after = plot("The grid after " + names.get(i), BOX, points -> {
                // The grid has the quarters of h, so it is first moved to the x that lead there.
                Matrix whole = Warp.of(points, run, Warp.linear(TURN_BACK, NONE), Warp.linear(TURN, NONE));
                Matrix folded = Warp.relu(whole, run);
                return between(folded, whole, kept);
            });
            states.add(new Figure.State(
                    List.of(quadrants(run), after.axes("h₁", "h₂").svg()), readings.get(i)));
        }
        return new Figure(
                "relu-folds",
                "ReLU folds the plane",
                "h = max(0, W·x)",
                "A linear layer with ReLU folds three of the quarters A, B, C and D onto the edges of the first, so"
                        + " that a line may separate what it could not before.",
                List.of(new Figure.Slider("h", names, 2)),
                states);
    }

    /** The plane with its four parts: where w₁·x and w₂·x are above 0 or not. */
    private static String quadrants(Run run) {
        Plot plot = Plot.square("The plane with the quarters A, B, C and D", BOX, BOX)
                .axes("x₁", "x₂");
        for (int q = 0; q < 4; q++) {
            for (double[][] line : lines(q)) {
                Matrix x = Warp.of(matrix(line), run, Warp.linear(TURN_BACK, NONE));
                plot.line("thin c" + q, Points.column(x, 0), Points.column(x, 1));
            }
            double[] at = {1.3 * SIGNS[q][0], 1.3 * SIGNS[q][1]};
            Matrix middle = Warp.of(matrix(new double[][] {{at[0]}, {at[1]}}), run, Warp.linear(TURN_BACK, NONE));
            plot.text("middle", middle.get(0, 0), middle.get(0, 1), QUADRANTS.get(q));
        }
        return plot.svg();
    }

    private static Figure collapse(Run run) {
        double[] b1 = {0.5, -0.25};
        double[] b2 = {-0.5, 0.25};
        double[] product = Warp.product(SHEAR, b1, TURN, b2);
        double[] w = Arrays.copyOf(product, 4);
        double[] b = Arrays.copyOfRange(product, 4, 6);
        Plot one = plot("The grid after one layer", WIDE, points -> Warp.of(points, run, Warp.linear(w, b)));
        List<Figure.State> states = new ArrayList<>();
        for (boolean relu : new boolean[] {false, true}) {
            Plot two = plot("The grid after two layers", WIDE, points -> {
                Matrix hidden = Warp.of(points, run, Warp.linear(SHEAR, b1));
                return Warp.of(relu ? Warp.relu(hidden, run) : hidden, run, Warp.linear(TURN, b2));
            });
            String reading = relu
                    ? "With ReLU between the layers no single linear layer does the same."
                    : String.format(
                            Locale.ROOT,
                            "Two layers do what one does with W₂·W₁ = (%s, %s; %s, %s) and W₂·b₁ + b₂ = (%s, %s).",
                            Words.number(w[0], 2),
                            Words.number(w[1], 2),
                            Words.number(w[2], 2),
                            Words.number(w[3], 2),
                            Words.number(b[0], 2),
                            Words.number(b[1], 2));
            states.add(new Figure.State(
                    List.of(
                            two.axes("after two layers", "").svg(),
                            one.axes("after one layer", "").svg()),
                    reading));
        }
        return new Figure(
                "collapse",
                "Two layers without activation are one",
                "W₂·(W₁·x + b₁) + b₂ = (W₂·W₁)·x + (W₂·b₁ + b₂)",
                "Without an activation between them any number of linear layers moves points as a single one does.",
                List.of(new Figure.Slider("between the layers", List.of("nothing", "ReLU"), 0)),
                states);
    }

    private interface Move {
        Matrix apply(Matrix points);
    }

    private static String before() {
        return plot("The grid before the layer", BOX, points -> points)
                .axes("x₁", "x₂")
                .svg();
    }

    /** The grid of the four quadrants, moved. */
    private static Plot plot(String title, double[] box, Move move) {
        Plot plot = Plot.square(title, box, box);
        for (int q = 0; q < 4; q++) {
            for (double[][] line : lines(q)) {
                Matrix moved = move.apply(matrix(line));
                plot.line("thin c" + q, Points.column(moved, 0), Points.column(moved, 1));
            }
            Matrix middle = move.apply(matrix(new double[][] {{1.3 * SIGNS[q][0]}, {1.3 * SIGNS[q][1]}}));
            plot.dots("c" + q, 2.5, Points.column(middle, 0), Points.column(middle, 1));
            plot.text("start", middle.get(0, 0) + 0.1, middle.get(0, 1) + 0.1 * (q + 1), QUADRANTS.get(q));
        }
        return plot;
    }

    /** Five lines in each direction of a quadrant, from 0 to 2 away from the axes: x₁ and x₂ of their points. */
    private static List<double[][]> lines(int quadrant) {
        List<double[][]> lines = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            double[] fixed = new double[POINTS];
            double[] along = new double[POINTS];
            Arrays.fill(fixed, i / 2.0);
            for (int p = 0; p < POINTS; p++) {
                along[p] = 2.0 * p / (POINTS - 1);
            }
            double[] s = SIGNS[quadrant];
            lines.add(new double[][] {times(s[0], fixed), times(s[1], along)});
            lines.add(new double[][] {times(s[0], along), times(s[1], fixed)});
        }
        return lines;
    }

    private static double[] times(double sign, double[] values) {
        return Arrays.stream(values).map(value -> sign * value).toArray();
    }

    private static Matrix between(Matrix a, Matrix b, double shareOfB) {
        Matrix m = new Matrix(a.rows(), a.columns());
        for (int i = 0; i < a.data().length; i++) {
            m.data()[i] = (float) ((1 - shareOfB) * a.data()[i] + shareOfB * b.data()[i]);
        }
        return m;
    }

    private static Matrix matrix(double[][] xy) {
        Matrix m = new Matrix(xy[0].length, 2);
        for (int i = 0; i < xy[0].length; i++) {
            m.set(i, 0, (float) xy[0][i]);
            m.set(i, 1, (float) xy[1][i]);
        }
        return m;
    }
}
