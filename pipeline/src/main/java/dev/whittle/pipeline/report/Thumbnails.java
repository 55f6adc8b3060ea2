package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Small pictures of test images. Each is in the page once, however often it is shown. When they are too many for a
 * page, no further ones are added.
 */
public final class Thumbnails {
    /** The longest side of a picture in pixels. */
    private static final int SIDE = 48;

    /**
     * No more values of pixels are put into a page. How many bytes a PNG has depends on the version of Java, so it is
     * not asked for here.
     */
    private static final int MOST_VALUES = 1_000_000;

    private final Dataset test;
    private final boolean shown;
    private final Map<Integer, Thumbnail> pictures = new LinkedHashMap<>();
    private int left = MOST_VALUES;

    /**
     * @param image its number among the test images
     * @param name of the image
     * @param uri the picture as a data URI
     */
    public record Thumbnail(int image, String name, String uri, int width, int height) {}

    /** @param shown false for a page that is to have no images of the data */
    Thumbnails(Dataset test, boolean shown) {
        this.test = test;
        this.shown = shown;
    }

    /** The picture of a test image, added if it was not shown before. Empty if there is no room for it. */
    Optional<Thumbnail> add(int image) {
        Thumbnail picture = pictures.get(image);
        if (picture != null || !shown || left == 0) {
            return Optional.ofNullable(picture);
        }
        Planar<GrayU8> small = Picture.reduced(test.image(image), SIDE);
        int values = small.width * small.height * small.getNumBands();
        if (values > left) {
            // None of the following ones, however small, so that no image takes the place of an earlier one.
            left = 0;
            return Optional.empty();
        }
        left -= values;
        picture = new Thumbnail(image, test.name(image), Picture.of(small, "").uri(), small.width, small.height);
        pictures.put(image, picture);
        return Optional.of(picture);
    }

    /** All that were added, by the number of the image. */
    public List<Thumbnail> all() {
        List<Thumbnail> all = new ArrayList<>(pictures.values());
        all.sort(Comparator.comparingInt(Thumbnail::image));
        return all;
    }
}
