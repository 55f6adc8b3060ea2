package dev.whittle.benchmarks;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Gemm;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Training linear heads where there are more features than samples, until the objective is within 1e-3 of its minimum:
 * seconds, by single shots. The shape is that of HoG vectors of the 101 object classes of Caltech-101, 30 images a
 * class. Features are correlated, as those of images are: each is a sum of {@value #FACTORS} factors of falling
 * strength, and noise of its own. They have a square of 1 in the mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
public class WideHeadBenchmark {
    static final int FACTORS = 400;
    private static final int PER_CLASS = 30;
    private static final double NEAR = 1e-3;

    /** What is trained, with a tolerance that brings it as near. */
    public enum Head {
        /** One against the rest with the squared hinge. */
        SVM,
        SOFTMAX
    }

    /** Rows × columns; a class for each 30 rows. */
    @Param({"3030x8100"})
    String shape;

    @Param({"SVM", "SOFTMAX"})
    Head head;

    @Param({"1", "2"})
    int threads;

    @Param({"VECTOR", "SCALAR"})
    By by;

    Samples samples;
    private Convergence last;

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        samples = draw(sizes[0], sizes[1], Run.defaults());
    }

    /** @throws IllegalStateException if what was trained last is not near enough its minimum */
    @TearDown
    public void tearDown() {
        if (last != null && !(last.gap() <= NEAR)) {
            throw new IllegalStateException("Trained to a gap of " + last.gap() + ", allowed is " + NEAR
                    + "; choose a smaller tolerance in WideHeadBenchmark.spec");
        }
    }

    @Benchmark
    public Object train() {
        Classifier trained = spec().fit(samples, by.run(threads));
        last = trained.convergence().orElseThrow();
        return trained;
    }

    /** The intercept is penalised, so that the gap is known. */
    Spec<Samples, Classifier> spec() {
        return head == Head.SOFTMAX
                ? new Softmax(0.02, 0, Intercept.PENALIZED, ClassWeights.EQUAL, 1000, 4e-4)
                : LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, 0.02)
                        .withIterations(1000)
                        .withTolerance(1e-4);
    }

    private static Samples draw(int rows, int columns, Run run) {
        int classes = rows / PER_CLASS;
        Matrix factors = new Matrix(FACTORS, columns);
        run.parallel(FACTORS, 1, (f, to) -> {
            Rng rng = new Rng(1, "wide head factor", f);
            double strength = 1 / Math.sqrt(f + 1.0);
            for (int c = 0; c < columns; c++) {
                factors.set(f, c, (float) (strength * rng.nextGaussian()));
            }
        });
        Matrix loads = new Matrix(rows, FACTORS);
        Matrix features = new Matrix(rows, columns);
        int[] labels = new int[rows];
        run.parallel(rows, 1, (r, to) -> {
            labels[r] = r % classes;
            Rng ofClass = new Rng(1, "wide head class", labels[r]);
            Rng rng = new Rng(1, "wide head sample", r);
            for (int f = 0; f < FACTORS; f++) {
                loads.set(r, f, (float) (ofClass.nextGaussian() / 2 + rng.nextGaussian()));
            }
            for (int c = 0; c < columns; c++) {
                features.set(r, c, (float) rng.nextGaussian());
            }
        });
        Gemm.addProduct(run, loads, factors, features);
        double squares = 0;
        for (float v : features.data()) {
            squares += (double) v * v;
        }
        float scale = (float) Math.sqrt(features.data().length / squares);
        for (int i = 0; i < features.data().length; i++) {
            features.data()[i] *= scale;
        }
        return new Samples(features, labels, classes);
    }
}
