package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.ColorSpace;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;
import dev.whittle.feature.kernel.Kernels;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
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
 * Work on pixels beside OpenCV, on one thread: nanoseconds per pixel. A call works through {@value
 * Pictures#BATCH_PIXELS} pixels, so sizes compare directly. Each library has the image as it likes it: OpenCV
 * interleaved, Whittle planar. Both compute the same values, so far as they are integers to the last one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Pictures.BATCH_PIXELS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ColorPeersBenchmark implements Compared {
    static final ColorHistogram OF_RGB = new ColorHistogram(ColorSpace.RGB, List.of(10, 4, 4), true, true, 1);

    @Param({"VECTOR", "SCALAR", "OPENCV"})
    By by;

    @Param({"HSV_HISTOGRAM", "HSV", "LAB", "HISTOGRAM", "EQUALIZE"})
    Work work;

    @Param({"32x32", "320x240", "1920x1080"})
    String size;

    Pictures pictures;
    private Worker worker;

    /** What is computed. */
    public enum Work {
        /** RGB to HSV in 8 bits, and its joint histogram of 10×4×4 bins. */
        HSV_HISTOGRAM,
        /** RGB to HSV in 8 bits. */
        HSV,
        /** RGB to Lab in 8 bits; the same with either kernels. */
        LAB,
        /** The joint histogram of 10×4×4 bins of three channels as they are. */
        HISTOGRAM,
        /** Equalisation of one channel. */
        EQUALIZE
    }

    private interface Worker {
        /** Works on image i and returns something that holds the result. */
        Object work(int i);

        /** The result for image i: pixels by bands, or fractions of the pixels. */
        float[] values(int i);
    }

    @Setup
    public void setUp() {
        pictures = Pictures.batch(size, 3);
        worker = switch (by) {
            case VECTOR, SCALAR ->
                switch (work) {
                    case HSV_HISTOGRAM -> new Histogram(ColorHistogram.defaults());
                    case HISTOGRAM -> new Histogram(OF_RGB);
                    case HSV -> {
                        Kernels kernels = by.run(1).kernels();
                        yield new Converted((rgb, hsv) -> Hsv.fromRgb(rgb, hsv, kernels));
                    }
                    case LAB -> new Converted(Lab::fromRgb);
                    case EQUALIZE -> new Equalized();
                };
            case OPENCV -> new ByOpenCv();
            default -> throw by.unknown();
        };
    }

    /** All images, one after the other. */
    @Benchmark
    public Object work() {
        Object last = null;
        for (int i = 0; i < pictures.size(); i++) {
            last = worker.work(i);
        }
        return last;
    }

    @Override
    public float[] values() {
        float[][] parts = new float[pictures.size()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = worker.values(i);
        }
        float[] all = new float[parts.length * parts[0].length];
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[0].length);
        }
        return all;
    }

    private final class Histogram implements Worker {
        private final FeatureExtractor extractor;
        private final float[] histogram;
        private final Run run = by.run(1);

        Histogram(ColorHistogram spec) {
            extractor = spec.fit(pictures, run);
            histogram = new float[extractor.length(pictures.image(0))];
        }

        @Override
        public Object work(int i) {
            extractor.extract(pictures.image(i), histogram, 0, run);
            return histogram;
        }

        @Override
        public float[] values(int i) {
            work(i);
            return histogram.clone();
        }
    }

    private final class Converted implements Worker {
        private final Planar<GrayU8> converted = pictures.image(0).createSameShape();
        private final BiConsumer<Planar<GrayU8>, Planar<GrayU8>> fromRgb;

        Converted(BiConsumer<Planar<GrayU8>, Planar<GrayU8>> fromRgb) {
            this.fromRgb = fromRgb;
        }

        @Override
        public Object work(int i) {
            fromRgb.accept(pictures.image(i), converted);
            return converted;
        }

        @Override
        public float[] values(int i) {
            work(i);
            int pixels = converted.width * converted.height;
            byte[] interleaved = new byte[3 * pixels];
            for (int p = 0; p < pixels; p++) {
                for (int b = 0; b < 3; b++) {
                    interleaved[3 * p + b] = converted.getBand(b).data[p];
                }
            }
            return unsigned(interleaved);
        }
    }

    private final class Equalized implements Worker {
        private final GrayU8 equalized = pictures.image(0).getBand(0).createSameShape();
        private final Run run = by.run(1);

        @Override
        public Object work(int i) {
            Equalize.gray(pictures.image(i).getBand(0), equalized, run);
            return equalized;
        }

        @Override
        public float[] values(int i) {
            work(i);
            return unsigned(equalized.data);
        }
    }

    private final class ByOpenCv implements Worker {
        private final List<Mat> images = pictures.images().stream()
                .map(image -> work == Work.EQUALIZE ? OpenCv.gray(image.getBand(0)) : OpenCv.rgb(image))
                .toList();
        private final Mat result = new Mat();
        private final Mat histogram = new Mat();
        private final Mat everything = new Mat();
        private final IntPointer channels = new IntPointer(0, 1, 2);
        private final IntPointer bins = new IntPointer(10, 4, 4);
        private final FloatPointer ofFirst = new FloatPointer(0, work == Work.HISTOGRAM ? 256 : 180);
        private final FloatPointer ofOthers = new FloatPointer(0, 256);
        private final PointerPointer<FloatPointer> ranges = new PointerPointer<>(ofFirst, ofOthers, ofOthers);

        @Override
        public Object work(int i) {
            Mat image = images.get(i);
            switch (work) {
                case HSV_HISTOGRAM -> {
                    opencv_imgproc.cvtColor(image, result, opencv_imgproc.COLOR_RGB2HSV);
                    count(result);
                }
                case HSV -> opencv_imgproc.cvtColor(image, result, opencv_imgproc.COLOR_RGB2HSV);
                case LAB -> opencv_imgproc.cvtColor(image, result, opencv_imgproc.COLOR_RGB2Lab);
                case HISTOGRAM -> count(image);
                case EQUALIZE -> opencv_imgproc.equalizeHist(image, result);
            }
            return result;
        }

        private void count(Mat image) {
            opencv_imgproc.calcHist(image, 1, channels, everything, histogram, 3, bins, ranges, true, false);
        }

        @Override
        public float[] values(int i) {
            work(i);
            if (work == Work.HSV || work == Work.LAB || work == Work.EQUALIZE) {
                return unsigned(OpenCv.bytes(result));
            }
            float[] counts = OpenCv.floats(histogram);
            double pixels = images.get(i).total();
            for (int b = 0; b < counts.length; b++) {
                counts[b] = (float) (counts[b] / pixels);
            }
            return counts;
        }
    }

    private static float[] unsigned(byte[] bytes) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }
}
