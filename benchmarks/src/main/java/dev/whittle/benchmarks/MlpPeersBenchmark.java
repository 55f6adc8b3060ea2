package dev.whittle.benchmarks;

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
 * One epoch of an MLP of 256 hidden units with ReLU and a softmax of ten classes, by SGD with momentum 0.9, batches of
 * 256 in random order, no penalty: milliseconds, by single shots. {@link #operations} counts the products alone.
 *
 * <p>Smile works in double and uses one thread, whatever is said here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
            "-Xmx4g"
        })
public class MlpPeersBenchmark implements Compared {
    /** Rows × columns. */
    @Param({"50000x324", "50000x1764"})
    String shape;

    @Param({"1", "2"})
    int threads;

    @Param({"VECTOR", "SCALAR", "SMILE", "PYTORCH"})
    By by;

    HeadData data;
    private MlpHeads head;

    @Setup
    public void setUp() {
        data = HeadData.of(shape);
        head = MlpHeads.of(by, data.samples(), threads);
    }

    @Benchmark
    public Object epoch() {
        head.train(1);
        return head;
    }

    /**
     * Log-probabilities, up to a constant for each row, of the first thousand samples after ten epochs from nothing.
     */
    @Override
    public float[] values() {
        return MlpHeads.of(by, data.samples(), threads).train(10).scores(1000);
    }

    /**
     * Floating-point operations of an epoch's products: forward and gradient of the weights in both layers, gradient of
     * the activations in the second.
     */
    static double operations(int rows, int columns) {
        return 2.0 * rows * (2.0 * columns * MlpHeads.HIDDEN + 3.0 * MlpHeads.HIDDEN * HeadData.CLASSES);
    }
}
