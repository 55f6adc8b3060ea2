package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** What training finds for a function of one variable between -1 and 1. */
public final class CurveFit {
    private static final int SAMPLES = 128;
    private static final int STEPS = 1500;

    private CurveFit() {}

    /**
     * A network of one hidden layer, trained by 1500 steps of Adam on the mean squared distance to f at 128 evenly
     * spaced x. At the start the units bend at random places between -1 and 1.
     *
     * @param units hidden units, at least 1
     */
    public static UnitSum of(DoubleUnaryOperator f, Activation activation, int units, Run run) {
        Rng random = run.start("curve fit", units);
        double[] w = new double[units];
        double[] b = new double[units];
        double[] a = new double[units];
        double scale = activation == Activation.RELU ? 1 : 4;
        for (int j = 0; j < units; j++) {
            w[j] = random.nextInt(2) == 0 ? -scale : scale;
            b[j] = -w[j] * (2 * random.nextDouble() - 1);
            a[j] = random.nextGaussian() / Math.sqrt(units);
        }
        UnitSum fit = UnitSum.of(activation, w, b, a, 0);
        double[] x = UnitSum.places(SAMPLES);
        Matrix features = new Matrix(SAMPLES, 1);
        float[] wanted = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            features.set(i, 0, (float) x[i]);
            wanted[i] = (float) f.applyAsDouble(x[i]);
        }
        Samples samples = new Samples(features, IntStream.range(0, SAMPLES).toArray(), SAMPLES);
        MiniBatches steps = MiniBatches.builder()
                .optimizer(Optimizer.ADAM)
                .learningRate(0.02)
                .schedule(Schedule.COSINE)
                .epochs(STEPS)
                .batchSize(SAMPLES)
                .build();
        new MiniBatchTraining(steps, 0, 0)
                .train(fit.network().training(new SquaredDistance(wanted), run), samples, run);
        return fit;
    }

    /** The squared distance of the single score to the value of the sample, which is its label's. */
    private record SquaredDistance(float[] wanted) implements OneScore {
        @Override
        public double value(float score, int label) {
            float distance = score - wanted[label];
            return (double) distance * distance;
        }

        @Override
        public float slope(float score, int label) {
            return 2 * (score - wanted[label]);
        }

        @Override
        public String toString() {
            return "SquaredDistance";
        }
    }

    /**
     * Where a sum of ReLUs bends, and by how much its slope changes there.
     *
     * @param x -b/w of a unit
     * @param change of the slope from left to right, a·|w|
     */
    public record Bend(double x, double change) {}

    /** All bends of a sum of ReLUs from left to right, also those outside the interval; a unit with w = 0 has none. */
    public static List<Bend> bends(UnitSum sum) {
        float[] w = sum.network().parameters().get(0).values();
        float[] b = sum.network().parameters().get(1).values();
        float[] a = sum.network().parameters().get(2).values();
        return IntStream.range(0, w.length)
                .filter(j -> w[j] != 0)
                .mapToObj(j -> new Bend(-b[j] / (double) w[j], a[j] * (double) Math.abs(w[j])))
                .sorted(Comparator.comparingDouble(Bend::x))
                .toList();
    }

    /**
     * How many bumps stand side by side: four neighbouring bends whose changes are m₁, -m₁, -m₂ and m₂, with m₁ and m₂
     * of the same sign and each pair equal to within a tenth.
     */
    public static int bumps(UnitSum sum) {
        double[] m = bends(sum).stream().mapToDouble(Bend::change).toArray();
        int bumps = 0;
        for (int i = 0; i + 3 < m.length; ) {
            boolean bump = opposite(m[i], m[i + 1]) && opposite(m[i + 2], m[i + 3]) && m[i] * m[i + 3] > 0;
            bumps += bump ? 1 : 0;
            i += bump ? 4 : 1;
        }
        return bumps;
    }

    private static boolean opposite(double a, double b) {
        return Math.abs(a + b) < 0.1 * Math.max(Math.abs(a), Math.abs(b));
    }
}
