package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A learned feature: the activations of the last hidden layer of an {@link Mlp}. The network is trained on the labels
 * with standardised pixels and then frozen. With {@code trained = false} the weights stay as they were drawn. This is
 * the control: the same shape and the same pixels, but nothing is learned from the labels.
 *
 * <p>Pixels are taken band after band, row by row, and standardised to mean 0 and variance 1 over the training images;
 * a pixel that is constant over the training images is only centred. All images must have the size and bands of the
 * training images. The pixels of all training images are in memory while it is trained, or in a temporary file; see
 * {@link Tables#stored}.
 *
 * <p>The network has its own seed, {@code run.random("hidden layer", 0).nextLong()}, so that an {@link Mlp} as a head
 * with the same run draws other weights and another order of samples.
 *
 * @param mlp the network and its training; at least one hidden layer
 * @param trained false for the control
 */
public record HiddenLayer(Mlp mlp, boolean trained) implements Spec<Dataset, FeatureExtractor>, ImageNeeds {
    public HiddenLayer {
        new Checks("Hidden layer")
                .require(mlp != null, "mlp must be given", mlp)
                .require(
                        mlp == null || !mlp.hidden().isEmpty(),
                        "mlp.hidden must list at least one layer",
                        mlp == null ? null : mlp.hidden())
                .report();
    }

    public static HiddenLayer defaults() {
        return new HiddenLayer(Mlp.defaults(), true);
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        if (trained) {
            return UnusedSetting.within("mlp", mlp.unusedSettings());
        }
        return Stream.of("loss", "dropout", "l2", "l1", "training")
                .map(key -> new UnusedSetting("mlp." + key, "trained: false", "trained: true"))
                .toList();
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("Training a hidden layer needs at least one image, got none");
        }
        Planar<GrayU8> first = train.image(0);
        StandardizedPixels pixels = StandardizedPixels.fit(train, first.width, first.height, first.getNumBands(), run);
        int classes = train.classes().size();
        Run own = run.withSeed(run.random("hidden layer", 0).nextLong());
        Mlp.Networks networks = trained
                ? mlp.train(new Samples(Tables.stored(pixels.rows(train), run), train.labels(), classes), own)
                : mlp.initial(pixels.length(), classes, own);
        return new Frozen(pixels, networks.hidden());
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        StandardizedPixels pixels = StandardizedPixels.restore(arrays.part("pixels"));
        Network network = mlp.restoreHidden(arrays.part("layers"));
        if (network.inputs() != pixels.length()) {
            throw new IllegalArgumentException("The first layer has " + network.inputs() + " inputs, but images have "
                    + pixels.length() + " values");
        }
        return new Frozen(pixels, network);
    }

    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        ImageNeeds.requireOneShape(shapes);
    }

    private static final class Frozen implements FeatureExtractor {
        private static final int MOST_IMAGES = 128;

        private final StandardizedPixels pixels;
        private final Network network;

        Frozen(StandardizedPixels pixels, Network network) {
            this.pixels = pixels;
            this.network = network;
        }

        @Override
        public int length(int width, int height, int bands) {
            pixels.requireShape(width, height, bands);
            return network.outputs();
        }

        /** Extracts many images at a time, so that the weights are read once for all of them. */
        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            if (out.columns() != network.outputs()) {
                throw new IllegalArgumentException(
                        "The feature has " + network.outputs() + " values, but rows have " + out.columns());
            }
            for (int first = from; first < to; first += MOST_IMAGES) {
                int start = first;
                int n = Math.min(MOST_IMAGES, to - first);
                Network.Input rows = x -> {
                    for (int i = 0; i < n; i++) {
                        pixels.write(images, start + i, x, i * pixels.length());
                    }
                };
                network.apply(rows, n, out.data(), (row + first - from) * out.columns(), run);
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("pixels", pixels.arrays()).with("layers", network.arrays());
        }
    }
}
