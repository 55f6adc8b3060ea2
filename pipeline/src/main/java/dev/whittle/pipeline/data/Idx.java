package dev.whittle.pipeline.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Gray images and their labels in the IDX format of MNIST (LeCun and Cortes; the format is on the MNIST page). A file
 * starts with a big-endian magic number: 00 00, the type (08 = unsigned byte) and the number of dimensions. Then come
 * the dimensions, 32 bits each, and the bytes. A file is plain or gzip.
 */
public final class Idx extends PixelHash.HashedDataset {
    private static final long IMAGES = 0x0803;
    private static final long LABELS = 0x0801;

    private final byte[] pixels;
    private final byte[] labels;
    private final int width;
    private final int height;
    private final String fileName;
    private final List<String> classes;

    private Idx(byte[] pixels, byte[] labels, int width, int height, String fileName, List<String> classes) {
        this.pixels = pixels;
        this.labels = labels;
        this.width = width;
        this.height = height;
        this.fileName = fileName;
        this.classes = classes;
    }

    /** Reads the four files of MNIST, or of a set in its format: 60,000 and 10,000 images of 28×28. */
    static Splits readMnist(Path folder, List<String> classes, String steps) throws IOException {
        return new Splits(
                readPart(folder, "train", 60_000, classes, steps), readPart(folder, "t10k", 10_000, classes, steps));
    }

    private static Idx readPart(Path folder, String part, int count, List<String> classes, String steps)
            throws IOException {
        String images = part + "-images-idx3-ubyte";
        String labels = part + "-labels-idx1-ubyte";
        Path imagePath = DataPlaces.file(folder, steps, images, images + ".gz");
        Idx data = read(imagePath, DataPlaces.file(folder, steps, labels, labels + ".gz"), classes);
        if (data.size() != count || data.width != 28 || data.height != 28) {
            throw new IOException(imagePath + ", byte 4: expected " + count + " images of 28x28, found " + data.size()
                    + " of " + data.width + "x" + data.height);
        }
        return data;
    }

    /**
     * Reads images and their labels.
     *
     * @param classes the class names; a label must be below their number
     * @throws IOException if a file is damaged, the numbers of images and labels differ, or a label is out of range
     */
    public static Idx read(Path images, Path labels, List<String> classes) throws IOException {
        byte[] pixels;
        long count;
        long height;
        long width;
        try (CheckedFile file = CheckedFile.open(images)) {
            magic(file, IMAGES, "images");
            count = file.readInt("number of images");
            height = file.readInt("height");
            width = file.readInt("width");
            // Each is below 2^32, so a product of two that does not fit is negative; one of three may be anything.
            long plane = height * width;
            if (count == 0 || plane <= 0 || count > Integer.MAX_VALUE / plane) {
                throw file.error(
                        4,
                        "expected 1 or more images of at most 2^31-1 pixels in all, found " + count + " images of "
                                + width + "x" + height);
            }
            pixels = file.read(count * plane, "the pixels of " + count + " images of " + width + "x" + height);
            file.end();
        }
        byte[] labelBytes;
        try (CheckedFile file = CheckedFile.open(labels)) {
            magic(file, LABELS, "labels");
            long labelCount = file.readInt("number of labels");
            if (labelCount != count) {
                throw file.error(4, "expected " + count + " labels, one for each image, found " + labelCount);
            }
            labelBytes = file.read(labelCount, labelCount + " labels");
            file.end();
            for (int i = 0; i < labelBytes.length; i++) {
                if ((labelBytes[i] & 255) >= classes.size()) {
                    throw file.error(
                            8L + i,
                            "expected a label from 0 to " + (classes.size() - 1) + ", found " + (labelBytes[i] & 255));
                }
            }
        }
        return new Idx(
                pixels,
                labelBytes,
                (int) width,
                (int) height,
                images.getFileName().toString().replaceFirst("\\.gz$", ""),
                List.copyOf(classes));
    }

    private static void magic(CheckedFile file, long expected, String what) throws IOException {
        long found = file.readInt("magic number");
        if (found != expected) {
            throw file.error(
                    0, String.format("expected the magic number %08x of IDX %s, found %08x", expected, what, found));
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        Objects.checkIndex(i, labels.length);
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, 1);
        int plane = width * height;
        System.arraycopy(pixels, i * plane, image.getBand(0).data, 0, plane);
        return image;
    }

    @Override
    public int label(int i) {
        return labels[i] & 255;
    }

    @Override
    public String name(int i) {
        return fileName + "#" + Objects.checkIndex(i, labels.length);
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
