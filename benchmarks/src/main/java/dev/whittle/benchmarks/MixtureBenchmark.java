package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
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
 * An iteration of the EM algorithm for a mixture of Gaussians, by single shots: milliseconds.
 *
 * <p>N×D floats and K components take 8·N·D·K floating-point operations as four matrix products. The clusters of the
 * rows overlap: some twenty of 256 posteriors of a row are above the cut.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MixtureBenchmark {
    /** Rows that the start is learned from. */
    private static final int FIRST = 20_000;

    /** N×D×K. */
    @Param({"200000x64x256"})
    String shape;

    @Param({"1"})
    int threads;

    @Param({"VECTOR", "SCALAR"})
    By by;

    Matrix rows;
    Mixture start;
    private Run run;

    /** One iteration, whatever it gains. */
    static GaussianMixture spec(int k) {
        KMeans unused = new KMeans(k, 1, KMeans.Start.RANDOM, 0);
        return new GaussianMixture(unused, 1, 0, 0.01, 1e-4, true);
    }

    /** Two iterations of k-means and two of EM, on the first rows. */
    static Mixture start(Matrix rows, int k) {
        int n = Math.min(FIRST, rows.rows());
        Matrix first = new Matrix(n, rows.columns(), Arrays.copyOf(rows.data(), n * rows.columns()));
        KMeans kMeans = new KMeans(k, 2, KMeans.Start.RANDOM, 0);
        return new GaussianMixture(kMeans, 2, 0, 0.01, 1e-4, true).fit(first, Run.defaults());
    }

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        rows = Descriptors.overlapping(sizes[0], sizes[1]);
        start = start(rows, sizes[2]);
        run = by.run(threads);
    }

    @Benchmark
    public Mixture iteration() {
        return spec(start.size()).fit(rows, start, run);
    }
}
