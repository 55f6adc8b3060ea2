package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.ProductCodebook;
import dev.whittle.feature.transform.ProductQuantizer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Product codes of rows of {@value #COLUMNS} values, 4,096 sub-vectors with 256 centroids each, on one thread:
 * microseconds per row. To code a row takes 16.8 million floating-point operations; the centroids are 32 MiB, of which
 * decoding a row reads one of 256 parts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(ProductCodesBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductCodesBenchmark {
    static final int ROWS = 128;
    static final int COLUMNS = 32_768;
    /** The centroids are rows, each of a sub-vector's own. */
    static final ProductQuantizer QUANTIZER = new ProductQuantizer(8, 256, new KMeans(256, 1, KMeans.Start.RANDOM, 0));

    @Param({"VECTOR", "SCALAR"})
    By by;

    Matrix rows;
    ProductCodebook codebook;
    private CodedRows coded;
    private Matrix decoded;
    private Run run;

    @Setup
    public void setUp() {
        Matrix all = Descriptors.of(256 + ROWS, COLUMNS);
        Matrix first = new Matrix(256, COLUMNS);
        all.read(0, 256, first.data(), 0);
        rows = new Matrix(ROWS, COLUMNS);
        all.read(256, ROWS, rows.data(), 0);
        run = by.run(1);
        codebook = QUANTIZER.learn(first, run);
        coded = codebook.code(rows, run);
        decoded = new Matrix(ROWS, COLUMNS);
    }

    @Benchmark
    public CodedRows encode() {
        return codebook.code(rows, run);
    }

    /** One row after the other, as training reads them. */
    @Benchmark
    public Matrix decode() {
        for (int r = 0; r < ROWS; r++) {
            coded.read(r, 1, decoded.data(), r * COLUMNS);
        }
        return decoded;
    }
}
