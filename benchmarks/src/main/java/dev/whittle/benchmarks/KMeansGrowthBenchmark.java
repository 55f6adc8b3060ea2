package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
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
 * Ten of Lloyd's iterations of k-means with N, D and K doubled or halved around 50,000×128 and 256, on one thread and
 * two: milliseconds for all of it, by single shots. Time should grow as N·D·K does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KMeansGrowthBenchmark {
    /** N×D×K. */
    @Param({
        "50000x128x256",
        "25000x128x256",
        "100000x128x256",
        "50000x64x256",
        "50000x256x256",
        "50000x128x128",
        "50000x128x512",
        "50000x128x1024"
    })
    String shape;

    @Param({"1", "2"})
    int threads;

    @Param({"VECTOR"})
    KernelChoice kernels;

    Matrix rows;
    KMeans spec;
    private Run run;

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        rows = Descriptors.of(sizes[0], sizes[1]);
        spec = new KMeans(sizes[2], KMeansBenchmark.ITERATIONS, KMeans.Start.RANDOM, 0);
        run = Run.defaults().withThreads(threads).withKernels(kernels.kernels());
    }

    @Benchmark
    public Codebook cluster() {
        return spec.fit(rows, run);
    }
}
