package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;

/** Images after some steps, which are applied when an image is read. */
record Stepped(Dataset images, List<ImageStep> steps, Run run) implements ChangedImages {
    /** An image after all steps. */
    static Planar<GrayU8> apply(List<ImageStep> steps, Planar<GrayU8> image, Run run) {
        Planar<GrayU8> after = image;
        for (ImageStep step : steps) {
            after = step.apply(after, run);
        }
        return after;
    }

    /** @throws IllegalArgumentException if a step is not defined for the image, with its name */
    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> image = images.image(i);
        try {
            return apply(steps, image, run);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + images.name(i) + ": " + e.getMessage(), e);
        }
    }
}
