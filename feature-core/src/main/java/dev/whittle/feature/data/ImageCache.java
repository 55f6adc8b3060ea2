package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Preparation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Decoded and scaled images in a folder, so that a file is decoded once and not at every start. The key of an image is
 * the SHA-256 of its file's contents, of the decoder's version and of the size it is scaled to. So a changed file is
 * decoded again. An image is written completely or not at all, and its checksum is tested when it is read. A damaged
 * one is decoded again.
 *
 * <p>A cache that cannot be written does no harm: images are then decoded each time.
 */
public final class ImageCache {
    private static final int MAGIC = 0x57494d31;

    private final Path folder;
    private final long maxBytes;
    private final AtomicLong written = new AtomicLong();

    /**
     * @param folder is created when the first image is kept
     * @param maxBytes how many bytes {@link #trim} leaves at most, and how many this object writes
     */
    public ImageCache(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * A decoded image.
     *
     * @param image must not be changed by who shares it
     * @param notes what a reader should know of how it was decoded, such as that it has a colour profile
     */
    public record Decoded(Planar<GrayU8> image, List<String> notes) {}

    /** The key of a file with these contents that is scaled so. Bands are not part of it: an image has the file's. */
    static String key(byte[] contents, Preparation how) {
        byte[] version = (ImageFile.VERSION + " " + how.width() + " " + how.height() + " " + how.fit())
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(contents, contents.length + version.length);
        System.arraycopy(version, 0, all, contents.length, version.length);
        return PixelHash.ofBytes(all);
    }

    /** The image with this key; null if it is not here or damaged. */
    Decoded get(String key) {
        try {
            return decoded(Files.readAllBytes(file(key)));
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps an image, if there is room. */
    void put(String key, Decoded decoded) {
        byte[] bytes = bytes(decoded);
        if (written.addAndGet(bytes.length) > maxBytes) {
            return;
        }
        Path file = file(key);
        try {
            Files.createDirectories(file.getParent());
            // Not AtomicFile, which waits for the disk. After a power cut the checksum is wrong, and that is harmless.
            Path beside = file.resolveSibling(
                    file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                            + Thread.currentThread().getId() + ".tmp");
            try {
                Files.write(beside, bytes);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            // Images are decoded each time then.
            written.set(maxBytes);
        }
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key.substring(2));
    }

    private static byte[] bytes(Decoded decoded) {
        Planar<GrayU8> image = decoded.image();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + image.width * image.height * image.getNumBands());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(image.width);
            out.writeInt(image.height);
            out.writeInt(image.getNumBands());
            out.writeInt(decoded.notes().size());
            for (String note : decoded.notes()) {
                out.writeUTF(note);
            }
            for (int b = 0; b < image.getNumBands(); b++) {
                GrayU8 band = image.getBand(b);
                for (int y = 0; y < image.height; y++) {
                    out.write(band.data, band.startIndex + y * band.stride, image.width);
                }
            }
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static Decoded decoded(byte[] bytes) throws IOException {
        int length = bytes.length - 4;
        if (length < 20 || ByteBuffer.wrap(bytes).getInt(length) != crc(bytes, length)) {
            return null;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC) {
            return null;
        }
        Planar<GrayU8> image = new Planar<>(GrayU8.class, in.readInt(), in.readInt(), in.readInt());
        List<String> notes = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            notes.add(in.readUTF());
        }
        for (int b = 0; b < image.getNumBands(); b++) {
            in.readFully(image.getBand(b).data);
        }
        return new Decoded(image, notes);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Deletes the images that were kept first, where there are more than the folder may hold. */
    public void trim() {
        record Kept(Path file, long bytes, long time) {}
        List<Kept> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                if (found.isRegularFile()) {
                    all.add(new Kept(
                            file, found.size(), found.lastModifiedTime().toMillis()));
                }
            }
            long bytes = all.stream().mapToLong(Kept::bytes).sum();
            all.sort(Comparator.comparingLong(Kept::time));
            for (Kept kept : all) {
                if (bytes <= maxBytes) {
                    return;
                }
                Files.deleteIfExists(kept.file);
                bytes -= kept.bytes;
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // Another program uses or deletes the same files. The next call tries again.
        }
    }
}
