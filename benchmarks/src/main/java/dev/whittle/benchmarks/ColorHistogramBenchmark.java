package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.MedianCut;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Hsi;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Opponent;
import dev.whittle.feature.table.Matrix;
import java.util.List;
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
 * Colour histograms and the conversions of pixels, on RGB images and one thread: nanoseconds per pixel (for 32×32
 * images that is about microseconds per image). A call works through {@value Pictures#BATCH_PIXELS} pixels, so sizes
 * compare directly. With the fastest kernels present; {@link ColorPeersBenchmark} compares kernels.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Pictures.BATCH_PIXELS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ColorHistogramBenchmark {
    /** Its working memory is that of all calls. */
    private final Run run = Run.defaults().withThreads(1);

    static final ColorHistogram OVER_PALETTE = ColorHistogram.of(MedianCut.defaults(), true, 1);

    @Param({"32x32", "320x240", "1920x1080"})
    String size;

    Pictures pictures;
    private FeatureExtractor extractor;
    private Matrix features;
    private FeatureExtractor overPalette;
    private Matrix ofPalette;
    private List<Planar<GrayU8>> converted;

    @Setup
    public void setUp() {
        pictures = Pictures.batch(size, 3);
        extractor = ColorHistogram.defaults().fit(pictures, run);
        features = new Matrix(pictures.size(), extractor.length(pictures.image(0)));
        overPalette = OVER_PALETTE.fit(pictures, run);
        ofPalette = new Matrix(pictures.size(), overPalette.length(pictures.image(0)));
        converted =
                pictures.images().stream().map(image -> image.createSameShape()).toList();
    }

    /**
     * The joint histogram of 10×4×4 bins of HSV, a row per image. Per pixel 3 bytes are read, 3 written and read again
     * as HSV, 3 table entries added and one count raised.
     */
    @Benchmark
    public Matrix hsvHistogram() {
        for (int i = 0; i < features.rows(); i++) {
            extractor.extract(pictures.image(i), features.data(), i * features.columns(), run);
        }
        return features;
    }

    /** RGB to HSV in 8 bits. Per pixel 3 bytes are read, 3 written, 2 table entries looked up. */
    @Benchmark
    public List<Planar<GrayU8>> hsvFromRgb() {
        for (int i = 0; i < converted.size(); i++) {
            Hsv.fromRgb(pictures.image(i), converted.get(i));
        }
        return converted;
    }

    /** RGB to HSI in 8 bits. Per pixel 3 bytes are read, 3 written, 2 table entries looked up. */
    @Benchmark
    public List<Planar<GrayU8>> hsiFromRgb() {
        for (int i = 0; i < converted.size(); i++) {
            Hsi.fromRgb(pictures.image(i), converted.get(i));
        }
        return converted;
    }

    /** RGB to opponent colours in 8 bits. Per pixel 3 bytes are read and 3 written. */
    @Benchmark
    public List<Planar<GrayU8>> opponentFromRgb() {
        for (int i = 0; i < converted.size(); i++) {
            Opponent.fromRgb(pictures.image(i), converted.get(i));
        }
        return converted;
    }

    /** The histogram over a palette of 64 colours by median cut, a row per image. */
    @Benchmark
    public Matrix paletteHistogram() {
        for (int i = 0; i < ofPalette.rows(); i++) {
            overPalette.extract(pictures.image(i), ofPalette.data(), i * ofPalette.columns(), run);
        }
        return ofPalette;
    }

    /** Equalisation of every band for itself. Per pixel 3 bytes are read twice, 3 counts raised, 3 bytes written. */
    @Benchmark
    public List<Planar<GrayU8>> equalizeBands() {
        for (int i = 0; i < converted.size(); i++) {
            Equalize.bands(pictures.image(i), converted.get(i), run);
        }
        return converted;
    }

    /**
     * Equalisation of luma. Per pixel 3 bytes are read twice, luma computed twice and counted once, 3 bytes written.
     */
    @Benchmark
    public List<Planar<GrayU8>> equalizeLuma() {
        for (int i = 0; i < converted.size(); i++) {
            Equalize.luma(pictures.image(i), converted.get(i), run);
        }
        return converted;
    }
}
