package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import java.util.stream.Stream;

class PreprocessedContractTest extends ExtractorContract {
    /** Subtracts the mean pixel of the training images, as far as pixels stay at 0 or above. */
    record MinusMean() implements Spec<Dataset, ImageStep> {
        @Override
        public ImageStep fit(Dataset train, Run run) {
            if (train.size() == 0) {
                throw new IllegalArgumentException("A mean needs at least one image, got none");
            }
            long sum = 0;
            long pixels = 0;
            for (int i = 0; i < train.size(); i++) {
                GrayU8 band = train.image(i).getBand(0);
                for (int y = 0; y < band.height; y++) {
                    for (int x = 0; x < band.width; x++) {
                        sum += band.get(x, y);
                    }
                }
                pixels += (long) band.width * band.height;
            }
            return new Fitted(Matrix.of(new float[] {sum / pixels}));
        }

        @Override
        public ImageStep restore(NamedArrays arrays, Run run) {
            return new Fitted(arrays.get("mean", 1, 1).requireFinite("array 'mean'"));
        }

        private record Fitted(Matrix mean) implements ImageStep {
            @Override
            public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
                Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, image.getNumBands());
                for (int b = 0; b < out.getNumBands(); b++) {
                    for (int y = 0; y < out.height; y++) {
                        for (int x = 0; x < out.width; x++) {
                            int value = image.getBand(b).get(x, y) - (int) mean.get(0, 0);
                            out.getBand(b).set(x, y, Math.max(0, value));
                        }
                    }
                }
                return out;
            }

            @Override
            public NamedArrays arrays() {
                return NamedArrays.empty().with("mean", mean);
            }
        }
    }

    static BagOfWords words() {
        return new BagOfWords(new Patches(4, 2), 200, true, new KMeans(10, 2, KMeans.Start.RANDOM, 0), 1, true);
    }

    @Override
    protected Stream<Preprocessed> specs() {
        Preprocessed hog = Preprocessed.of(Hog.cells(), Equalize.defaults());
        Scale scale = new Scale(new Size(29, 31), Fit.CROP);
        return Stream.of(
                hog,
                Preprocessed.of(new RawPixels(false), Gray.defaults(), scale),
                Preprocessed.of(words(), new GaussianBlur(0.8), new MinusMean()),
                Preprocessed.of(
                        new Concat(List.of(hog, Preprocessed.of(RawPixels.defaults(), new MinusMean()))),
                        new MinusMean(),
                        scale));
    }

    @Override
    protected String pin() {
        return "89972057";
    }
}
