package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Matrix;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
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
 * The nearest of {@value #WORDS} words of {@value #COLUMNS} values, on one thread: nanoseconds per descriptor. 262,144
 * floating-point operations each; the words, 0.5 MB, stay in the cache.
 *
 * <p>OpenCV's {@code batchDistance}, which its bag of words uses, sums the squared differences; Whittle compares x·w -
 * |w|²/2, which rounds otherwise, so words nearly as near may be taken for one another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(NearestWordBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class NearestWordBenchmark implements Compared {
    static final int ROWS = 20_000;
    static final int WORDS = 1024;
    static final int COLUMNS = 128;

    @Param({"VECTOR", "SCALAR", "OPENCV"})
    By by;

    Matrix rows;
    Matrix words;
    private Finder finder;

    private interface Finder {
        /** Finds all words and returns something that holds their indices. */
        Object find();

        /** The indices of the last call. */
        int[] indices();
    }

    @Setup
    public void setUp() {
        rows = Descriptors.of(ROWS, COLUMNS);
        words = Descriptors.start(rows, WORDS, Run.defaults());
        finder = switch (by) {
            case VECTOR, SCALAR -> new Whittle();
            case OPENCV -> new ByOpenCv();
            default -> throw by.unknown();
        };
    }

    @Benchmark
    public Object assign() {
        return finder.find();
    }

    @Override
    public float[] values() {
        finder.find();
        int[] indices = finder.indices();
        float[] values = new float[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = indices[i];
        }
        return values;
    }

    private final class Whittle implements Finder {
        private final Codebook codebook = new Codebook(words);
        private final Run run = by.run(1);
        private int[] indices;

        @Override
        public Object find() {
            indices = codebook.assign(rows, run);
            return indices;
        }

        @Override
        public int[] indices() {
            return indices;
        }
    }

    private final class ByOpenCv implements Finder {
        private final Mat data = OpenCv.floats(rows);
        private final Mat centres = OpenCv.floats(words);
        private final Mat distances = new Mat();
        private final Mat nearest = new Mat();
        private final Mat everything = new Mat();

        @Override
        public Object find() {
            opencv_core.batchDistance(
                    data,
                    centres,
                    distances,
                    opencv_core.CV_32F,
                    nearest,
                    opencv_core.NORM_L2SQR,
                    1,
                    everything,
                    0,
                    false);
            return nearest;
        }

        @Override
        public int[] indices() {
            int[] indices = new int[rows.rows()];
            new IntPointer(nearest.data()).get(indices, 0, indices.length);
            return indices;
        }
    }
}
