package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of an image of an {@link ImageFolder}.
 *
 * @param key of the contents, see {@link Decoding#key}; null until the file was read
 * @param about what is known of the image; null until the file was read
 */
record ImageEntry(String name, Path path, int label, String key, ImageCache.About about) {
    ImageEntry(String name, Path path, int label) {
        this(name, path, label, null, null);
    }

    ImageEntry withLabel(int newLabel) {
        return new ImageEntry(name, path, newLabel, key, about);
    }

    /** The same as if the file had not been read. */
    ImageEntry unread() {
        return new ImageEntry(name, path, label);
    }

    /** The same once its file was read. */
    ImageEntry found(String newKey, ImageCache.About newAbout) {
        return new ImageEntry(name, path, label, newKey, newAbout);
    }

    /** @param bands that images get; 0 if they keep theirs */
    ImageShape shape(int bands) {
        return new ImageShape(about.width(), about.height(), bands == 0 ? about.bands() : bands);
    }

    /**
     * Reads the file, and decodes it unless the cache has the image.
     *
     * @throws IOException if it cannot be read as an image
     */
    ImageEntry read(Decoding decoding) throws IOException {
        byte[] contents = ImageFile.bytes(path);
        String newKey = decoding.key(contents);
        ImageCache.About found =
                decoding.cache() == null ? null : decoding.cache().about(newKey);
        if (found == null) {
            found = decoded(contents, newKey, decoding).about();
        }
        return found(newKey, found);
    }

    /**
     * The image with its size, from the cache if it is there, and with the bands of the file.
     *
     * @throws IOException if the file cannot be read as an image, or was changed since {@link #read}
     */
    Planar<GrayU8> image(Decoding decoding) throws IOException {
        ImageCache.Decoded kept = key == null || decoding.cache() == null
                ? null
                : decoding.cache().get(key);
        if (kept != null) {
            return kept.image();
        }
        byte[] contents = ImageFile.bytes(path);
        String newKey = decoding.key(contents);
        if (key != null && !key.equals(newKey)) {
            throw new IOException(path + ": was changed since the folder was opened; start again");
        }
        return decoded(contents, newKey, decoding).image();
    }

    /** Decodes the contents of the file, and keeps the image in the cache. */
    private ImageCache.Decoded decoded(byte[] contents, String newKey, Decoding decoding) throws IOException {
        List<String> notes = new ArrayList<>();
        Planar<GrayU8> image =
                ImageFile.read(contents, path.toString(), decoding.maxPixels(), note -> notes.add(note.text()));
        ImageCache.Decoded decoded =
                new ImageCache.Decoded(decoding.how().withBands(0).apply(image), List.copyOf(notes));
        if (decoding.cache() != null) {
            decoding.cache().put(newKey, decoded);
        }
        return decoded;
    }
}
