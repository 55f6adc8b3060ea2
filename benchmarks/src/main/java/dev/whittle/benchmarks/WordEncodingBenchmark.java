package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Llc;
import dev.whittle.feature.encode.Pooling;
import dev.whittle.feature.encode.SoftWords;
import dev.whittle.feature.encode.Triangle;
import dev.whittle.feature.encode.Vlad;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * The code of an image's descriptors over words, on one thread: milliseconds. {@link FisherBenchmark} has Fisher
 * vectors of descriptors of the same shape.
 *
 * <p>All encodings need the distances of the descriptors to the words, a product of N×D by D×K. With 10,000 descriptors
 * of 64 values and 256 words it takes 0.33 GFLOP.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class WordEncodingBenchmark {
    /**
     * An encoding with its default settings, but for the words. Soft words are summed, since the largest weight of each
     * word is 1 here.
     */
    public enum Kind {
        HARD_WORDS(HardWords::new),
        SOFT_WORDS(words -> new SoftWords(words, 5, 10, Pooling.SUM)),
        TRIANGLE(words -> new Triangle(words, Pooling.SUM)),
        LLC(words -> new Llc(words, 5, 1e-4, Pooling.MAX)),
        VLAD(words -> new Vlad(words, true));

        private final Function<KMeans, Spec<Rows, Encoder>> spec;

        Kind(Function<KMeans, Spec<Rows, Encoder>> spec) {
            this.spec = spec;
        }
    }

    @Param({"HARD_WORDS", "SOFT_WORDS", "TRIANGLE", "LLC", "VLAD"})
    Kind kind;

    /** N×D×K. */
    @Param({"10000x64x256"})
    String shape;

    @Param({"VECTOR", "SCALAR"})
    By by;

    Matrix rows;
    private Encoder encoder;
    private float[] code;
    private Run run;

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        rows = Descriptors.overlapping(sizes[0], sizes[1]);
        run = by.run(1);
        encoder = encoder(run);
        code = new float[encoder.length()];
    }

    /** The words come from one iteration of k-means. */
    Encoder encoder(Run by) {
        KMeans words = new KMeans(Pictures.numbers(shape)[2], 1, KMeans.Start.RANDOM, 0);
        return kind.spec.apply(words).fit(rows, by);
    }

    @Benchmark
    public float[] encode() {
        return code(encoder, rows, code, run);
    }

    static float[] code(Encoder encoder, Matrix rows, float[] code, Run run) {
        Arrays.fill(code, 0);
        double[] statistics = encoder.start();
        encoder.add(rows.data(), 0, rows.rows(), statistics, run);
        encoder.code(statistics, rows.rows(), code, 0, run);
        return code;
    }
}
