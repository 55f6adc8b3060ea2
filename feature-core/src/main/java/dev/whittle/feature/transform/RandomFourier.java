package dev.whittle.feature.transform;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Heap;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * Random Fourier features of the kernel k(x, y) = exp(-γ‖x - y‖²): vectors whose dot product is nearly k (Rahimi and
 * Recht, "Random features for large-scale kernel machines", NIPS 2007, algorithm 1). So a linear head on them does
 * nearly what a head with this kernel does.
 *
 * <pre>{@code z_c = √(2/components)·cos(ω_c·x + b_c)}</pre>
 *
 * <p>The Fourier transform of k is a normal distribution: the d values of ω_c are drawn with mean 0 and deviation
 * √(2γ), and b_c uniformly from [0, 2π). The error of a dot product falls with √components; for half the error take
 * four times as many.
 *
 * <p>Both are kept in turns, that is, divided by 2π, as floats. z is a chain of fma in float that begins at b_c and
 * adds the products in the order of the columns, then {@code LinearKernels.cosineOfTurns}, times √(2/components) as a
 * float. ω_c and then b_c come from the generator named "random fourier", c.
 *
 * @param components the number of features, at least 1
 * @param gammaScale γ·d·v, where d is the number of columns and v the variance of all values, above 0; see {@link
 *     Rbf#gamma}
 */
public record RandomFourier(int components, double gammaScale) implements Spec<Rows, Transform>, LearnedSize {
    /** Features that are drawn on one thread. */
    private static final int CHUNK = 16;

    public RandomFourier {
        new Checks("Random Fourier features")
                .atLeast(1, "components", components)
                .aboveZero("gammaScale", gammaScale)
                .report();
    }

    /** 4,096 features; γ is scikit-learn's {@code gamma='scale'}. Both are our choice. */
    public static RandomFourier defaults() {
        return new RandomFourier(4096, 1);
    }

    @Override
    public Transform fit(Rows train, Run run) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("Random Fourier features need at least one row, got " + train);
        }
        train.checkFinite("rows for random Fourier features");
        int d = train.columns();
        double deviation = Math.sqrt(2 * (double) Rbf.gamma(gammaScale, train, run)) / (2 * Math.PI);
        Matrix weights = new Matrix(d, components);
        Matrix phases = new Matrix(1, components);
        run.parallel(components, CHUNK, (from, to) -> {
            for (int c = from; c < to; c++) {
                Rng rng = run.random("random fourier", c);
                for (int j = 0; j < d; j++) {
                    weights.data()[j * components + c] = (float) (deviation * rng.nextGaussian());
                }
                phases.data()[c] = rng.nextFloat();
            }
        });
        return new Fitted(weights, phases);
    }

    /** Rebuilds from {@code weights}, a column for each feature, and {@code phases}, one row, both in turns. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        return new Fitted(
                arrays.get("weights", -1, components).requireFinite("Array 'weights'"),
                arrays.get("phases", 1, components).requireFinite("Array 'phases'"));
    }

    @Override
    public int length(int columns) {
        if ((long) components * columns > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("Random Fourier features: " + components + " weights for each of "
                    + columns + " values do not fit into an array; take fewer components");
        }
        return components;
    }

    /** The weights and phases. */
    @Override
    public long heapBytes(int rows, int columns) {
        return (long) Float.BYTES * components * (columns + 1L);
    }

    @Override
    public String instead() {
        return "fewer components";
    }

    @Override
    public int leastRows() {
        return 1;
    }

    private static final class Fitted implements Transform {
        private final Matrix weights;
        private final Matrix phases;
        private final float amplitude;

        Fitted(Matrix weights, Matrix phases) {
            this.weights = weights;
            this.phases = phases;
            this.amplitude = (float) Math.sqrt(2.0 / phases.columns());
        }

        @Override
        public int columns(int columns) {
            if (columns != weights.rows()) {
                throw new IllegalArgumentException(
                        "Random Fourier features were fitted to " + weights.rows() + " columns, got " + columns);
            }
            return weights.columns();
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            int m = weights.columns();
            for (int r = 0; r < n; r++) {
                System.arraycopy(phases.data(), 0, out, to + r * m, m);
            }
            run.kernels()
                    .linear()
                    .gemm(
                            0,
                            n,
                            m,
                            columns,
                            Strided.rows(in, at, columns),
                            Strided.rows(weights.data(), 0, m),
                            Strided.rows(out, to, m));
            run.kernels().linear().cosineOfTurns(out, to, n * m);
            for (int i = to; i < to + n * m; i++) {
                out[i] *= amplitude;
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("weights", weights).with("phases", phases);
        }

        @Override
        public String toString() {
            return "random Fourier features";
        }
    }
}
