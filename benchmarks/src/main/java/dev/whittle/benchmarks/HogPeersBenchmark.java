package dev.whittle.benchmarks;

import boofcv.abst.feature.dense.DescribeImageDense;
import boofcv.factory.feature.dense.ConfigDenseHoG;
import boofcv.factory.feature.dense.FactoryDescribeImageDense;
import boofcv.struct.feature.TupleDesc_F64;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageType;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;
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
 * Dalal–Triggs HoG of gray images beside OpenCV and BoofCV, on one thread: nanoseconds per pixel. A call works through
 * {@value Pictures#BATCH_PIXELS} pixels, so sizes compare directly.
 *
 * <p>OpenCV's {@code HOGDescriptor} does the same mathematics with a coarser arctangent and writes by columns. Its Java
 * binding copies a descriptor into and out of a {@code std::vector} at each call, which at 1920×1080 is 2·4.6 MB.
 * BoofCV differs: fast shares votes between bins but not between cells and has no window; standard has a window of half
 * the block's width and reads its weights half a pixel off; both keep doubles.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Pictures.BATCH_PIXELS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HogPeersBenchmark implements Compared {
    @Param({"VECTOR", "SCALAR", "OPENCV", "BOOFCV_FAST", "BOOFCV"})
    By by;

    @Param({"32x32", "320x240", "1920x1080"})
    String size;

    Pictures pictures;
    Matrix features;
    private Describer describer;

    /** Computes the descriptor of image i and returns something that holds it. */
    private interface Describer {
        Object describe(int i);

        /** What {@link #describe} last computed goes to {@code out[offset …]}. */
        void copyLast(float[] out, int offset);
    }

    @Setup
    public void setUp() {
        pictures = Pictures.batch(size, 1);
        features = new Matrix(pictures.size(), Hog.defaults().extractor().length(pictures.image(0)));
        describer = switch (by) {
            case VECTOR, SCALAR -> new Whittle(by.run(1));
            case OPENCV -> new ByOpenCv();
            case BOOFCV_FAST -> new ByBoofCv(true);
            case BOOFCV -> new ByBoofCv(false);
            default -> throw by.unknown();
        };
    }

    /** All images, one after the other. */
    @Benchmark
    public Object extract() {
        Object last = null;
        for (int i = 0; i < features.rows(); i++) {
            last = describer.describe(i);
        }
        return last;
    }

    @Override
    public float[] values() {
        for (int i = 0; i < features.rows(); i++) {
            describer.describe(i);
            describer.copyLast(features.data(), i * features.columns());
        }
        return features.data();
    }

    private final class Whittle implements Describer {
        private final FeatureExtractor extractor;
        /** Its working memory is that of all calls. */
        private final Run run;

        Whittle(Run run) {
            extractor = Hog.defaults().fit(pictures, run);
            this.run = run;
        }

        @Override
        public Object describe(int i) {
            extractor.extract(pictures.image(i), features.data(), i * features.columns(), run);
            return features;
        }

        /** It is there already. */
        @Override
        public void copyLast(float[] out, int offset) {}
    }

    private final class ByOpenCv implements Describer {
        private final int width = pictures.image(0).width;
        private final int height = pictures.image(0).height;
        private final HOGDescriptor hog = OpenCv.dalalTriggs(width, height);
        private final List<Mat> images = pictures.images().stream()
                .map(image -> OpenCv.gray(image.getBand(0)))
                .toList();
        private final FloatPointer descriptor = new FloatPointer(hog.getDescriptorSize());

        @Override
        public Object describe(int i) {
            hog.compute(images.get(i), descriptor);
            return descriptor;
        }

        @Override
        public void copyLast(float[] out, int offset) {
            float[] values = new float[features.columns()];
            descriptor.get(values);
            System.arraycopy(OpenCv.byRows(values, width, height), 0, out, offset, values.length);
        }
    }

    private final class ByBoofCv implements Describer {
        private final DescribeImageDense<GrayU8, TupleDesc_F64> hog;

        ByBoofCv(boolean fast) {
            ConfigDenseHoG config = new ConfigDenseHoG();
            config.orientationBins = 9;
            config.pixelsPerCell = 8;
            config.cellsPerBlockX = 2;
            config.cellsPerBlockY = 2;
            config.stepBlock = 1;
            config.fastVariant = fast;
            hog = FactoryDescribeImageDense.hog(config, ImageType.SB_U8);
        }

        @Override
        public Object describe(int i) {
            hog.process(pictures.image(i).getBand(0));
            return hog.getDescriptions();
        }

        /**
         * BoofCV measures angles from straight up, and its bins are centred where they begin: bin b is Whittle's bin b
         * + 4.
         */
        @Override
        public void copyLast(float[] out, int offset) {
            int at = offset;
            for (TupleDesc_F64 block : hog.getDescriptions()) {
                for (int cell = 0; cell < 4; cell++) {
                    for (int b = 0; b < 9; b++) {
                        out[at + (b + 4) % 9] = (float) block.data[cell * 9 + b];
                    }
                    at += 9;
                }
            }
        }
    }
}
