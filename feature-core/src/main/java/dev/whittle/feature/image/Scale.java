package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;

/**
 * All images in one size, by {@link AreaScaling}. After it, images of different sizes suit features that compare images
 * of one size.
 *
 * @param size the size of the results
 * @param fit how an image of other proportions gets that size
 */
public record Scale(Size size, Fit fit) implements NeedsNoData<Dataset, ImageStep> {
    public Scale {
        Checks checks = new Checks("Scale");
        checks.refuse(size == null, "size must be given");
        checks.refuse(fit == null, "fit must be given");
        checks.report();
    }

    /**
     * 32×32 pixels (Torralba, Fergus and Freeman, "80 million tiny images", PAMI 2008), the whole image with its
     * proportions.
     */
    public static Scale defaults() {
        return new Scale(new Size(32, 32), Fit.PAD);
    }

    @Override
    public ImageStep fitted() {
        return new Fitted(size, fit);
    }

    private record Fitted(Size size, Fit fit) implements ImageStep {
        @Override
        public ImageShape shape(ImageShape image) {
            return new ImageShape(size.width(), size.height(), image.bands());
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            Gray.bands(image);
            return fit.apply(image, size.width(), size.height());
        }
    }
}
