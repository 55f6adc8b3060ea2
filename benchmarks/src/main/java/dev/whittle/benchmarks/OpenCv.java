package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/** OpenCV on one thread, and Whittle's data in its types. */
final class OpenCv {
    /** Why it cannot be used here, or null. */
    private static final String ABSENT = load();

    private OpenCv() {}

    private static String load() {
        try {
            Loader.load(opencv_core.class);
            Loader.load(HOGDescriptor.class);
            opencv_core.setNumThreads(1);
            return null;
        } catch (LinkageError e) {
            return "OpenCV's libraries for " + Loader.getPlatform() + " cannot be loaded: " + e.getMessage();
        }
    }

    static boolean isPresent() {
        return ABSENT == null;
    }

    /** Why it is not {@link #isPresent}. */
    static String absence() {
        return ABSENT;
    }

    static void require() {
        if (ABSENT != null) {
            throw new IllegalStateException(ABSENT);
        }
    }

    /**
     * Version, and the instruction sets it was built for (those marked * are chosen at run time where the processor has
     * them).
     */
    static String description() {
        require();
        return opencv_core.getVersionString().getString().replace("\0", "") + " ("
                + opencv_core.getCPUFeaturesLine().getString().strip() + ")";
    }

    /** One channel of 8 bits. */
    static Mat gray(GrayU8 band) {
        require();
        byte[] pixels = new byte[band.width * band.height];
        for (int y = 0; y < band.height; y++) {
            System.arraycopy(band.data, band.startIndex + y * band.stride, pixels, y * band.width, band.width);
        }
        return bytes(band.width, band.height, opencv_core.CV_8UC1, pixels);
    }

    /** Three interleaved channels of 8 bits, R first. */
    static Mat rgb(Planar<GrayU8> image) {
        require();
        byte[] pixels = new byte[3 * image.width * image.height];
        int at = 0;
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < image.width; x++) {
                for (GrayU8 band : image.bands) {
                    pixels[at++] = band.data[band.startIndex + y * band.stride + x];
                }
            }
        }
        return bytes(image.width, image.height, opencv_core.CV_8UC3, pixels);
    }

    private static Mat bytes(int width, int height, int type, byte[] pixels) {
        Mat mat = new Mat(height, width, type);
        mat.data().put(pixels, 0, pixels.length);
        return mat;
    }

    /** The bytes of a matrix without gaps. */
    static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
        mat.data().get(bytes, 0, bytes.length);
        return bytes;
    }

    /** 32-bit floats. */
    static Mat floats(Matrix matrix) {
        require();
        Mat mat = new Mat(matrix.rows(), matrix.columns(), opencv_core.CV_32F);
        new FloatPointer(mat.data()).put(matrix.data(), 0, matrix.data().length);
        return mat;
    }

    /** The 32-bit floats of a matrix without gaps. */
    static float[] floats(Mat mat) {
        float[] values = new float[Math.toIntExact(mat.total() * mat.channels())];
        new FloatPointer(mat.data()).get(values, 0, values.length);
        return values;
    }

    /**
     * Dalal–Triggs for a whole image: cells of 8×8, blocks of 2×2 cells one cell apart, 9 unsigned bins, L2-Hys, no
     * gamma.
     */
    static HOGDescriptor dalalTriggs(int width, int height) {
        require();
        return new HOGDescriptor(
                new Size(width / 8 * 8, height / 8 * 8),
                new Size(16, 16),
                new Size(8, 8),
                new Size(8, 8),
                9,
                1,
                -1, // the default σ of the window, a quarter of the block's width
                HOGDescriptor.L2Hys,
                0.2,
                false,
                HOGDescriptor.DEFAULT_NLEVELS,
                false);
    }

    /** OpenCV writes blocks, and cells in a block, column by column; Whittle row by row. */
    static float[] byRows(float[] descriptor, int width, int height) {
        int across = width / 8 - 1;
        int down = height / 8 - 1;
        float[] rows = new float[descriptor.length];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                for (int cell = 0; cell < 4; cell++) {
                    int from = ((x * down + y) * 4 + (cell % 2 * 2 + cell / 2)) * 9;
                    System.arraycopy(descriptor, from, rows, ((y * across + x) * 4 + cell) * 9, 9);
                }
            }
        }
        return rows;
    }
}
