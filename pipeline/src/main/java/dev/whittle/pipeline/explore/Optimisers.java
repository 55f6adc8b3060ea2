package dev.whittle.pipeline.explore;

import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Paths of optimisers, and what sets the length of their steps. */
final class Optimisers {
    private static final List<Optimizer> RULES = List.of(
            Optimizer.SGD,
            Optimizer.MOMENTUM,
            Optimizer.NESTEROV,
            Optimizer.ADAGRAD,
            Optimizer.RMSPROP,
            Optimizer.ADAM,
            Optimizer.ADAMW);
    private static final List<String> NAMES =
            List.of("SGD", "momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam", "AdamW", "L-BFGS");
    private static final List<String> FUNCTIONS = List.of("ravine", "saddle", "noisy bowl");
    private static final int SHOWN = 100;

    private Optimisers() {}

    static Chapter chapter(Run run) {
        return new Chapter(
                "optimisers",
                "Optimisers",
                List.of(paths(run), adagrad(run), bias(run), decoupled(run), stepSizes(run)));
    }

    private static Figure paths(Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (Surface surface : Surface.values()) {
            List<OptimizerPath> paths = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < RULES.size(); i++) {
                double rate = surface.bestRate(RULES.get(i), run);
                paths.add(surface.path(RULES.get(i), rate, run));
                names.add(NAMES.get(i) + " with learning rate " + Words.number(rate, 3));
            }
            paths.add(surface.lbfgs(run));
            names.add("L-BFGS");
            for (int i = 0; i < paths.size(); i++) {
                states.add(new Figure.State(
                        List.of(plane(surface, paths.get(i)), values(surface, paths, i)),
                        reading(surface, names.get(i), paths.get(i))));
            }
        }
        return new Figure(
                "optimizer-paths",
                "Eight optimisers on three functions",
                "(x² + 25y²)/2; x²/2 − y²/2 + y⁴/4; (x² + y²)/2 with normal noise on each gradient",
                "In the ravine SGD creeps along the bottom and momentum swings past the minimum, near the saddle SGD"
                        + " stays for some steps, and where gradients are noisy no method with a constant rate comes to"
                        + " rest.",
                List.of(new Figure.Slider("function", FUNCTIONS, 0), new Figure.Slider("optimiser", NAMES, 1)),
                states);
    }

    private static double above(Surface surface, OptimizerPath path, int step) {
        return surface.value(path.points()[step][0], path.points()[step][1]) - surface.minimum();
    }

    private static String reading(Surface surface, String name, OptimizerPath path) {
        int last = path.points().length - 1;
        int some = Math.min(10, last);
        String reading = String.format(
                Locale.ROOT,
                "After %d steps of %s (%d gradients) the value is %.6f above the minimum",
                some,
                name,
                path.gradients()[some],
                above(surface, path, some));
        if (last > some) {
            reading += String.format(
                    Locale.ROOT,
                    ", and after %d steps (%d gradients) %.6f above it",
                    last,
                    path.gradients()[last],
                    above(surface, path, last));
        }
        return reading + (last < Surface.STEPS ? "; there it ends." : ".");
    }

    private static String plane(Surface surface, OptimizerPath path) {
        double[] x = {-2.5, 2.5};
        double[] y = surface == Surface.RAVINE ? new double[] {-1.5, 1.5} : new double[] {-2, 2};
        double[] levels = surface == Surface.SADDLE
                ? new double[] {-0.2, -0.1, 0, 0.2, 0.5, 1, 2, 3}
                : new double[] {0.1, 0.5, 1, 2, 4, 8, 16};
        Plot plot = Plot.of("Contour lines and the path of the optimiser", x, y).axes("x", "y");
        Contours contours = Contours.of(surface::value, x, y, 28);
        for (double level : levels) {
            double[][] line = contours.level(level);
            plot.line("soft thin pale", line[0], line[1]);
        }
        double[] pathX = path.coordinate(0);
        double[] pathY = path.coordinate(1);
        double[] minima = surface == Surface.SADDLE ? new double[] {-1, 1} : new double[] {0};
        return plot.line("c1", pathX, pathY)
                .dots("c1", 2, pathX, pathY)
                .dots("ink", 3.5, new double[minima.length], minima)
                .text("end", pathX[0] - 0.08, pathY[0], "start")
                .svg();
    }

    private static String values(Surface surface, List<OptimizerPath> paths, int chosen) {
        Plot plot = Plot.of(
                        "The value over the steps, of this optimiser and of the others",
                        Plot.range(0, Surface.STEPS),
                        surface == Surface.NOISY_BOWL ? Plot.range(-3, 2) : Plot.range(-7, 3.5))
                .axes("step", "log₁₀(value − minimum)");
        for (OptimizerPath path : paths) {
            plot.line("soft thin pale", steps(path), logarithms(surface, path));
        }
        OptimizerPath path = paths.get(chosen);
        return plot.line("c1", steps(path), logarithms(surface, path))
                .legend(List.of("c1", "soft thin"), List.of(NAMES.get(chosen), "the others"))
                .svg();
    }

    private static double[] steps(OptimizerPath path) {
        return IntStream.range(0, path.points().length).asDoubleStream().toArray();
    }

    private static double[] logarithms(Surface surface, OptimizerPath path) {
        return IntStream.range(0, path.points().length)
                .mapToDouble(i -> StrictMath.log10(Math.max(1e-9, above(surface, path, i))))
                .toArray();
    }

    private static double[] from(int first, int last) {
        return IntStream.rangeClosed(first, last).asDoubleStream().toArray();
    }

    private static Figure adagrad(Run run) {
        double[] gradients = {0.5, 1, 2};
        List<Figure.State> states = new ArrayList<>();
        for (double gradient : gradients) {
            double[] adagrad = StepLength.of(Optimizer.ADAGRAD, gradient, 0.9, SHOWN, run);
            double[] rmsprop = StepLength.of(Optimizer.RMSPROP, gradient, 0.9, SHOWN, run);
            double[] sgd = StepLength.of(Optimizer.SGD, gradient, 0.9, SHOWN, run);
            Plot plot = Plot.of("The length of the steps", Plot.range(0, SHOWN), Plot.range(0, 4))
                    .axes("step t", "length / η")
                    .line("c2 thin", from(1, SHOWN), sgd)
                    .line("c0", from(1, SHOWN), adagrad)
                    .line("c1 dash", from(1, SHOWN), rmsprop)
                    .legend(List.of("c0", "c1 dash", "c2 thin"), List.of("AdaGrad", "RMSProp, ρ = 0.9", "SGD"));
            states.add(Figure.State.of(
                    plot,
                    String.format(
                            Locale.ROOT,
                            "With gradient %s, step %d has the length %.4f·η with AdaGrad, %.4f·η with RMSProp and"
                                    + " %.4f·η with SGD.",
                            Words.number(gradient, 3),
                            SHOWN,
                            adagrad[SHOWN - 1],
                            rmsprop[SHOWN - 1],
                            sgd[SHOWN - 1])));
        }
        return new Figure(
                "adagrad-slows",
                "AdaGrad slows down",
                "The gradient is the same in all steps: AdaGrad's step t is η/√t long, RMSProp's is η/√(1 − ρᵗ)",
                "AdaGrad's steps become ever shorter, even where the gradient does not, while those of RMSProp go to"
                        + " η.",
                List.of(new Figure.Slider("gradient", texts(gradients), 1)),
                states);
    }

    private static List<String> texts(double[] values) {
        return Arrays.stream(values).mapToObj(value -> Words.number(value, 3)).toList();
    }

    private static Figure bias(Run run) {
        double[] decays = {0.9, 0.99, 0.999};
        List<Figure.State> states = new ArrayList<>();
        for (double decay : decays) {
            double[] corrected = StepLength.of(Optimizer.ADAM, 1, decay, SHOWN, run);
            double[] without = StepLength.withoutCorrection(0.9, decay, SHOWN);
            Plot plot = Plot.of("The length of Adam's steps", Plot.range(0, SHOWN), Plot.range(0, 8.5))
                    .axes("step t", "length / α")
                    .line("c0", from(1, SHOWN), corrected)
                    .line("c1 dash", from(1, SHOWN), without)
                    .dots("c1", 3.5, new double[] {1}, new double[] {without[0]})
                    .dots("c0", 3.5, new double[] {1}, new double[] {corrected[0]})
                    .legend(List.of("c0", "c1 dash"), List.of("Adam", "without correction, by its formula"));
            double longest = Arrays.stream(without).max().orElseThrow();
            states.add(Figure.State.of(
                    plot,
                    String.format(
                            Locale.ROOT,
                            "With β₁ = 0.9 and β₂ = %s the first step is %.4f·α with the correction and %.4f·α without;"
                                    + " the longest of the first %d is %.4f·α without.",
                            Words.number(decay, 3),
                            corrected[0],
                            without[0],
                            SHOWN,
                            longest)));
        }
        return new Figure(
                "bias-correction",
                "Adam's correction of the bias",
                "m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ); without it step t is α·(1 − β₁ᵗ)/√(1 − β₂ᵗ) long for a constant"
                        + " gradient",
                "With the correction every step for a constant gradient is α long, while without it the first ones"
                        + " are of another length, for β₂ = 0.999 several times as long.",
                List.of(new Figure.Slider("β₂", texts(decays), 2)),
                states);
    }

    private static Figure decoupled(Run run) {
        double[] sizes = {0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100};
        int[] chosen = {3, 6, 9, 12};
        int steps = 1000;
        OptimizerPath coupled = WeightDecay.of(Optimizer.ADAM, sizes, steps, run);
        OptimizerPath decoupled = WeightDecay.of(Optimizer.ADAMW, sizes, steps, run);
        int[] every = IntStream.rangeClosed(0, 50).map(i -> i * steps / 50).toArray();
        double[] at = Arrays.stream(every).asDoubleStream().toArray();
        double[] logarithms = Arrays.stream(sizes).map(StrictMath::log10).toArray();
        List<String> styles = List.of("c0", "c1 dash");
        List<String> names = List.of("Adam with l2", "AdamW");
        List<Figure.State> states = new ArrayList<>();
        for (int size : chosen) {
            double[] here = {logarithms[size]};
            Plot over = Plot.of("A weight over the steps", Plot.range(0, 1.04 * steps), Plot.range(0, 1.35))
                    .axes("step", "weight")
                    .line(styles.get(0), at, weights(coupled, every, size))
                    .line(styles.get(1), at, weights(decoupled, every, size))
                    .legend(styles, names);
            Plot by = Plot.of(
                            "What is left of weights, by the size of their gradients",
                            Plot.range(-1, 2),
                            Plot.range(0, 1.35))
                    .axes("log₁₀ of the size of gradients", "weight after " + steps + " steps")
                    .line(styles.get(0), logarithms, coupled.points()[steps])
                    .line(styles.get(1), logarithms, decoupled.points()[steps])
                    .dots("c0", 3.5, here, new double[] {coupled.points()[steps][size]})
                    .dots("c1", 3.5, here, new double[] {decoupled.points()[steps][size]})
                    .legend(styles, names);
            states.add(new Figure.State(
                    List.of(over.svg(), by.svg()),
                    String.format(
                            Locale.ROOT,
                            "With gradients of ±%s, what is left of a weight of 1 after %d steps is %.4f with Adam and"
                                    + " the l2 penalty, and %.4f with AdamW.",
                            Words.number(sizes[size], 3),
                            steps,
                            coupled.points()[steps][size],
                            decoupled.points()[steps][size])));
        }
        return new Figure(
                "decoupled-decay",
                "Weight decay beside Adam, and within",
                "Adam with the penalty (λ/2)·w²: g = ∂L/∂w + λw; AdamW: w ← (1 − ηλ)·w before Adam's step;"
                        + " η = 0.01, λ = 0.1, ∂L/∂w = ±g in turn",
                "With an l2 penalty Adam takes less off the weights that have large gradients, while AdamW takes the"
                        + " same share off all.",
                List.of(new Figure.Slider(
                        "size of gradients",
                        texts(Arrays.stream(chosen).mapToDouble(i -> sizes[i]).toArray()),
                        3)),
                states);
    }

    private static double[] weights(OptimizerPath path, int[] steps, int index) {
        return IntStream.of(steps)
                .mapToDouble(step -> path.points()[step][index])
                .toArray();
    }

    private static Figure stepSizes(Run run) {
        double[] rates = {0.05, 0.2, 0.5};
        int steps = 1000;
        int period = 20;
        int[] shown = IntStream.rangeClosed(0, 90)
                .map(i -> (int) Math.rint(StrictMath.pow(10, i / 30.0)))
                .distinct()
                .toArray();
        double[] at = Arrays.stream(shown).mapToDouble(StrictMath::log10).toArray();
        List<Figure.State> states = new ArrayList<>();
        for (double rate : rates) {
            StepSizes constant = StepSizes.constant(rate, steps, run);
            StepSizes falling = StepSizes.falling(rate, period, steps, run);
            String start = Words.number(rate, 3);
            Plot plot = Plot.of("The error over the steps", Plot.range(0, 3), Plot.range(-3, 1.6))
                    .axes("log₁₀ of the step", "log₁₀ of the error")
                    .line("soft thin", at, logarithms(constant.expected(), shown))
                    .line("soft thin", at, logarithms(falling.expected(), shown))
                    .line("c0", at, logarithms(constant.error(), shown))
                    .line("c1 dash", at, logarithms(falling.error(), shown))
                    .legend(
                            List.of("c0", "c1 dash", "soft thin"),
                            List.of(
                                    "η = " + start,
                                    "η = " + start + "·" + period + "/(" + period + " + k)",
                                    "expected"));
            states.add(Figure.State.of(
                    plot,
                    String.format(
                            Locale.ROOT,
                            "After %d steps the mean of w² over %d descents is %.4f with the constant rate %s (%.4f is"
                                    + " expected), and %.4f with the falling rate (%.4f).",
                            steps,
                            StepSizes.REPEATS,
                            constant.error()[steps],
                            start,
                            constant.expected()[steps],
                            falling.error()[steps],
                            falling.expected()[steps])));
        }
        return new Figure(
                "step-sizes",
                "A constant and a falling learning rate",
                "w ← w − η·(w + n) with standard normal n; E w² ← (1 − η)²·E w² + η²; constant η: E w² → η/(2 − η);"
                        + " η·a/(a + k) = α/(a + k): E w² → 0",
                "With a constant rate the error stays at a level that is lower for smaller rates, while with α/(a + k)"
                        + " it falls on and on.",
                List.of(new Figure.Slider("learning rate at the start", texts(rates), 1)),
                states);
    }

    private static double[] logarithms(double[] values, int[] at) {
        return IntStream.of(at).mapToDouble(i -> StrictMath.log10(values[i])).toArray();
    }
}
