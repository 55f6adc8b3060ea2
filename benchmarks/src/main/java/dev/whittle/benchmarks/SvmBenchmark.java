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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Training a one-against-the-rest SVM with squared hinge from nothing, until the objective in double is within 1e-4 of
 * the optimum: seconds, by single shots, on one thread. LIBLINEAR by its primal and its dual solver; the dual penalises
 * the bias, as it cannot do otherwise, and so do all others here.
 *
 * <p>Everybody gets the same features, C = 1, and the loosest tolerance of a ladder of thirds that suffices, which
 * {@link Optimum} finds before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
            "-Xmx8g"
        })
public class SvmBenchmark implements Compared {
    /** Rows × columns. */
    @Param({"50000x324", "50000x1764"})
    String shape;

    @Param({"VECTOR", "SCALAR", "LIBLINEAR", "LIBLINEAR_DUAL"})
    By by;

    TrainedTo trained;

    @Setup
    public void setUp() {
        trained = new TrainedTo(LinearProblem.SVM, shape, by);
    }

    @TearDown
    public void tearDown() {
        trained.requireNear();
    }

    @Benchmark
    public Object train() {
        return trained.fit();
    }

    @Override
    public float[] values() {
        return trained.fit().values();
    }
}
