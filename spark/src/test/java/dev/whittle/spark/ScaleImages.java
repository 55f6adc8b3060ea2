package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Generated images of 32×32 pixels as PNG files that lie one after another in a file, and where each begins in another.
 * The program on one machine reads them from there, in any order, with one call of the system for each image.
 */
final class ScaleImages implements Dataset {
    private static final int AT_ONCE = 20_000;
    /** In the order of their names, as a table of images numbers them. */
    private static final List<String> CLASSES =
            Generated.CLASSES.stream().sorted(NameOrder.BY_COMPONENTS).toList();

    private final FileChannel contents;
    private final long[] starts;

    private ScaleImages(FileChannel contents, long[] starts) {
        this.contents = contents;
        this.starts = starts;
    }

    private static Path contents(Path folder) {
        return folder.resolve("images.bin");
    }

    private static Path starts(Path folder) {
        return folder.resolve("starts.bin");
    }

    /** Writes the first {@code n} images, which depend only on their numbers. */
    static void write(Path folder, int n, Run run) throws IOException {
        Dataset images = Generated.defaults().images("train", n);
        ByteBuffer starts = ByteBuffer.allocate(8 * (n + 1));
        long at = 0;
        try (var out = new BufferedOutputStream(Files.newOutputStream(contents(folder)), 1 << 20)) {
            for (int first = 0; first < n; first += AT_ONCE) {
                int from = first;
                byte[][] encoded = new byte[Math.min(AT_ONCE, n - from)][];
                run.parallel(encoded.length, 100, (a, b) -> {
                    for (int i = a; i < b; i++) {
                        encoded[i] = png(images.image(from + i));
                    }
                });
                for (byte[] one : encoded) {
                    starts.putLong(at);
                    out.write(one);
                    at += one.length;
                }
            }
        }
        Files.write(starts(folder), starts.putLong(at).array());
    }

    /** An RGB image as PNG, compressed fast rather than well. */
    private static byte[] png(Planar<GrayU8> image) {
        int row = 1 + 3 * image.width;
        byte[] filtered = new byte[row * image.height];
        for (int y = 0; y < image.height; y++) {
            for (int i = 0; i < 3 * image.width; i++) {
                // Each row begins with its filter, 0 for none.
                filtered[y * row + 1 + i] = image.getBand(i % 3).data[y * image.width + i / 3];
            }
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(filtered);
        deflater.finish();
        byte[] compressed = new byte[2 * filtered.length];
        int length = deflater.deflate(compressed);
        deflater.end();
        ByteBuffer file = ByteBuffer.allocate(100 + length);
        file.putLong(0x89504E470D0A1A0AL);
        // 8 bits of RGB, deflated, the standard filters, not interlaced.
        byte[] header = ByteBuffer.allocate(13)
                .putInt(image.width)
                .putInt(image.height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        chunk(file, "IHDR", header, header.length);
        chunk(file, "IDAT", compressed, length);
        chunk(file, "IEND", header, 0);
        return Arrays.copyOf(file.array(), file.position());
    }

    private static void chunk(ByteBuffer file, String type, byte[] data, int length) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data, 0, length);
        file.putInt(length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data, 0, length)
                .putInt((int) crc.getValue());
    }

    static ScaleImages open(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(starts(folder));
        long[] starts = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).asLongBuffer().get(starts);
        return new ScaleImages(FileChannel.open(contents(folder)), starts);
    }

    /** The PNG file of an image. */
    byte[] bytes(int i) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (starts[i + 1] - starts[i]));
        try {
            while (bytes.hasRemaining()) {
                if (contents.read(bytes, starts[i] + bytes.position()) < 0) {
                    throw new EOFException("The images end within number " + i);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }

    @Override
    public int size() {
        return starts.length - 1;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        try {
            return ImageFile.read(bytes(i), name(i));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int label(int i) {
        return CLASSES.indexOf(Generated.CLASSES.get(i % CLASSES.size()));
    }

    @Override
    public String name(int i) {
        return String.format(Locale.ROOT, "%09d.png", i);
    }

    @Override
    public List<String> classes() {
        return CLASSES;
    }
}
