package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.Optional;

/**
 * The pixel values divided by 255, so from 0 to 1: band after band (red, green, blue), each row by row. Needs no data.
 *
 * @param gray whether to take the {@link Gray luma} of colour images, which has a third of the values
 */
public record RawPixels(boolean gray) implements NeedsNoData<Dataset, FeatureExtractor>, Pictured {
    /** All bands of the image, which is the usual baseline. */
    public static RawPixels defaults() {
        return new RawPixels(false);
    }

    @Override
    public FeatureExtractor fitted() {
        return new Extractor(gray);
    }

    @Override
    public boolean hasTemplates() {
        return true;
    }

    /**
     * The weights as an image: mid-gray is 0, and the 99th percentile of the weights, either sign, and all beyond, an
     * extreme. A few weights of pixels that are hardly ever lit would otherwise make the rest invisible.
     */
    @Override
    public Optional<Planar<GrayU8>> template(float[] weights, int width, int height, int bands) {
        float[] sizes = new float[weights.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(weights[i]);
        }
        Arrays.sort(sizes);
        float most = sizes[99 * (sizes.length - 1) / 100];
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, gray ? 1 : bands);
        for (int i = 0; i < weights.length; i++) {
            float part = most == 0 ? Math.signum(weights[i]) : Math.max(-1, Math.min(1, weights[i] / most));
            image.getBand(i / (width * height)).data[i % (width * height)] = (byte) Math.round(127.5f + 127.5f * part);
        }
        return Optional.of(image);
    }

    private record Extractor(boolean gray) implements PerImageExtractor {
        @Override
        public int length(int width, int height, int bands) {
            long pixels = (long) width * height;
            int values = Gray.bands(bands);
            if (gray) {
                values = 1;
            }
            if (pixels == 0) {
                throw new IllegalArgumentException("An image has pixels, got " + width + "x" + height);
            }
            if (pixels > Integer.MAX_VALUE / values) {
                throw new IllegalArgumentException("An image of " + width + "x" + height + " pixels has " + pixels + "*"
                        + values + " values, expected at most " + Integer.MAX_VALUE);
            }
            return (int) pixels * values;
        }

        @Override
        public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
            int bands = image.getNumBands();
            int length = length(image);
            FeatureExtractor.checkRoom(length, out, offset);
            if (gray && bands == 3) {
                luma(image, out, offset);
                return;
            }
            int at = offset;
            for (int b = 0; b < bands; b++) {
                GrayU8 band = image.getBand(b);
                for (int y = 0; y < image.height; y++) {
                    int in = band.startIndex + y * band.stride;
                    for (int x = 0; x < image.width; x++) {
                        out[at + x] = (band.data[in + x] & 0xFF) / 255f;
                    }
                    at += image.width;
                }
            }
        }

        private static void luma(Planar<GrayU8> image, float[] out, int offset) {
            GrayU8 red = image.getBand(0);
            GrayU8 green = image.getBand(1);
            GrayU8 blue = image.getBand(2);
            for (int y = 0; y < image.height; y++) {
                int r = red.startIndex + y * red.stride;
                int g = green.startIndex + y * green.stride;
                int b = blue.startIndex + y * blue.stride;
                int at = offset + y * image.width;
                for (int x = 0; x < image.width; x++) {
                    out[at + x] =
                            Gray.luma(red.data[r + x] & 0xFF, green.data[g + x] & 0xFF, blue.data[b + x] & 0xFF) / 255f;
                }
            }
        }
    }
}
