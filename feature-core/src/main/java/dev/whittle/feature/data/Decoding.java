package dev.whittle.feature.data;

import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Preparation;
import java.nio.charset.StandardCharsets;

/**
 * How files become images.
 *
 * @param how what is done to an image after it is decoded
 * @param maxPixels how many pixels a file may have
 * @param cache where images are kept; null for none
 */
record Decoding(Preparation how, long maxPixels, ImageCache cache) {
    /** Images stay as they are, and none is kept. */
    static final Decoding PLAIN = new Decoding(Preparation.NONE, ImageFile.MAX_PIXELS, null);

    Decoding with(Preparation newHow) {
        return new Decoding(newHow, maxPixels, cache);
    }

    Decoding withMaxPixels(long newMaxPixels) {
        return new Decoding(how, newMaxPixels, cache);
    }

    Decoding with(ImageCache newCache) {
        return new Decoding(how, maxPixels, newCache);
    }

    /**
     * A text of all that the images of given files depend on. What was kept by a larger bound is not used by a smaller
     * one. Bands are not part of it: the cache has an image with those of its file.
     */
    String text() {
        return ImageFile.VERSION + " " + how.width() + " " + how.height() + " " + how.fit() + " " + maxPixels;
    }

    /** The key in an {@link ImageCache} of a file with these contents. */
    String key(byte[] contents) {
        return PixelHash.ofBytes(contents, text().getBytes(StandardCharsets.UTF_8));
    }
}
