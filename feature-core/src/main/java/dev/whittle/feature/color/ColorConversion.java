package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;

/**
 * The image in another colour space, at the 8-bit scale that {@link ColorSpace} says. A gray image counts as an RGB
 * image with three equal bands. The result has the bands of the space, three or, for hue, one.
 *
 * @param space the colour space of the result
 */
public record ColorConversion(ColorSpace space) implements NeedsNoData<Dataset, ImageStep> {
    public ColorConversion {
        if (space == null) {
            throw new IllegalArgumentException("Colour space: space must be given");
        }
    }

    /** CIE Lab, in which colours that look equally different are about equally far apart. */
    public static ColorConversion defaults() {
        return new ColorConversion(ColorSpace.LAB);
    }

    @Override
    public ImageStep fitted() {
        return new Fitted(space);
    }

    private record Fitted(ColorSpace space) implements ImageStep {
        @Override
        public ImageShape shape(ImageShape image) {
            return new ImageShape(image.width(), image.height(), space.channels());
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            ImageShape.of(image); // refuses other numbers of bands
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, 3);
            GrayU8[] rgb = new GrayU8[3];
            for (int b = 0; b < 3; b++) {
                rgb[b] = image.getBand(image.getNumBands() == 1 ? 0 : b);
            }
            space.convert(rgb, out.bands, run.kernels().pixels());
            return space.channels() == 3 ? out : out.partialSpectrum(0);
        }
    }
}
