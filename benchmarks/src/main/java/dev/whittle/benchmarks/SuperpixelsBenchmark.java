package dev.whittle.benchmarks;

import boofcv.abst.segmentation.ImageSuperpixels;
import boofcv.factory.segmentation.ConfigSlic;
import boofcv.factory.segmentation.FactoryImageSegmentation;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageType;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.segment.Hhts;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_ximgproc.SuperpixelSLIC;
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
 * About {@value #TARGET} superpixels of an image, on one thread, from RGB to the label map. Whittle has HHTS, its peers
 * SLIC with ten iterations and connected superpixels, so theirs are others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SuperpixelsBenchmark implements Compared {
    static final int TARGET = 500;

    private static final int DISCS = 1500;
    private static final int NOISE = 12;

    /** The kernels are those of the conversion to HSV. */
    @Param({"VECTOR", "SCALAR", "BOOFCV", "OPENCV"})
    By by;

    @Param({"481x321", "962x642"})
    String size;

    Planar<GrayU8> image;
    private Supplier<GrayS32> segment;

    @Setup
    public void setUp() {
        int[] sides = Pictures.numbers(size);
        image = discs(sides[0], sides[1]);
        segment = segmentation(by, image, TARGET);
    }

    /** What splits an image into about so many superpixels. Its label map may be overwritten by the next call. */
    static Supplier<GrayS32> segmentation(By by, Planar<GrayU8> image, int target) {
        return switch (by) {
            case VECTOR, SCALAR -> {
                Run run = by.run(1);
                yield () -> Hhts.of(target).segment(image, run).labels();
            }
            case BOOFCV -> byBoofCv(image, target);
            case OPENCV -> byOpenCv(image, target);
            default -> throw by.unknown();
        };
    }

    /** Discs of random colours over each other, with noise. */
    private static Planar<GrayU8> discs(int width, int height) {
        Planar<GrayU8> drawn = new Planar<>(GrayU8.class, width, height, 3);
        Rng rng = new Rng(1, "superpixels", 0);
        int[] colours = new int[width * height];
        for (int d = 0; d < DISCS; d++) {
            int colour = rng.nextInt(1 << 24);
            int r = 2 + rng.nextInt(height / 10);
            int left = rng.nextInt(width);
            int top = rng.nextInt(height);
            for (int y = Math.max(0, top - r); y < Math.min(height, top + r); y++) {
                for (int x = Math.max(0, left - r); x < Math.min(width, left + r); x++) {
                    if ((x - left) * (x - left) + (y - top) * (y - top) < r * r) {
                        colours[y * width + x] = colour;
                    }
                }
            }
        }
        for (int i = 0; i < colours.length; i++) {
            for (int b = 0; b < 3; b++) {
                int value = (colours[i] >> 8 * b & 0xFF) - NOISE + rng.nextInt(2 * NOISE + 1);
                drawn.getBand(b).data[i] = (byte) Math.max(0, Math.min(255, value));
            }
        }
        return drawn;
    }

    private static Supplier<GrayS32> byBoofCv(Planar<GrayU8> image, int target) {
        ImageSuperpixels<Planar<GrayU8>> slic =
                FactoryImageSegmentation.slic(new ConfigSlic(target), ImageType.pl(3, GrayU8.class));
        GrayS32 labels = new GrayS32(image.width, image.height);
        return () -> {
            slic.segment(image, labels);
            return labels;
        };
    }

    private static Supplier<GrayS32> byOpenCv(Planar<GrayU8> image, int target) {
        Mat rgb = OpenCv.rgb(image);
        Mat lab = new Mat();
        Mat result = new Mat();
        GrayS32 labels = new GrayS32(image.width, image.height);
        int side = (int) Math.round(Math.sqrt(image.width * image.height / (double) target));
        return () -> {
            opencv_imgproc.cvtColor(rgb, lab, opencv_imgproc.COLOR_RGB2Lab);
            try (SuperpixelSLIC slic = opencv_ximgproc.createSuperpixelSLIC(lab, opencv_ximgproc.SLIC, side, 10)) {
                slic.iterate(10);
                slic.enforceLabelConnectivity(25);
                slic.getLabels(result);
            }
            new IntPointer(result.data()).get(labels.data, 0, labels.data.length);
            return labels;
        };
    }

    @Benchmark
    public GrayS32 labels() {
        return segment.get();
    }

    @Override
    public float[] values() {
        int[] labels = labels().data;
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels[i];
        }
        return values;
    }
}
