package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash that identifies the data of a result: SHA-256 over the number of classes and each class name (length,
 * UTF-8), then for every image its label, width, height and bands as big-endian 32-bit integers and its pixels, band
 * after band, row by row. It covers the decoded pixels, not the files, so the same pixels in another file format have
 * the same hash.
 */
public final class PixelHash {
    /** A data set that computes the hash of its images once and keeps it; see {@link #of}. */
    public abstract static class HashedDataset implements Dataset {
        private String kept;

        /** Computes the hash; called once. */
        protected String hash() {
            return over(this);
        }

        final synchronized String sha256() {
            if (kept == null) {
                kept = hash();
            }
            return kept;
        }
    }

    private final MessageDigest digest = sha256();

    public PixelHash(List<String> classes) {
        ints(classes.size());
        for (String name : classes) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            ints(utf8.length);
            digest.update(utf8);
        }
    }

    /** The hash of a data set, in lower-case hex. */
    public static String of(Dataset images) {
        return images instanceof HashedDataset hashed ? hashed.sha256() : over(images);
    }

    private static String over(Dataset images) {
        PixelHash hash = new PixelHash(images.classes());
        for (int i = 0; i < images.size(); i++) {
            hash.add(images.label(i), images.image(i));
        }
        return hash.hex();
    }

    /** SHA-256 of bytes, in lower-case hex: those of the first array, then those of the next, and so on. */
    static String ofBytes(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of the contents of a file that may be an image, in lower-case hex; empty if it cannot be read. */
    static String ofFile(Path file) {
        try {
            return ofBytes(ImageFile.bytes(file));
        } catch (IOException e) {
            return "";
        }
    }

    public PixelHash add(int label, Planar<GrayU8> image) {
        ints(label, image.width, image.height, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            for (int y = 0; y < band.height; y++) {
                digest.update(band.data, band.startIndex + y * band.stride, band.width);
            }
        }
        return this;
    }

    /** The hash in lower-case hex. It may be called only once. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        for (int v : values) {
            buffer.putInt(v);
        }
        digest.update(buffer.array());
    }

    /** A new SHA-256, also for other bytes than pixels. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
