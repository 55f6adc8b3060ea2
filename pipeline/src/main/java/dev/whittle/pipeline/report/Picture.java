package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.ImageFile;
import java.util.Base64;

/**
 * A picture with a caption in the page.
 *
 * @param uri the PNG as a data URI, so that the page needs no other file
 */
public record Picture(String uri, String label) {
    /** The picture, reduced if it is wider or higher than {@code side} pixels. */
    static Picture of(Planar<GrayU8> image, int side, String label) {
        return of(reduced(image, side), label);
    }

    /** The image, reduced if it is wider or higher than {@code side} pixels. */
    static Planar<GrayU8> reduced(Planar<GrayU8> image, int side) {
        int longest = Math.max(image.width, image.height);
        if (longest <= side) {
            return image;
        }
        int width = Math.max(1, Math.round((float) image.width * side / longest));
        int height = Math.max(1, Math.round((float) image.height * side / longest));
        return AreaScaling.scale(image, width, height);
    }

    static Picture of(Planar<GrayU8> image, String label) {
        return new Picture(
                "data:image/png;base64," + Base64.getEncoder().encodeToString(ImageFile.toPng(image)), label);
    }
}
