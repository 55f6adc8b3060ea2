package dev.whittle.benchmarks;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One epoch of training an MLP of 256 hidden units by SGD with momentum, batches of 256, on 10,000 samples of 324
 * features (Dalal–Triggs HoG of 32×32) in 10 classes, on one thread: milliseconds per epoch, with drawing the first
 * weights.
 *
 * <p>The products take 2·10,000·(2·324·256 + 3·256·10) = 3.5·10⁹ floating-point operations: forward and the gradient of
 * the weights for both layers, the derivative of the activations for the second. An epoch reads 13 MB of samples, twice
 * (the batch is gathered first), and in each of its 40 steps changes 0.34 MB of weights and as much momentum.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MlpEpochBenchmark {
    static final Mlp MLP = Mlp.relu(
            List.of(256),
            5e-3,
            MiniBatches.builder().learningRate(0.05).epochs(1).batchSize(256).build());

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Samples samples;
    private Run run;

    @Setup
    public void setUp() {
        Rng rng = new Rng(1, "benchmark samples", 0);
        Matrix features = new Matrix(10_000, 324);
        for (int i = 0; i < features.data().length; i++) {
            features.data()[i] = (float) rng.nextGaussian();
        }
        int[] labels = new int[features.rows()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rng.nextInt(10);
        }
        samples = new Samples(features, labels, 10);
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
    }

    @Benchmark
    public Classifier epoch() {
        return MLP.fit(samples, run);
    }
}
