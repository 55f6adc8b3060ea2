package dev.whittle.benchmarks;

import dev.whittle.feature.Gemm;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
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
 * C += A·B in float beside OpenBLAS, on one thread: microseconds per product.
 *
 * <p>m×k·k×n takes 2·m·k·n floating-point operations (a fused multiply-add counts as two) and at least 4·(m·k + k·n +
 * 2·m·n) bytes of memory traffic; GFLOP/s are operations / (1000 · microseconds).
 *
 * <table>
 * <caption>The shapes, m×k×n</caption>
 * <tr><th>shape</th><th>what has it</th><th>10⁶ operations</th><th>10⁶ bytes</th></tr>
 * <tr><td>1024×1024×1024</td><td>the textbook's square</td><td>2147.5</td><td>16.8</td></tr>
 * <tr><td>256×1764×256</td><td>a batch of HoG vectors (1764 values: 64×64, Dalal–Triggs) into 256 hidden units</td>
 *     <td>231.2</td><td>4.1</td></tr>
 * <tr><td>700×108×800</td><td>the 6×6 RGB patches of an image, about, against 800
 * words</td><td>121.0</td><td>5.1</td></tr>
 * <tr><td>100000×128×1024</td><td>an iteration of k-means: 100,000 SIFT-like descriptors against 1024
 * words</td><td>26214.4</td> <td>870.9</td></tr> </table>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GemmBenchmark implements Compared {
    @Param({"1024x1024x1024", "256x1764x256", "700x108x800", "100000x128x1024"})
    String shape;

    @Param({"VECTOR", "SCALAR", "OPENBLAS"})
    By by;

    Matrix a;
    Matrix b;
    private Matrix c;
    private Multiplier multiplier;

    /** C += A·B, and something that holds C. */
    private interface Multiplier {
        Object addProduct();
    }

    @Setup
    public void setUp() {
        int[] mkn = Pictures.numbers(shape);
        a = random(mkn[0], mkn[1], "A");
        b = random(mkn[1], mkn[2], "B");
        c = new Matrix(mkn[0], mkn[2]);
        multiplier = switch (by) {
            case VECTOR, SCALAR -> new Whittle();
            case OPENBLAS -> new ByOpenBlas();
            default -> throw by.unknown();
        };
    }

    /** Uniform in [-1, 1). */
    static Matrix random(int rows, int columns, String name) {
        Rng rng = new Rng(1, "benchmark " + name, 0);
        Matrix matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = 2 * rng.nextFloat() - 1;
        }
        return matrix;
    }

    /** C grows from call to call, by far too little to overflow. */
    @Benchmark
    public Object addProduct() {
        return multiplier.addProduct();
    }

    /** C after one more product. */
    @Override
    public float[] values() {
        Object product = addProduct();
        if (product instanceof FloatPointer values) {
            values.get(c.data());
        }
        return c.data();
    }

    private final class Whittle implements Multiplier {
        private final Run run = by.run(1);

        @Override
        public Object addProduct() {
            Gemm.addProduct(run, a, b, c);
            return c;
        }
    }

    private final class ByOpenBlas implements Multiplier {
        private final FloatPointer copyOfA = OpenBlas.copy(a);
        private final FloatPointer copyOfB = OpenBlas.copy(b);
        private final FloatPointer product = OpenBlas.copy(c);

        @Override
        public Object addProduct() {
            OpenBlas.addProduct(a.rows(), a.columns(), b.columns(), copyOfA, copyOfB, product);
            return product;
        }
    }
}
