package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A network of one input, one hidden layer and one output: f(x) = Σ_j a_j·φ(w_j·x + b_j) + c with an activation φ.
 *
 * @param network the layers; its parameters are w, b, a and c in this order
 */
public record UnitSum(Network network) {
    /** Where distances to a function are taken. */
    private static final int POINTS = 1001;

    /**
     * The network with these parameters, rounded to floats.
     *
     * @param w a value for each unit, as b and a
     */
    public static UnitSum of(Activation activation, double[] w, double[] b, double[] a, double c) {
        int units = w.length;
        if (b.length != units || a.length != units) {
            throw new IllegalArgumentException("w, b and a have a value for each unit, got " + units + ", " + b.length
                    + " and " + a.length + " values");
        }
        Graph graph = new Graph(Shape.of(1));
        Linear hidden = new Linear(1, units, new Parameter("w", floats(w), true), new Parameter("b", floats(b), false));
        Linear out = new Linear(
                units, 1, new Parameter("a", floats(a), true), new Parameter("c", new float[] {(float) c}, false));
        return new UnitSum(graph.network(graph.chain(graph.input(), hidden, activation.layer(), out)));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * A bump of ReLUs: 0 up to s₁, rising to t at s₂, falling from s₃ to 0 at s₄. With m₁ = t/(s₂ - s₁) and
     * m₂ = t/(s₄ - s₃) it is m₁·φ(x - s₁) - m₁·φ(x - s₂) - m₂·φ(x - s₃) + m₂·φ(x - s₄).
     */
    public record Bump(double s1, double s2, double s3, double s4, double t) {
        public Bump {
            if (!(s1 < s2 && s2 <= s3 && s3 < s4)) {
                throw new IllegalArgumentException(
                        "A bump needs s1 < s2 <= s3 < s4, got " + s1 + ", " + s2 + ", " + s3 + ", " + s4);
            }
        }

        /** The slope from s₁ to s₂. */
        public double m1() {
            return t / (s2 - s1);
        }

        /** The slope from s₃ to s₄, downwards. */
        public double m2() {
            return t / (s4 - s3);
        }

        /** s₁ to s₄: where the units bend. */
        public double[] bends() {
            return new double[] {s1, s2, s3, s4};
        }

        /** By how much the slope changes at each of them. */
        public double[] changes() {
            return new double[] {m1(), -m1(), -m2(), m2()};
        }
    }

    /** The sum of bumps, four units for each. */
    public static UnitSum bumps(List<Bump> bumps) {
        double[] w = new double[4 * bumps.size()];
        double[] b = new double[w.length];
        double[] a = new double[w.length];
        for (int i = 0; i < bumps.size(); i++) {
            Bump bump = bumps.get(i);
            double[] s = bump.bends();
            double[] m = bump.changes();
            for (int j = 0; j < 4; j++) {
                w[4 * i + j] = 1;
                b[4 * i + j] = -s[j];
                a[4 * i + j] = m[j];
            }
        }
        return of(Activation.RELU, w, b, a, 0);
    }

    /**
     * K bumps as high as f in the middle of each K-th part of the interval from -1 to 1. Each slope is half as wide as
     * a part and lies over the border of two parts, so that neighbours add up to a line from one height to the next.
     * The first and the last bump are flat up to the ends.
     *
     * @param k at least 1
     */
    public static UnitSum bumps(DoubleUnaryOperator f, int k) {
        double width = 2.0 / k;
        double r = width / 4;
        List<Bump> bumps = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            double left = -1 + i * width;
            double right = left + width;
            double start = i == 0 ? left - 2 * r : left;
            double end = i == k - 1 ? right + 2 * r : right;
            bumps.add(new Bump(start - r, start + r, end - r, end + r, f.applyAsDouble(left + width / 2)));
        }
        return bumps(bumps);
    }

    /**
     * Steps of n sigmoids σ(steepness·(x - s)) at the inner borders of n + 1 equal parts of the interval from -1 to 1,
     * between the heights of f in the middle of the parts.
     *
     * @param n at least 1
     */
    public static UnitSum steps(DoubleUnaryOperator f, int n, double steepness) {
        double width = 2.0 / (n + 1);
        double[] w = new double[n];
        double[] b = new double[n];
        double[] a = new double[n];
        double first = f.applyAsDouble(-1 + width / 2);
        double before = first;
        for (int j = 0; j < n; j++) {
            double border = -1 + (j + 1) * width;
            double height = f.applyAsDouble(border + width / 2);
            w[j] = steepness;
            b[j] = -steepness * border;
            a[j] = height - before;
            before = height;
        }
        return of(Activation.SIGMOID, w, b, a, first);
    }

    /** How many hidden units there are. */
    public int units() {
        return network.parameters().get(0).values().length;
    }

    /** f at each of these x. */
    public double[] values(double[] x, Run run) {
        Matrix input = new Matrix(x.length, 1, floats(x));
        Matrix output = network.scores(input, run);
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = output.get(i, 0);
        }
        return values;
    }

    /** The largest distance to a function at 1001 evenly spaced x from -1 to 1. */
    public double supError(DoubleUnaryOperator f, Run run) {
        double largest = 0;
        for (double distance : distances(f, run)) {
            largest = Math.max(largest, Math.abs(distance));
        }
        return largest;
    }

    /** The mean squared distance to a function at the same x. */
    public double meanSquaredError(DoubleUnaryOperator f, Run run) {
        double sum = 0;
        for (double distance : distances(f, run)) {
            sum += distance * distance;
        }
        return sum / POINTS;
    }

    private double[] distances(DoubleUnaryOperator f, Run run) {
        double[] x = places(POINTS);
        double[] distances = values(x, run);
        for (int i = 0; i < POINTS; i++) {
            distances[i] -= f.applyAsDouble(x[i]);
        }
        return distances;
    }

    /** Evenly spaced from -1 to 1, both included. */
    static double[] places(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = -1 + 2.0 * i / (n - 1);
        }
        return x;
    }
}
