package dev.whittle.benchmarks;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.SquaredError;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
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
 * The two-layer net of the lecture, as the page of {@code whittle explore} has it: 64 samples of 1,000 features, 100
 * hidden units with ReLU, ten outputs, squared error; milliseconds for ten steps of gradient descent from the first
 * weights, on one thread. Their products take 10·2·64·(2·1000·100 + 3·100·10) = 2.6·10⁸ operations. The same in NumPy
 * is {@code pipeline/src/test/reference/two_layer_net.py}, which prints its time for 500 steps.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TwoLayerNetBenchmark {
    static final int STEPS = 10;
    static final float RATE = 0.001f;

    private static final int ROWS = 64;
    private static final int FEATURES = 1000;
    private static final int HIDDEN = 100;
    private static final int OUTPUTS = 10;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Samples samples;
    float[] first;
    float[] second;
    private final int[] order = IntStream.range(0, ROWS).toArray();
    private Parameter w1;
    private Parameter w2;
    private Trainable net;

    @Setup
    public void setUp() {
        Run run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        Rng random = run.random("two layers", 0);
        Matrix x = new Matrix(ROWS, FEATURES);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        int[] labels =
                IntStream.range(0, ROWS).map(i -> random.nextInt(OUTPUTS)).toArray();
        samples = new Samples(x, labels, OUTPUTS);
        first = Initializer.HE.draw(FEATURES, HIDDEN, run.random("w1", 0));
        second = Initializer.HE.draw(HIDDEN, OUTPUTS, run.random("w2", 0));
        w1 = new Parameter("w1", first.clone(), true);
        w2 = new Parameter("w2", second.clone(), true);
        Graph graph = new Graph(Shape.of(FEATURES));
        Graph.Value scores = graph.chain(
                graph.input(),
                new Linear(FEATURES, HIDDEN, w1, null),
                new Relu(),
                new Linear(HIDDEN, OUTPUTS, w2, null));
        net = graph.network(scores).training(new SquaredError(), run);
    }

    /** The weights of the second layer. */
    @Benchmark
    public float[] train() {
        System.arraycopy(first, 0, w1.values(), 0, first.length);
        System.arraycopy(second, 0, w2.values(), 0, second.length);
        for (int step = 0; step < STEPS; step++) {
            net.gradient(samples, order, 0, ROWS, step);
            for (Parameter p : net.parameters()) {
                for (int i = 0; i < p.values().length; i++) {
                    p.values()[i] -= RATE * p.gradient()[i];
                }
            }
        }
        return w2.values();
    }
}
