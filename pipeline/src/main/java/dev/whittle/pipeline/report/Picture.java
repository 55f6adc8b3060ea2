package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import java.util.Base64;

/**
 * A picture with a caption, as it stands in the page.
 *
 * @param uri the PNG as a data URI, so that the page needs no other file
 */
public record Picture(String uri, String label) {
    static Picture of(Planar<GrayU8> image, String label) {
        return new Picture(
                "data:image/png;base64," + Base64.getEncoder().encodeToString(ImageFile.toPng(image)), label);
    }
}
