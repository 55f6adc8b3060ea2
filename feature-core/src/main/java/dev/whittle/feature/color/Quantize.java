package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.LearnedShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.table.NamedArrays;

/**
 * The image with few colours: for each pixel the colour of a {@link Palette} that stands for it. A gray image stays
 * gray: it gets the {@link Gray luma} of that colour.
 *
 * @param palette the colours, learned from the training images or given
 */
public record Quantize(Spec<Dataset, ? extends Palette> palette) implements Spec<Dataset, ImageStep>, LearnedShape {
    public Quantize {
        if (palette == null) {
            throw new IllegalArgumentException("Quantize: palette must be given");
        }
    }

    /** A palette by {@link MedianCut#defaults median cut} (Heckbert 1982). */
    public static Quantize defaults() {
        return new Quantize(MedianCut.defaults());
    }

    @Override
    public ImageStep fit(Dataset train, Run run) {
        return new Fitted(palette.fit(train, run));
    }

    @Override
    public ImageStep restore(NamedArrays arrays, Run run) {
        return new Fitted(palette.restore(arrays, run));
    }

    @Override
    public boolean needsData() {
        return palette.needsData();
    }

    @Override
    public boolean bitsPromised() {
        return palette.bitsPromised();
    }

    @Override
    public boolean canBeSaved() {
        return palette.canBeSaved();
    }

    @Override
    public ImageShape shape(ImageShape image) {
        return image;
    }

    @Override
    public long heapBytes() {
        return palette instanceof LearnedColors learned ? learned.heapBytes() : 0;
    }

    private record Fitted(Palette palette) implements ImageStep {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            int bands = ImageShape.of(image).bands();
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, bands);
            for (int y = 0; y < image.height; y++) {
                if (bands == 1) {
                    grayRow(image.getBand(0), out.getBand(0), y);
                } else {
                    colorRow(image.bands, out.bands, y);
                }
            }
            return out;
        }

        private void grayRow(GrayU8 in, GrayU8 out, int y) {
            int from = in.startIndex + y * in.stride;
            int to = out.startIndex + y * out.stride;
            for (int x = 0; x < in.width; x++) {
                int v = in.data[from + x] & 0xFF;
                int color = palette.color(palette.numberOf(v, v, v));
                out.data[to + x] = (byte) Gray.luma(color >> 16, color >> 8 & 0xFF, color & 0xFF);
            }
        }

        private void colorRow(GrayU8[] in, GrayU8[] out, int y) {
            byte[] red = in[0].data;
            byte[] green = in[1].data;
            byte[] blue = in[2].data;
            int redAt = in[0].startIndex + y * in[0].stride;
            int greenAt = in[1].startIndex + y * in[1].stride;
            int blueAt = in[2].startIndex + y * in[2].stride;
            int to = out[0].startIndex + y * out[0].stride;
            for (int x = 0; x < in[0].width; x++) {
                int number =
                        palette.numberOf(red[redAt + x] & 0xFF, green[greenAt + x] & 0xFF, blue[blueAt + x] & 0xFF);
                int color = palette.color(number);
                out[0].data[to + x] = (byte) (color >> 16);
                out[1].data[to + x] = (byte) (color >> 8);
                out[2].data[to + x] = (byte) color;
            }
        }

        @Override
        public NamedArrays arrays() {
            return palette.arrays();
        }
    }
}
