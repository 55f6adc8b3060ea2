package dev.whittle.benchmarks;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Conv2d;
import dev.whittle.classify.nn.GlobalAveragePool;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.nn.Window;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Gemm;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Convolutions with windows of 3×3 beside a matrix product of as many multiply-adds, for 16 images on one thread:
 * microseconds per call. For {@code bands x rows x columns x filters}, one convolution is n = 16·bands·9·rows·columns·
 * filters multiply-adds.
 *
 * <ul>
 *   <li>{@code forward} is one convolution of the images, n multiply-adds.
 *   <li>{@code product} is the product of filters × 9·bands and 9·bands × 16·rows·columns, n multiply-adds: what the
 *       convolution would take if its patches were a matrix already.
 *   <li>{@code step} is forward and backward through two convolutions, the second of {@code filters} bands: the first
 *       takes 2n multiply-adds, as the derivatives of images are not computed, and the second 3n·filters/bands.
 * </ul>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Conv2dBenchmark {
    private static final int IMAGES = 16;

    @Param({"3x32x32x64", "64x32x32x64", "128x16x16x128", "256x8x8x256"})
    String shape;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Samples samples;
    /** The operands of the product. */
    Matrix filters;

    Matrix patches;
    private Matrix c;
    private Network one;
    private Network two;
    private Trainable training;
    private Run run;

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        int features = sizes[0] * sizes[1] * sizes[2];
        samples = new Samples(GemmBenchmark.random(IMAGES, features, "images"), new int[IMAGES], 2);
        filters = GemmBenchmark.random(sizes[3], sizes[0] * 9, "filters");
        patches = GemmBenchmark.random(sizes[0] * 9, IMAGES * sizes[1] * sizes[2], "patches");
        c = new Matrix(filters.rows(), patches.columns());
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        one = network(1);
        two = network(2);
        training = two.training(new CrossEntropy(), run);
    }

    /** One convolution, or two with a mean of each band and scores. */
    Network network(int convolutions) {
        int[] sizes = Pictures.numbers(shape);
        Graph graph = new Graph(Shape.of(sizes[0], sizes[1], sizes[2]));
        Graph.Value x = graph.input();
        for (int i = 0; i < convolutions; i++) {
            x = graph.add(
                    new Conv2d(
                            "conv" + i,
                            x.shape(),
                            sizes[3],
                            Window.same(3),
                            true,
                            Initializer.HE,
                            new Rng(1, "benchmark conv", i)),
                    x);
        }
        if (convolutions > 1) {
            Rng rng = new Rng(1, "benchmark scores", 0);
            x = graph.chain(x, new GlobalAveragePool(), new Linear("scores", sizes[3], 2, Initializer.HE, rng));
        }
        return graph.network(x);
    }

    @Benchmark
    public Matrix forward() {
        return one.scores(samples.features(), run);
    }

    @Benchmark
    public Matrix product() {
        Arrays.fill(c.data(), 0);
        Gemm.addProduct(run, filters, patches, c);
        return c;
    }

    /** The derivatives of the first filters. */
    @Benchmark
    public float[] step() {
        return step(two, training);
    }

    float[] step(Network network, Trainable trained) {
        trained.gradient(samples, IntStream.range(0, IMAGES).toArray(), 0, IMAGES, 0);
        return network.parameters().get(0).gradient();
    }
}
