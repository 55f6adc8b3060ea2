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
 * HoG of decoded images, on one thread: nanoseconds per pixel (for 32×32 images that is about microseconds per image).
 * A call works through {@value Pictures#BATCH_PIXELS} pixels, so sizes compare directly.
 *
 * <p>Per pixel one byte per band is read; written are, with 8×8 cells and 9 bins, 0.56 bytes (cells), 1.9
 * (Felzenszwalb), or from 1.3 (Dalal–Triggs, 32×32) to 2.2 (1920×1080). The scalar kernels look votes up in a table of
 * all gradients (2.5 MB) and add them to the sums of the bins and rows of cells that share the pixel; the vector
 * kernels compute them, for every bin. docs/roofline.md counts both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Pictures.BATCH_PIXELS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HogBenchmark {
    @Param({"CELLS", "PLAIN_CELLS", "DALAL_TRIGGS", "FELZENSZWALB"})
    Kind kind;

    @Param({"32x32", "320x240", "1920x1080"})
    String size;

    /** 1 is gray, 3 is RGB. */
    @Param({"1", "3"})
    int bands;

    @Param({"SCALAR", "VECTOR"})
    KernelChoice kernels;

    Pictures pictures;
    /** Its working memory is that of all calls. */
    private Run run;

    private FeatureExtractor extractor;
    private Matrix features;

    @Setup
    public void setUp() {
        pictures = Pictures.batch(size, bands);
        run = Run.defaults().withThreads(1).withKernels(kernels.kernels());
        extractor = kind.hog.extractor();
        features = new Matrix(pictures.size(), extractor.length(pictures.image(0)));
    }

    /** Which HoG. */
    public enum Kind {
        CELLS(Hog.cells()),
        /** Bare cells without interpolation. */
        PLAIN_CELLS(new Hog(8, 9, false, Hog.Layout.CELLS, false)),
        DALAL_TRIGGS(Hog.defaults()),
        FELZENSZWALB(Hog.felzenszwalb());

        final Hog hog;

        Kind(Hog hog) {
            this.hog = hog;
        }
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
