package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.AdditiveChiSquared;
import dev.whittle.feature.transform.Nystroem;
import dev.whittle.feature.transform.RandomFourier;
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
 * Kernel maps of rows of {@value #COLUMNS} values, as many as Dalal–Triggs HoG has for an image of 32×32, on one
 * thread: microseconds per row. To 1,024 components, random Fourier features take 0.66 million floating-point
 * operations a row for their product, and Nyström features 2.8 million for their two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(KernelMapBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelMapBenchmark {
    static final int ROWS = 2_048;
    static final int COLUMNS = 324;

    /** A kernel map; those to random components have 1,024. */
    public enum Kind {
        ADDITIVE_CHI_SQUARED(AdditiveChiSquared.defaults()),
        RANDOM_FOURIER(new RandomFourier(1024, 1)),
        NYSTROEM(new Nystroem(1024, 1, Nystroem.Landmarks.RANDOM));

        private final Spec<Rows, Transform> spec;

        Kind(Spec<Rows, Transform> spec) {
            this.spec = spec;
        }
    }

    @Param({"ADDITIVE_CHI_SQUARED", "RANDOM_FOURIER", "NYSTROEM"})
    Kind kind;

    @Param({"VECTOR", "SCALAR"})
    By by;

    Matrix rows;
    private Transform map;
    private Matrix mapped;
    private Run run;

    @Setup
    public void setUp() {
        rows = Descriptors.of(ROWS, COLUMNS);
        run = by.run(1);
        map = map(run);
        mapped = new Matrix(ROWS, map.columns(COLUMNS));
    }

    Transform map(Run by) {
        return kind.spec.fit(rows, by);
    }

    @Benchmark
    public Matrix apply() {
        map.apply(rows.data(), 0, ROWS, COLUMNS, mapped.data(), 0, run);
        return mapped;
    }
}
