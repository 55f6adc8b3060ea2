package dev.whittle.classify.onnx;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Images through a network of an ONNX file, batch by batch; see {@link OnnxFeature}. */
final class OnnxExtractor implements FeatureExtractor {
    /** The array with the bytes of the SHA-256 of the file. */
    private static final String SHA256 = "sha256";

    private static final int SHA256_BYTES = 32;

    /** As many floats as an array of bytes may hold. */
    private static final int MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

    private final String name;
    private final byte[] sha256;
    private final OnnxSession session;
    private final ImageInput input;
    private final int batch;
    /** The number of images in every call; 0 if any is possible. */
    private final int prescribed;
    /** What the network expects, 0 where anything is possible. */
    private final int bands;

    private final int width;
    private final int height;
    /** The length of the value for each shape of images, as it was found by trying. */
    private final Map<ImageShape, Integer> lengths = new ConcurrentHashMap<>();

    private final Scratch<Memory> memories = new Scratch<>(Memory::new);

    /** The memory for the input of a batch. */
    private static final class Memory {
        private FloatBuffer values = FloatBuffer.allocate(0);

        FloatBuffer ofSize(int n, ImageShape shape) {
            int size = size(n, shape);
            if (values.capacity() < size) {
                values = ByteBuffer.allocateDirect(Float.BYTES * size)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
            }
            return values.clear().limit(size);
        }
    }

    /**
     * @param layer the value to compute; null for the only output
     * @param batch how many images are given at once; null for 1, or for what the network prescribes
     * @throws IOException if the network is not one for images, or has no such value, with what was found
     */
    OnnxExtractor(OnnxFile file, String layer, ImageInput input, Integer batch) throws IOException {
        this.name = file.toString();
        this.sha256 = file.sha256();
        this.input = input;
        session = new OnnxSession(file, layer);
        try {
            long[] sizes = session.inputShape();
            String found = file + ": the input '" + session.input() + "' has the shape " + Arrays.toString(sizes);
            if (sizes.length != 4) {
                throw new IOException(found + ", expected 4 sizes, " + input.dimensions());
            }
            prescribed = known(found, sizes[0]);
            bands = known(found, sizes[input.bandsAt()]);
            height = known(found, sizes[input.rowsAt()]);
            width = known(found, sizes[input.columnsAt()]);
            if (prescribed > MOST_IMAGES) {
                throw new IOException(found + ": batches of " + prescribed + " images, expected at most " + MOST_IMAGES
                        + "; export it with a smaller batch, or one of any size");
            }
            if (bands != 0 && bands != 1 && bands != 3) {
                throw new IOException(found + ", which is " + input.dimensions() + " with the layout " + input.layout()
                        + ": " + bands + " bands, expected 1 or 3; is the layout "
                        + (input.layout() == Layout.NCHW ? Layout.NHWC : Layout.NCHW) + "?");
            }
            if (prescribed > 0 && batch != null && batch != prescribed) {
                throw new IOException(
                        file + " takes batches of " + prescribed + " images, got batch " + batch + "; leave it out");
            }
        } catch (IOException | RuntimeException e) {
            session.free();
            throw e;
        }
        this.batch = prescribed > 0 ? prescribed : batch == null ? 1 : batch;
    }

    @Override
    public void free() {
        session.free();
    }

    private static int known(String found, long size) throws IOException {
        if (size > Integer.MAX_VALUE) {
            throw new IOException(found + ", expected sizes of at most " + Integer.MAX_VALUE);
        }
        return size < 0 ? 0 : (int) size;
    }

    /** The number of values of n images, whose bytes fit into one buffer. */
    private static int size(int n, ImageShape shape) {
        double size = (double) n * shape.width() * shape.height() * shape.bands();
        if (size > MOST_VALUES) {
            throw new IllegalArgumentException("A batch of " + n + " images of " + shape + " has "
                    + String.format(Locale.ROOT, "%.0f", size) + " values, expected at most " + MOST_VALUES
                    + "; give a smaller batch, or set size to scale the images");
        }
        return (int) size;
    }

    /** The shape that images have in the input, which the network must take. */
    private ImageShape shape(int w, int h, int b) {
        ImageShape shape = input.shape(w, h, b);
        if ((bands > 0 && b != bands)
                || (width > 0 && shape.width() != width)
                || (height > 0 && shape.height() != height)) {
            throw new IllegalArgumentException("The network " + name + " takes images of "
                    + (width > 0 ? width : "any") + "x" + (height > 0 ? height : "any") + " pixels and "
                    + (bands > 0 ? bands : "any number of") + (bands == 1 ? " band" : " bands") + ", got " + shape
                    + (b == bands || bands == 0 ? "; set size to scale them" : ""));
        }
        return shape;
    }

    /** Computed once for each shape, from zeros. */
    @Override
    public int length(int w, int h, int b) {
        ImageShape shape = shape(w, h, b);
        Integer length = lengths.get(shape);
        if (length == null) {
            int n = Math.max(1, prescribed);
            FloatBuffer zeros = new Memory().ofSize(n, shape);
            length = session.run(zeros, input.sizes(n, shape)).remaining() / n;
            lengths.put(shape, length);
        }
        return length;
    }

    /** Whether all images are scaled to one size. */
    @Override
    public boolean takesAnySize() {
        return input.scales();
    }

    @Override
    public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
        for (int first = from; first < to; first += batch) {
            Memory memory = run.take(memories);
            extractBatch(images, first, Math.min(batch, to - first), out, row + first - from, memory);
            run.giveBack(memories, memory);
        }
    }

    private void extractBatch(Dataset images, int first, int n, Matrix out, int row, Memory memory) {
        int given = Math.max(n, prescribed);
        FloatBuffer x = null;
        ImageShape shape = null;
        for (int i = 0; i < n; i++) {
            Planar<GrayU8> image = images.image(first + i);
            ImageShape own = shape(images.name(first + i), image, out.columns());
            if (x == null) {
                shape = own;
                x = memory.ofSize(given, shape);
            } else if (!own.equals(shape)) {
                throw new IllegalArgumentException("Image " + images.name(first + i) + " has " + own
                        + ", but the images before it in its batch have " + shape);
            }
            input.write(image, x, i * size(1, shape));
        }
        // A network that prescribes the number gets zeros for the images that are missing.
        for (int at = n * size(1, shape); at < x.limit(); at++) {
            x.put(at, 0);
        }
        FloatBuffer values = session.run(x, input.sizes(given, shape));
        if (values.remaining() != (long) given * out.columns()) {
            throw new IllegalArgumentException(name + ": for " + given + " images of " + shape + " from "
                    + images.name(first) + " on the value has " + values.remaining() + " numbers, expected "
                    + (long) given * out.columns());
        }
        values.get(out.data(), row * out.columns(), n * out.columns());
    }

    /** The shape of an image in the input. Its value must have as many numbers as rows have. */
    private ImageShape shape(String of, Planar<GrayU8> image, int columns) {
        try {
            int length = length(image);
            if (length != columns) {
                throw new IllegalArgumentException("its value has " + length + " numbers, but rows have " + columns);
            }
            return shape(image.width, image.height, image.getNumBands());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + of + ": " + e.getMessage(), e);
        }
    }

    /** The SHA-256 of the file, whose bytes are the numbers 0 to 255. What is trained on the feature depends on it. */
    @Override
    public NamedArrays arrays() {
        Matrix row = new Matrix(1, SHA256_BYTES);
        for (int i = 0; i < SHA256_BYTES; i++) {
            row.data()[i] = sha256[i] & 0xFF;
        }
        return NamedArrays.empty().with(SHA256, row);
    }

    /**
     * Checks that the file is the one whose SHA-256 was saved.
     *
     * @throws IllegalArgumentException if it is another, or no SHA-256 was saved
     */
    void requireFileOf(NamedArrays saved) {
        float[] row = saved.get(SHA256, 1, SHA256_BYTES).data();
        byte[] expected = new byte[SHA256_BYTES];
        for (int i = 0; i < SHA256_BYTES; i++) {
            if (!(row[i] >= 0 && row[i] <= 255 && row[i] == (int) row[i])) {
                throw new IllegalArgumentException(
                        "Array '" + SHA256 + "' has " + row[i] + " at " + i + ", expected whole numbers from 0 to 255");
            }
            expected[i] = (byte) (int) row[i];
        }
        if (!Arrays.equals(expected, sha256)) {
            throw new IllegalArgumentException(name + " has the SHA-256 " + start(sha256)
                    + "…, but what was saved was made with a file of the SHA-256 " + start(expected)
                    + "…; put that file back, or train again with this one");
        }
    }

    private static String start(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, 4);
    }
}
