package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.GradientCheck;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Values that go through a graph, and derivatives that come back. */
final class Backpropagation {
    private static final double[] PLACES = {-2, -1, -0.5, 0, 0.5, 1, 2};
    private static final float[] RATES = {0.001f, 0.01f, 0.1f};

    private Backpropagation() {}

    static Chapter chapter(Run run) {
        return new Chapter(
                "backpropagation", "Backpropagation", List.of(values(run), shared(run), graphs(run), twoLayers(run)));
    }

    private static Figure values(Run run) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("σ", new Sigmoid());
        layers.put("max", new Relu());
        layers.put("tanh", new Tanh());
        List<Figure.State> states = new ArrayList<>();
        layers.forEach((sign, layer) -> {
            NeuronGraph neuron = NeuronGraph.of(layer, run);
            for (int step = 0; step < NeuronDrawing.STEPS.size(); step++) {
                states.add(NeuronDrawing.state(neuron, sign, step));
            }
        });
        return new Figure(
                "graph-values",
                "Forward and back through a graph",
                "f = a(w₀·x₀ + w₁·x₁ + w₂); back through a node: ∂f/∂in = ∂out/∂in · ∂f/∂out",
                "Each node needs only its own values and the derivative that comes from its right: it multiplies it by"
                        + " its local derivative and hands it on to its left.",
                List.of(
                        new Figure.Slider("last node a", List.of("sigmoid σ(s)", "ReLU max(0, s)", "tanh(s)"), 0),
                        new Figure.Slider("step", NeuronDrawing.STEPS, NeuronDrawing.STEPS.size() - 1)),
                states);
    }

    private static Figure shared(Run run) {
        SharedValue[] curve = IntStream.rangeClosed(-60, 60)
                .mapToObj(i -> SharedValue.of(i / 20.0, run))
                .toArray(SharedValue[]::new);
        List<Figure.State> states = new ArrayList<>();
        for (double x : PLACES) {
            SharedValue at = SharedValue.of(x, run);
            String reading = String.format(
                    Locale.ROOT,
                    "x = %.1f: f(x) = %.4f and y = %.4f. Back comes %.4f through the shortcut and %.4f through f,"
                            + " together %.4f.",
                    x,
                    at.f(),
                    at.y(),
                    at.shortcut(),
                    at.block(),
                    at.sum());
            states.add(new Figure.State(List.of(NeuronDrawing.block(at), derivatives(curve, at)), reading));
        }
        List<String> positions = Arrays.stream(PLACES)
                .mapToObj(x -> Words.minus(String.format(Locale.ROOT, "%.1f", x)))
                .toList();
        return new Figure(
                "shared-value",
                "A value that is used twice",
                "y = x + f(x), ∂y/∂x = 1 + f′(x), with f(x) = ¾·tanh(2x)",
                "Where a value is used twice its derivatives add up, so behind a shortcut the derivative stays near 1"
                        + " even where f has hardly any.",
                List.of(new Figure.Slider("x", positions, 4)),
                states);
    }

    private static String derivatives(SharedValue[] curve, SharedValue at) {
        double[] x = Arrays.stream(curve).mapToDouble(SharedValue::x).toArray();
        double[] here = {at.x(), at.x(), at.x()};
        return Plot.of("The derivative of each way, and their sum, by x", Plot.range(-3, 3), Plot.range(0, 3.4))
                .axes("x", "derivative of y")
                .line(
                        "c0",
                        x,
                        Arrays.stream(curve).mapToDouble(SharedValue::sum).toArray())
                .line(
                        "c1 dash",
                        x,
                        Arrays.stream(curve).mapToDouble(SharedValue::block).toArray())
                .line(
                        "c2 thin",
                        x,
                        Arrays.stream(curve).mapToDouble(SharedValue::shortcut).toArray())
                .dots("ink", 3, here, new double[] {at.sum(), at.block(), at.shortcut()})
                .legend(List.of("c0", "c1 dash", "c2 thin"), List.of("sum", "through f", "through the shortcut"))
                .svg();
    }

    private static Figure graphs(Run run) {
        Map<String, GraphExample> examples = new LinkedHashMap<>();
        examples.put("inception block", GraphExample.inception());
        examples.put("residual block", GraphExample.residual());
        examples.put("recurrent network", GraphExample.recurrent());
        List<Figure.State> states = new ArrayList<>();
        examples.forEach((name, example) -> {
            GradientCheck.Report report = example.check(run);
            String reading = String.format(
                    Locale.ROOT,
                    "%s: %d derivatives, those by the features included, agree with finite differences. The largest"
                            + " difference is %s of the largest derivative of its array. %s",
                    Words.capital(name),
                    report.judged(),
                    power(report.relative()),
                    report.kinks() == 0
                            ? "There is no kink."
                            : report.kinks() + " at kinks of the pooling were not judged.");
            states.add(new Figure.State(
                    List.of(NetworkDrawing.svg(title(name), example.network()), scatter(report)), reading));
        });
        return new Figure(
                "graphs",
                "Any graph without cycles",
                "∂L/∂v = Σ ∂L/∂u · ∂u/∂v over all uses u of v, beside a central difference of order 6",
                "Whether branches are joined, a shortcut is added or three layers share their parameters, the"
                        + " derivatives of the backward pass are those that finite differences give.",
                List.of(new Figure.Slider("graph", new ArrayList<>(examples.keySet()), 0)),
                states);
    }

    private static String title(String name) {
        return switch (name) {
            case "inception block" -> "Inception block: four branches see the same features and are concatenated";
            case "residual block" -> "Residual block: the features are added to what two convolutions make of them";
            default -> "Recurrent network, unrolled: three linear layers with the same parameters W and b, dashed";
        };
    }

    private static String scatter(GradientCheck.Report report) {
        List<GradientCheck.Derivative> judged = report.derivatives().stream()
                .filter(d -> d.judged() && !d.array().equals("features"))
                .toList();
        double[] computed = judged.stream().mapToDouble(d -> d.computed()).toArray();
        double[] difference = judged.stream()
                .mapToDouble(GradientCheck.Derivative::difference)
                .toArray();
        double largest = Arrays.stream(difference).map(Math::abs).max().orElseThrow();
        double unit = StrictMath.pow(10, Math.floor(StrictMath.log10(largest)));
        double most = unit * Math.ceil(1.05 * largest / unit);
        double[] range = Plot.range(-most, most);
        return Plot.square("Each derivative by a parameter, of both kinds: all lie on the diagonal", range, range)
                .axes("by finite differences", "by backpropagation")
                .line("soft thin", range, range)
                .dots("c0", 2, difference, computed)
                .svg();
    }

    /** A number above 0 with two digits, and a power of ten where it is far from 1. */
    private static String power(double value) {
        if (value >= 0.01 && value < 1000) {
            return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
        }
        String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e");
        StringBuilder power = new StringBuilder(parts[0]).append("·10");
        for (char c : Integer.toString(Integer.parseInt(parts[1])).toCharArray()) {
            power.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return power.toString();
    }

    private static Figure twoLayers(Run run) {
        List<Figure.State> states = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        for (float rate : RATES) {
            positions.add(Words.number(rate, 3));
            double[] losses = TwoLayerNet.losses(rate, run);
            int last = losses.length - 1;
            String reading = last == TwoLayerNet.STEPS - 1
                    ? String.format(
                            Locale.ROOT,
                            "Learning rate %s: the loss falls from %.3f to %s after 100 steps and %s after %d.",
                            positions.get(positions.size() - 1),
                            losses[0],
                            power(losses[100]),
                            power(losses[last]),
                            last)
                    : String.format(
                            Locale.ROOT,
                            "Learning rate %s: the loss rises from %.3f to %s after %d steps; then its numbers are"
                                    + " too large for a float.",
                            positions.get(positions.size() - 1),
                            losses[0],
                            power(losses[last]),
                            last);
            double[] step = IntStream.rangeClosed(0, last).mapToDouble(i -> i).toArray();
            double[] logarithm = Arrays.stream(losses).map(StrictMath::log10).toArray();
            Plot plot = Plot.of("The loss by the step", Plot.range(0, TwoLayerNet.STEPS), Plot.range(-14, 8))
                    .axes("step", "log₁₀ of the loss")
                    .line("c0", step, logarithm);
            states.add(Figure.State.of(plot, reading));
        }
        return new Figure(
                "two-layer-net",
                "Two layers in twenty lines",
                "p = max(0, x·W₁)·W₂, L = ‖p − y‖²/n; W ← W − η·∂L/∂W; 64 samples of 1,000 features, 100 units and 10"
                        + " outputs",
                "Twenty lines of Java train a net as the lecture's twenty lines of NumPy do, and with a rate that is"
                        + " too large the loss explodes.",
                List.of(new Figure.Slider("learning rate η", positions, 0)),
                states);
    }
}
