package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Activation;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.explore.UnitSum.Bump;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** One hidden layer approximates any function of one variable: by hand, by training, and by theory. */
final class Approximation {
    private static final double[] X = UnitSum.places(201);
    private static final double[] SIDES = {-1, 1};
    private static final int[] COUNTS = {1, 2, 4, 8, 16, 32};
    private static final List<String> STYLES = List.of("soft dash", "c0");
    private static final List<String> NAMES = List.of("f", "network");
    private static final int[] UNITS = {2, 4, 8, 16, 32};

    private Approximation() {}

    private static double wave(double x) {
        return StrictMath.sin(Math.PI * x) + 0.3 * StrictMath.cos(3 * Math.PI * x);
    }

    static Chapter chapter(Run run) {
        return new Chapter(
                "approximation",
                "Universal approximation",
                List.of(bump(run), bumps(run), steps(run), training(run), barron(run)));
    }

    private static Figure bump(Run run) {
        double[] heights = {-0.5, 0.5, 1};
        double[] slopes = {0.1, 0.2, 0.4};
        List<Figure.State> states = new ArrayList<>();
        for (double t : heights) {
            for (double slope : slopes) {
                Bump bump = new Bump(-0.5, -0.5 + slope, 0.5 - slope / 2, 0.5, t);
                UnitSum sum = UnitSum.bumps(List.of(bump));
                Plot units = Plot.of("The four units", SIDES, Plot.range(-3, 3)).axes("x", "a·ReLU(x − s)");
                double[] s = bump.bends();
                double[] m = bump.changes();
                for (int j = 0; j < 4; j++) {
                    UnitSum one =
                            UnitSum.of(Activation.RELU, new double[] {1}, new double[] {-s[j]}, new double[] {m[j]}, 0);
                    units.line("c" + j + (j % 2 == 0 ? "" : " dash"), X, one.values(X, run));
                }
                units.legend(
                        List.of("c0", "c1 dash", "c2", "c3 dash"),
                        List.of("m₁ at s₁", "−m₁ at s₂", "−m₂ at s₃", "m₂ at s₄"));
                Plot whole = Plot.of("Their sum", SIDES, Plot.range(-1.2, 1.2))
                        .axes("x", "sum")
                        .line("c0", X, sum.values(X, run));
                String reading = String.format(
                        Locale.ROOT,
                        "s = %.2f, %.2f, %.2f, %.2f; m₁ = %.2f/%.2f = %.2f and m₂ = %.2f/%.2f = %.2f.",
                        s[0],
                        s[1],
                        s[2],
                        s[3],
                        t,
                        slope,
                        bump.m1(),
                        t,
                        slope / 2,
                        bump.m2());
                states.add(new Figure.State(List.of(units.svg(), whole.svg()), reading));
            }
        }
        return new Figure(
                "bump",
                "A bump from four ReLUs",
                "m₁·ReLU(x − s₁) − m₁·ReLU(x − s₂) − m₂·ReLU(x − s₃) + m₂·ReLU(x − s₄), m₁ = t/(s₂ − s₁),"
                        + " m₂ = t/(s₄ − s₃)",
                "Four units that never end add up to a bump of height t between s₁ and s₄, and to 0 elsewhere.",
                List.of(
                        new Figure.Slider("height t", List.of("−0.5", "0.5", "1"), 2),
                        new Figure.Slider("s₂ − s₁", List.of("0.1", "0.2", "0.4"), 2)),
                states);
    }

    private static Figure bumps(Run run) {
        double[] errors = Arrays.stream(COUNTS)
                .mapToDouble(k -> UnitSum.bumps(Approximation::wave, k).supError(Approximation::wave, run))
                .toArray();
        List<Figure.State> states = new ArrayList<>();
        for (int i = 0; i < COUNTS.length; i++) {
            UnitSum sum = UnitSum.bumps(Approximation::wave, COUNTS[i]);
            Plot chart = Plot.of("The largest error by the number of bumps", Plot.range(-0.3, 5.3), Plot.range(-2, 0.5))
                    .axes("log₂ K", "log₁₀ of the largest error")
                    .line("c0", log2(COUNTS), log10(errors))
                    .dots("c1", 4.5, new double[] {i}, new double[] {StrictMath.log10(errors[i])});
            states.add(new Figure.State(
                    List.of(
                            curve("The function and the network", sum, run)
                                    .legend(STYLES, NAMES)
                                    .svg(),
                            chart.svg()),
                    String.format(
                            Locale.ROOT,
                            "K = %d, %d units: the largest error is %.3f.",
                            COUNTS[i],
                            sum.units(),
                            errors[i])));
        }
        List<String> positions =
                Arrays.stream(COUNTS).mapToObj(Integer::toString).toList();
        return new Figure(
                "bumps",
                "K bumps from 4K ReLUs",
                "f(x) = sin πx + 0.3·cos 3πx; bump k is as high as f in the middle of its part of the interval",
                "The largest error goes to 0 as bumps are added: from four on, twice as many about halve it.",
                List.of(new Figure.Slider("bumps K", positions, 3)),
                states);
    }

    private static Plot curve(String title, UnitSum sum, Run run) {
        double[] wanted = Arrays.stream(X).map(Approximation::wave).toArray();
        return Plot.of(title, SIDES, Plot.range(-1.7, 2))
                .axes("x", "")
                .line("soft dash", X, wanted)
                .line("c0", X, sum.values(X, run));
    }

    private static Figure steps(Run run) {
        double[] steepness = {5, 20, 80, 1000};
        List<Figure.State> states = new ArrayList<>();
        for (double k : steepness) {
            UnitSum one = UnitSum.of(Activation.SIGMOID, new double[] {k}, new double[] {0.5 * k}, new double[] {1}, 0);
            UnitSum tower = UnitSum.of(
                    Activation.SIGMOID, new double[] {k, k}, new double[] {0.5 * k, -0.5 * k}, new double[] {1, -1}, 0);
            UnitSum sum = UnitSum.steps(Approximation::wave, 31, k);
            Plot plot = Plot.of("A step, and a bump of two", SIDES, Plot.range(-0.2, 1.6))
                    .axes("x", "")
                    .line("c0", X, one.values(X, run))
                    .line("c1 dash", X, tower.values(X, run))
                    .legend(List.of("c0", "c1 dash"), List.of("σ(k·(x + ½))", "σ(k·(x + ½)) − σ(k·(x − ½))"));
            String reading = String.format(
                    Locale.ROOT,
                    "k = %.0f: the step rises from 0.05 to 0.95 over %.3f. The largest error of 31 steps is %.3f.",
                    k,
                    2 * StrictMath.log(19) / k,
                    sum.supError(Approximation::wave, run));
            states.add(new Figure.State(
                    List.of(
                            plot.svg(),
                            curve("31 steps", sum, run).legend(STYLES, NAMES).svg()),
                    reading));
        }
        return new Figure(
                "sigmoid-steps",
                "Steps from sigmoids",
                "σ(k·(x − s)) → step at s as k → ∞",
                "A steep sigmoid is a step, two make a bump, and many make stairs along the function; if they are too"
                        + " flat or too steep, the error grows.",
                List.of(new Figure.Slider("steepness k", List.of("5", "20", "80", "1000"), 1)),
                states);
    }

    private static Figure training(Run run) {
        int[] sizes = {4, 8, 16, 32};
        List<Figure.State> states = new ArrayList<>();
        for (int units : sizes) {
            UnitSum fit = CurveFit.of(Approximation::wave, Activation.RELU, units, run);
            UnitSum bumps = UnitSum.bumps(Approximation::wave, units / 4);
            double[] inside = CurveFit.bends(fit).stream()
                    .mapToDouble(CurveFit.Bend::x)
                    .filter(x -> x >= -1 && x <= 1)
                    .toArray();
            Plot plot = curve("The function and the trained network", fit, run);
            plot.dots("c1", 3, inside, fit.values(inside, run));
            plot.legend(List.of("soft dash", "c0", "c1"), List.of("f", "network", "bends"));
            String reading = String.format(
                    Locale.ROOT,
                    "%d units: the largest error is %.3f after training, and %.3f with %d bump%s by hand. The trained"
                            + " network bends at %d places and has %d bumps.",
                    units,
                    fit.supError(Approximation::wave, run),
                    bumps.supError(Approximation::wave, run),
                    units / 4,
                    units == 4 ? "" : "s",
                    inside.length,
                    CurveFit.bumps(fit));
            states.add(Figure.State.of(plot, reading));
        }
        List<String> positions =
                Arrays.stream(sizes).mapToObj(Integer::toString).toList();
        return new Figure(
                "what-training-finds",
                "What training finds",
                "min over w, b, a, c of the mean of (f(x) − Σ aⱼ·ReLU(wⱼ·x + bⱼ) − c)²",
                "Training does not find bumps: it places single bends where the function turns, and needs fewer units"
                        + " for the same error.",
                List.of(new Figure.Slider("hidden units", positions, 1)),
                states);
    }

    private static Figure barron(Run run) {
        int[] frequencies = {2, 4, 8};
        List<Figure.State> states = new ArrayList<>();
        for (int frequency : frequencies) {
            DoubleUnaryOperator f = x -> StrictMath.cos(frequency * x);
            double[] bound = Arrays.stream(UNITS)
                    .mapToDouble(n -> barronBound(1, frequency, n))
                    .toArray();
            double[] trained = Arrays.stream(UNITS)
                    .mapToDouble(n -> CurveFit.of(f, Activation.SIGMOID, n, run).meanSquaredError(f, run))
                    .toArray();
            double[] steps = Arrays.stream(UNITS)
                    .mapToDouble(n -> UnitSum.steps(f, n, 4 * n).meanSquaredError(f, run))
                    .toArray();
            Plot plot = Plot.of("Barron's bound and measured errors", Plot.range(0.7, 5.3), Plot.range(-6, 4.5))
                    .axes("log₂ n", "log₁₀ of the mean squared error")
                    .line("soft", log2(UNITS), log10(bound))
                    .line("c0 dash", log2(UNITS), log10(steps))
                    .line("c1", log2(UNITS), log10(trained))
                    .dots("c1", 3, log2(UNITS), log10(trained))
                    .legend(List.of("soft", "c0 dash", "c1"), List.of("4r²C²/n", "steps by hand", "trained"));
            states.add(Figure.State.of(
                    plot,
                    String.format(
                            Locale.ROOT,
                            "cos %d·x: C = %d. With 32 units the bound is %.2f, the error of steps %.5f, that after"
                                    + " training %.7f.",
                            frequency,
                            frequency,
                            bound[4],
                            steps[4],
                            trained[4])));
        }
        return new Figure(
                "barron",
                "Barron's bound",
                "∫(f − fₙ)² dμ ≤ 4r²C²/n, C = ∫|ω|·|f̂(ω)| dω; for cos ωx and |x| ≤ r = 1: C = ω",
                "The bound falls as 1/n however many inputs there are, and with one input the measured errors are far"
                        + " below it.",
                List.of(new Figure.Slider(
                        "ω",
                        Arrays.stream(frequencies).mapToObj(Integer::toString).toList(),
                        1)),
                states);
    }

    /**
     * The mean squared error on a ball of radius r that some sum of n sigmoidal units stays below (Barron 1993, theorem
     * 1). @param c ∫|ω|·|f̂(ω)| dω
     */
    static double barronBound(double r, double c, int n) {
        return 4 * r * r * c * c / n;
    }

    private static double[] log10(double[] values) {
        return Arrays.stream(values).map(StrictMath::log10).toArray();
    }

    private static double[] log2(int[] values) {
        return IntStream.of(values)
                .mapToDouble(v -> StrictMath.log(v) / StrictMath.log(2))
                .toArray();
    }
}
