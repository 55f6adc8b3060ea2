package dev.whittle.benchmarks;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.feature.Run;
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
 * An epoch of stochastic gradient descent on 256 rows of 32,768 values in {@value #CLASSES} classes, on one thread:
 * milliseconds. On coded rows, which are decoded when they are read, beside the same rows in memory. Both have the
 * pass that computes the first rate besides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CodedTrainingBenchmark {
    static final int CLASSES = 15;
    static final LinearSvm SVM = LinearSvm.of(Formulation.ONE_VS_REST, Hinge.PLAIN, 1e-4)
            .withIterations(1)
            .withSolver(Solver.SGD);

    @Param({"VECTOR", "SCALAR"})
    By by;

    Samples coded;
    Samples plain;
    private Run run;

    @Setup
    public void setUp() {
        run = by.run(1);
        Matrix rows = Descriptors.of(256, ProductCodesBenchmark.COLUMNS);
        int[] labels = new int[rows.rows()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        coded = new Samples(ProductCodesBenchmark.QUANTIZER.learn(rows, run).code(rows, run), labels, CLASSES);
        plain = new Samples(Matrix.inMemory(coded.features()), labels, CLASSES);
    }

    @Benchmark
    public Classifier onCodedRows() {
        return SVM.fit(coded, run);
    }

    @Benchmark
    public Classifier onPlainRows() {
        return SVM.fit(plain, run);
    }
}
