package dev.whittle.benchmarks;

import dev.whittle.feature.Gemm;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.encode.FisherEncoder;
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
 * The Fisher vector of an image's descriptors beside the four matrix products that it could consist of, on one thread:
 * milliseconds.
 *
 * <p>With N descriptors of D values and K Gaussians these are the descriptors and their squares times the coefficients
 * of the log densities, and the posteriors times the descriptors and their squares. The clusters of the descriptors
 * overlap: some twenty of 256 posteriors are above the cut, so the last two products are cheaper than they look.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class FisherBenchmark {
    /** N×D×K. */
    @Param({"10000x64x256"})
    String shape;

    @Param({"VECTOR", "SCALAR"})
    By by;

    Matrix rows;
    Mixture mixture;
    /** K×N. */
    Matrix posteriors;

    private FisherEncoder encoder;
    private float[] code;
    private Matrix coefficients;
    private Matrix scores;
    private Matrix sums;
    private Run run;

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        int n = sizes[0];
        int k = sizes[2];
        rows = Descriptors.overlapping(n, sizes[1]);
        mixture = MixtureBenchmark.start(rows, k);
        encoder = new FisherEncoder(mixture);
        code = new float[encoder.length()];
        run = by.run(1);
        coefficients = new Matrix(sizes[1], k, Arrays.copyOf(mixture.means().data(), sizes[1] * k));
        scores = new Matrix(n, k);
        sums = new Matrix(k, sizes[1]);
        float[] byRow = new float[n * k];
        mixture.posteriors(rows.data(), 0, n, byRow, 0, run);
        posteriors = new Matrix(k, n);
        for (int i = 0; i < n * k; i++) {
            posteriors.data()[i % k * n + i / k] = byRow[i];
        }
    }

    @Benchmark
    public float[] encode() {
        double[] statistics = encoder.start();
        encoder.add(rows.data(), 0, rows.rows(), statistics, run);
        encoder.code(statistics, rows.rows(), code, 0, run);
        return code;
    }

    /** The four products. The first two are added to each other and returned by no one; the sums are the answer. */
    @Benchmark
    public Matrix products() {
        Arrays.fill(sums.data(), 0);
        Gemm.addProduct(run, rows, coefficients, scores);
        Gemm.addProduct(run, rows, coefficients, scores);
        Gemm.addProduct(run, posteriors, rows, sums);
        Gemm.addProduct(run, posteriors, rows, sums);
        return sums;
    }
}
