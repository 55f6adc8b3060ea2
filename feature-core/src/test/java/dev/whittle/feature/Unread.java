package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** A feature of any length, which must not be extracted. */
public record Unread(int length) implements NeedsNoData<Dataset, FeatureExtractor> {
    @Override
    public FeatureExtractor fitted() {
        return new PerImageExtractor() {
            @Override
            public int length(int width, int height, int bands) {
                return length;
            }

            @Override
            public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
                throw new AssertionError("it was not to be extracted");
            }
        };
    }
}
