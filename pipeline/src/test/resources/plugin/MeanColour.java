package com.example.plugin;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;

/** The mean of each band, times a factor. */
public record MeanColour(double factor) implements Spec<Dataset, FeatureExtractor> {
    public static MeanColour defaults() {
        return new MeanColour(1);
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return new Extractor(factor);
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        return new Extractor(factor);
    }

    @Override
    public boolean needsData() {
        return false;
    }

    private record Extractor(double factor) implements PerImageExtractor {
        @Override
        public int length(int width, int height, int bands) {
            return bands;
        }

        @Override
        public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
            for (int b = 0; b < image.getNumBands(); b++) {
                long sum = 0;
                for (int y = 0; y < image.height; y++) {
                    for (int x = 0; x < image.width; x++) {
                        sum += image.getBand(b).get(x, y);
                    }
                }
                out[offset + b] = (float) (factor * sum / (image.width * image.height));
            }
        }
    }
}
