package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.RecordFile;
import dev.whittle.feature.file.RecordStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decoded and scaled images in a folder, so that a file is decoded once and not at every start. The key of an image is
 * the SHA-256 of its file's contents, of the decoder's version and of the size it is scaled to. So a changed file is
 * decoded again. Files that did not change since they were read last are not read, see {@link KnownFiles}. What an
 * {@link Inspection} found is kept as well, with a key over those of its images. A damaged
 * record counts as absent; see {@link RecordStore}.
 *
 * <p>A cache that cannot be written does no harm: images are then decoded each time, and a warning says so.
 */
public final class ImageCache {
    private final Path folder;
    private final RecordStore records;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param folder is created when the first image is kept
     * @param maxBytes how many bytes {@link #trim} leaves at most, and how many this object uses. Images beyond are not
     *     kept. An image counts some thousand bytes more than its pixels
     */
    public ImageCache(Path folder, long maxBytes) {
        this.folder = folder;
        this.records = new RecordStore(folder, maxBytes);
    }

    /**
     * What is known of an image without its pixels.
     *
     * @param notes what a reader should know of how it was decoded, such as that it has a colour profile
     */
    record About(int width, int height, int bands, List<String> notes) {}

    /**
     * A decoded image.
     *
     * @param image must not be changed by who shares it
     * @param notes as in {@link About}
     */
    record Decoded(Planar<GrayU8> image, List<String> notes) {
        About about() {
            return new About(image.width, image.height, image.getNumBands(), notes);
        }
    }

    /** What is known of the image with this key; null if it is not here. */
    About about(String key) {
        RecordFile.Entry found = records.find(key);
        return found == null ? null : about(found);
    }

    /** The image with this key; null if it is not here or damaged. */
    Decoded get(String key) {
        RecordFile.Entry found = records.find(key);
        About about = found == null ? null : about(found);
        if (about == null) {
            return null;
        }
        Planar<GrayU8> image = new Planar<>(GrayU8.class, about.width, about.height, about.bands);
        byte[][] pixels = new byte[about.bands][];
        for (int b = 0; b < about.bands; b++) {
            pixels[b] = image.getBand(b).data;
        }
        return records.read(found, pixels) ? new Decoded(image, about.notes) : null;
    }

    /** Keeps an image, if there is room. */
    void put(String key, Decoded decoded) {
        Planar<GrayU8> image = decoded.image();
        List<ByteBuffer> pixels = new ArrayList<>();
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            int rows = band.stride == band.width ? band.height : 1;
            for (int y = 0; y < band.height; y += rows) {
                pixels.add(ByteBuffer.wrap(band.data, band.startIndex + y * band.stride, rows * band.width));
            }
        }
        records.put(key, head(decoded.about()), pixels.toArray(ByteBuffer[]::new));
    }

    /** The bytes with this key; null if they are not here or damaged. */
    byte[] bytes(String key) {
        RecordFile.Entry found = records.find(key);
        if (found == null || found.length() > Integer.MAX_VALUE - 8) {
            return null;
        }
        byte[] bytes = new byte[(int) found.length()];
        return records.read(found, bytes) ? bytes : null;
    }

    /** Keeps bytes, if there is room. */
    void put(String key, byte[] bytes) {
        records.put(key, new byte[0], ByteBuffer.wrap(bytes));
    }

    private static byte[] head(About about) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(about.width);
            out.writeInt(about.height);
            out.writeInt(about.bands);
            for (String note : about.notes) {
                out.writeUTF(note);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Null if it is not that of an image. */
    private static About about(RecordFile.Entry record) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.head()))) {
            int width = in.readInt();
            int height = in.readInt();
            int bands = in.readInt();
            if (width < 1 || height < 1 || bands < 1 || (long) width * height * bands != record.length()) {
                return null;
            }
            List<String> notes = new ArrayList<>();
            while (in.available() > 0) {
                notes.add(in.readUTF());
            }
            return new About(width, height, bands, List.copyOf(notes));
        } catch (IOException e) {
            return null;
        }
    }

    /** Says once that this cache cannot be written, if so. */
    void warn(Run run) {
        IOException failure = records.failure();
        if (failure != null && told.compareAndSet(false, true)) {
            run.warn("Decoded images are not kept in " + folder + ", so the next start decodes them again. The folder"
                    + " cannot be written, or its file system has no locks: " + failure);
        }
    }

    /** Deletes what was kept first, where there is more than the folder may hold, and caches of an earlier format. */
    public void trim() {
        records.trim();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
            for (Path old : folders) {
                deleteEarlierFormat(old);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // There is no folder, or another program uses these files. The next call tries again.
        }
    }

    /** The earlier format had a file for each image: the first two digits of its key named a folder, the rest it. */
    private static void deleteEarlierFormat(Path old) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(old)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches("[0-9a-f]{62}(\\..*\\.tmp)?")) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try {
            Files.deleteIfExists(old);
        } catch (DirectoryNotEmptyException e) {
            // It has other files, and stays.
        }
    }
}
