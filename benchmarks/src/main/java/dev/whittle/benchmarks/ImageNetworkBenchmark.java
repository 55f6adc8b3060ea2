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
 * A small network for CIFAR-10 ({@link ImageNetworks}): milliseconds for a batch. {@link #operations} counts its
 * convolutions and its linear layer alone.
 *
 * <ul>
 *   <li>{@code step} is a step of training: forward, backward and the update by SGD with momentum.
 *   <li>{@code scores} is inference, with the running means and variances.
 * </ul>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
            "-Xmx6g"
        })
public class ImageNetworkBenchmark implements Compared {
    /** Images × bands × rows × columns. */
    @Param({"512x3x32x32"})
    String shape;

    @Param({"2"})
    int threads;

    @Param({"VECTOR", "SCALAR", "PYTORCH"})
    By by;

    int images;
    private ImageNetworks network;

    @Setup
    public void setUp() {
        images = Pictures.numbers(shape)[0];
        network = ImageNetworks.of(by, images, threads);
    }

    @Benchmark
    public Object step() {
        network.step();
        return network;
    }

    @Benchmark
    public float[] scores() {
        return network.scores();
    }

    /** The scores of all images after two steps from the same weights. */
    @Override
    public float[] values() {
        ImageNetworks fresh = ImageNetworks.of(by, images, threads);
        fresh.step();
        fresh.step();
        return fresh.scores();
    }

    /**
     * Floating-point operations of the products for a batch. A step has those of inference, the derivatives of all
     * weights, and those of all inputs but the images.
     */
    static double operations(int images, boolean step) {
        double first = 24 * 12 * 31 * 31;
        double others = 64 * 216 * 31 * 31
                + 64 * 576 * 15 * 15
                + 256 * 576 * 15 * 15
                + 2 * 256 * 2304 * 7 * 7
                + 256 * 2304 * 3 * 3
                + 10 * 256;
        return 2.0 * images * (step ? 2 * first + 3 * others : first + others);
    }
}
