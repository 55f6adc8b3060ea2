package dev.whittle.pipeline.explore;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Perceptron.Mistake;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What one linear unit cannot compute, and a hidden layer can. */
final class Xor {
    private static final int EPOCHS = 30;
    private static final int STARTS = 20;
    /** Cells in a row; no middle of a cell lies on a border of XOR by hand, where both scores are equal. */
    private static final int GRID = 62;

    private static final double[] PLANE = {-0.5, 1.5};

    private Xor() {}

    static List<Figure> figures(Run run) {
        return List.of(epochs(run), gradient(run), hidden(run), inThePage(run));
    }

    private static List<String> names() {
        return List.of("AND", "OR", "XOR");
    }

    private static Figure epochs(Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (TruthTable table : TruthTable.values()) {
            Perceptron perceptron = new Perceptron(false, EPOCHS);
            Classifier line = perceptron.fit(table.samples(), run);
            double[] mistakes = new double[EPOCHS];
            int last = 0;
            for (Mistake mistake : perceptron.mistakes(table.samples(), run)) {
                mistakes[mistake.epoch() - 1]++;
                last = mistake.epoch();
            }
            Plot counts = Plot.of("Mistakes in each epoch", Plot.range(0.4, EPOCHS + 0.6), Plot.range(0, 4.2))
                    .axes("epoch", "mistakes");
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                counts.bar("c0", epoch - 0.4, epoch + 0.4, 0, mistakes[epoch - 1]);
            }
            String reading = last < EPOCHS
                    ? table + ": the last mistake is in epoch " + last + "; then the perceptron is right."
                    : table + ": there are mistakes in each of the " + EPOCHS + " epochs, and there always will be.";
            states.add(new Figure.State(
                    List.of(
                            plane(table, features -> line.scores(features, run), "The answers")
                                    .svg(),
                            counts.svg()),
                    reading));
        }
        return new Figure(
                "xor",
                "What a perceptron cannot learn",
                "no w, b have w·x + b > 0 at (0, 1) and (1, 0), and w·x + b ≤ 0 at (0, 0) and (1, 1)",
                "AND and OR are learned in some epochs, while on XOR the perceptron makes mistakes for ever.",
                List.of(new Figure.Slider("function", names(), 2)),
                states);
    }

    private static Figure gradient(Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (TruthTable table : TruthTable.values()) {
            double[] gradient = table.gradientAtZero(run);
            Plot plot = Plot.of("The mean log-likelihood along lines", Plot.range(-4, 4), Plot.range(-2.5, 0.8))
                    .axes("t", "mean log-likelihood");
            double[][] directions = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, -1.5}};
            List<String> styles = List.of("c0", "c1 dash", "c2 thin", "c3 thin dash");
            for (int d = 0; d < directions.length; d++) {
                double[] t = new double[81];
                double[] value = new double[81];
                for (int i = 0; i < t.length; i++) {
                    t[i] = (i - 40) / 10.0;
                    value[i] = logLikelihood(table.samples(), directions[d], t[i], run);
                }
                plot.line(styles.get(d), t, value);
            }
            plot.legend(styles, List.of("w₁ = t", "w₂ = t", "b = t", "w₁ = w₂ = t, b = −1.5·t"));
            String reading = String.format(
                    Locale.ROOT,
                    "%s: at w = 0, b = 0 the derivatives by w₁, w₂ and b are %.2f, %.2f and %.2f.",
                    table,
                    gradient[0],
                    gradient[1],
                    gradient[2]);
            states.add(Figure.State.of(plot, reading));
        }
        return new Figure(
                "xor-gradient",
                "Where the gradient of XOR is zero",
                "∂ℓ/∂(w, b) = mean of (y − σ(w·x + b))·(x, 1), ℓ the mean of ln p(y | x)",
                "The log-likelihood is concave, so where its gradient is zero is its top; for XOR that is w = 0, b = 0,"
                        + " where every answer has probability ½.",
                List.of(new Figure.Slider("function", names(), 2)),
                states);
    }

    /** Of the softmax of the scores 0 and t·(w·x + b). */
    private static double logLikelihood(Samples samples, double[] direction, double t, Run run) {
        float[] scores = new float[8];
        float[] x = new float[2];
        for (int i = 0; i < 4; i++) {
            samples.features().read(i, 1, x, 0);
            scores[2 * i + 1] = (float) (t * (direction[0] * x[0] + direction[1] * x[1] + direction[2]));
        }
        return -new CrossEntropy().sumAndGradient(scores, 4, 2, samples.labels(), 0, 1, run.kernels()) / 4;
    }

    private static Figure hidden(Run run) {
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("2, by hand", TruthTable.xorByHand());
        Map<String, String> starts = new HashMap<>();
        for (int units : new int[] {1, 2, 3, 4, 8}) {
            String name = units + ", trained";
            List<Network> found = found(units, run);
            networks.put(name, found.isEmpty() ? TruthTable.XOR.trained(units, run) : found.get(0));
            starts.put(name, " Training finds XOR from " + found.size() + " of " + STARTS + " starts.");
        }
        List<Figure.State> states = new ArrayList<>();
        networks.forEach((name, network) -> {
            Samples xor = TruthTable.XOR.samples();
            Matrix probabilities = Softmax.probabilities(network.scores(xor.features(), run), run);
            StringBuilder reading = new StringBuilder("Hidden units: " + name + ". The probability of 1 is");
            for (int i = 0; i < 4; i++) {
                reading.append(String.format(
                        Locale.ROOT, "%s %.2f at (%d, %d)", i == 0 ? "" : ",", probabilities.get(i, 1), i / 2, i % 2));
            }
            reading.append(": ").append(right(network, run)).append(" of 4 are right.");
            reading.append(starts.getOrDefault(name, ""));
            Plot plane = plane(TruthTable.XOR, features -> network.scores(features, run), "The answers in the plane");
            states.add(Figure.State.of(plane, reading.toString()));
        });
        return new Figure(
                "xor-hidden",
                "XOR with a hidden layer",
                "by hand: h₁ = max(0, x₁ + x₂), h₂ = max(0, x₁ + x₂ − 1), s = h₁ − 2·h₂ − ½",
                "Two hidden units are enough for XOR by hand, while training finds XOR more often with more units.",
                List.of(new Figure.Slider("hidden units", List.copyOf(networks.keySet()), 0)),
                states);
    }

    private static Figure inThePage(Run run) {
        Network network = TruthTable.xorByHand();
        Plot plane = plane(TruthTable.XOR, features -> network.scores(features, run), "The answers in the plane");
        return new Figure(
                "xor-in-the-page",
                "Try the network of XOR",
                "h₁ = max(0, x₁ + x₂), h₂ = max(0, x₁ + x₂ − 1), s = h₁ − 2·h₂ − ½; the answer is 1 if s > 0",
                "The network runs in the page: move both inputs, and see the hidden units and the scores of 0 and 1.",
                List.of(),
                List.of(Figure.State.of(plane, "The ring marks the input.")),
                PageNetwork.of(
                        network,
                        List.of("x₁ + x₂, x₁ + x₂ − 1", "h₁, h₂", "scores of 0 and 1"),
                        List.of("x₁", "x₂"),
                        PLANE,
                        List.of(15, 5),
                        plane));
    }

    /** The networks of those starts that lead to four right answers. */
    private static List<Network> found(int units, Run run) {
        return IntStream.range(0, STARTS)
                .mapToObj(start -> TruthTable.XOR.trained(units, run.withStartSeed(start)))
                .filter(network -> right(network, run) == 4)
                .toList();
    }

    private static int right(Network network, Run run) {
        Samples xor = TruthTable.XOR.samples();
        return (int) Math.round(4
                * Evaluation.of(network.scores(xor.features(), run), xor.labels())
                        .accuracy());
    }

    /** The answers in the plane, and the four samples: a filled dot for 1, a ring for 0. */
    private static Plot plane(TruthTable table, Function<Matrix, Matrix> scores, String title) {
        int[][] classes = Points.classes(scores.apply(Points.grid(PLANE, GRID)), GRID);
        Plot plot = Plot.square(title, PLANE, PLANE).axes("x₁", "x₂").regions(classes);
        for (int i = 0; i < 4; i++) {
            int label = table.samples().labels()[i];
            plot.dots("c" + label, 6, new double[] {i / 2}, new double[] {i % 2});
            plot.text("middle", i / 2, i % 2 + 0.09, Integer.toString(label));
        }
        return plot;
    }
}
