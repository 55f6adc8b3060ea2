package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.TermCriteria;
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
 * Ten of Lloyd's iterations of k-means from random rows beside OpenCV and Smile: milliseconds for all of it, by single
 * shots.
 *
 * <p>N×D floats and K centroids take 10·2·N·D·K floating-point operations for the scores alone; the rows are read at
 * least twenty times.
 *
 * <p>OpenCV begins at the same centroids: it is given the first assignment, so it makes nine of the ten. Smile draws
 * its own start by k-means++, which takes part of its time, uses doubles, and uses the JVM's common pool, which is kept
 * to the calling thread here. The threads are Whittle's; peers use one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"
        })
public class KMeansBenchmark implements Compared {
    static final int ITERATIONS = 10;

    /** N×D×K. The peers need 20 to 40 s for 100000x128x256, on one thread. */
    @Param({"20000x128x256"})
    String shape;

    @Param({"1"})
    int threads;

    @Param({"VECTOR", "SCALAR", "OPENCV", "SMILE"})
    By by;

    Matrix rows;
    private Clusterer clusterer;

    private interface Clusterer {
        /** Clusters and returns something that holds the centroids. */
        Object cluster();

        /** The centroids of the last call. */
        Matrix centroids();
    }

    @Setup
    public void setUp() {
        int[] sizes = Pictures.numbers(shape);
        rows = Descriptors.of(sizes[0], sizes[1]);
        clusterer = switch (by) {
            case VECTOR, SCALAR -> new Whittle(sizes[2]);
            case OPENCV -> new ByOpenCv(sizes[2]);
            case SMILE -> new BySmile(sizes[2]);
            default -> throw by.unknown();
        };
    }

    @Benchmark
    public Object cluster() {
        return clusterer.cluster();
    }

    @Override
    public float[] values() {
        clusterer.cluster();
        return clusterer.centroids().data();
    }

    private final class Whittle implements Clusterer {
        private final KMeans spec;
        private final Run run = by.run(threads);
        private Codebook codebook;

        Whittle(int k) {
            spec = new KMeans(k, ITERATIONS, KMeans.Start.RANDOM, 0);
        }

        @Override
        public Object cluster() {
            codebook = spec.fit(rows, run);
            return codebook;
        }

        @Override
        public Matrix centroids() {
            return codebook.centroids();
        }
    }

    private final class ByOpenCv implements Clusterer {
        private final int k;
        private final Mat data = OpenCv.floats(rows);
        private final int[] firstLabels;
        private final Mat labels = new Mat(rows.rows(), 1, opencv_core.CV_32S);
        private final Mat centres = new Mat();
        private final TermCriteria criteria = new TermCriteria(TermCriteria.COUNT, ITERATIONS, 0);

        ByOpenCv(int k) {
            this.k = k;
            firstLabels = new Codebook(Descriptors.start(rows, k, Run.defaults())).assign(rows, Run.defaults());
        }

        @Override
        public Object cluster() {
            new IntPointer(labels.data()).put(firstLabels, 0, firstLabels.length);
            opencv_core.kmeans(data, k, labels, criteria, 1, opencv_core.KMEANS_USE_INITIAL_LABELS, centres);
            return centres;
        }

        @Override
        public Matrix centroids() {
            return new Matrix(k, rows.columns(), OpenCv.floats(centres));
        }
    }

    private final class BySmile implements Clusterer {
        private final int k;
        private final double[][] data = new double[rows.rows()][rows.columns()];
        private smile.clustering.KMeans clustering;

        BySmile(int k) {
            this.k = k;
            for (int r = 0; r < data.length; r++) {
                for (int c = 0; c < data[r].length; c++) {
                    data[r][c] = rows.get(r, c);
                }
            }
        }

        @Override
        public Object cluster() {
            smile.math.MathEx.setSeed(1);
            clustering = smile.clustering.KMeans.lloyd(data, k, ITERATIONS, 0);
            return clustering;
        }

        @Override
        public Matrix centroids() {
            Matrix centroids = new Matrix(k, rows.columns());
            for (int r = 0; r < k; r++) {
                for (int c = 0; c < rows.columns(); c++) {
                    centroids.set(r, c, (float) clustering.centroids[r][c]);
                }
            }
            return centroids;
        }
    }
}
