package dev.whittle.benchmarks;

import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
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
 * Dalal–Triggs HoG from small images to large ones, gray, on one thread: nanoseconds per pixel, so that what grows is
 * what a larger image costs beyond its pixels. A call works through {@value #PIXELS} pixels: 8100 images of 32×32, one
 * of 3840×2160.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HogGrowthBenchmark.PIXELS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HogGrowthBenchmark {
    static final int PIXELS = 3840 * 2160;

    /** All divide 3840×2160. */
    @Param({"32x32", "64x64", "320x240", "1280x720", "1920x1080", "3840x2160"})
    String size;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Pictures pictures;
    /** Its working memory is that of all calls. */
    private Run run;

    private FeatureExtractor extractor;
    private Matrix features;

    @Setup
    public void setUp() {
        pictures = Pictures.filling(PIXELS, size, 1);
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        extractor = Hog.defaults().extractor();
        features = new Matrix(pictures.size(), extractor.length(pictures.image(0)));
    }

    /** A row of features per image. */
    @Benchmark
    public Matrix extract() {
        for (int i = 0; i < features.rows(); i++) {
            extractor.extract(pictures.image(i), features.data(), i * features.columns(), run);
        }
        return features;
    }
}
