package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Checks;
import dev.whittle.classify.Idle;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A learned feature: the activations of the last hidden layer of an {@link Mlp} trained on the labels with
 * standardised pixels, then frozen. With {@code trained = false} the weights stay as the initialisation drew them, which is
 * the control: same shape, same pixels, nothing learned from the labels.
 *
 * <p>Pixels are taken band after band, row by row, and standardised to mean 0 and variance 1 over the training images; a pixel
 * that never varies there is only centred. All images must have the size and bands of the training images.
 *
 * <p>The network has its own seed, {@code run.random("hidden layer", 0).nextLong()}, so that a head which is an {@link Mlp} and
 * has the same run draws neither the same weights nor the same order of samples.
 *
 * @param mlp the network and its training; at least one hidden layer
 * @param trained false for the control
 */
public record HiddenLayer(Mlp mlp, boolean trained) implements Spec<Dataset, FeatureExtractor>, Idle.Holder {
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
    public List<Idle> idle() {
        if (trained) {
            return Idle.within("mlp", mlp);
        }
        return Stream.of("loss", "dropout", "l2", "l1", "training")
                .map(key -> new Idle("mlp." + key, "trained: false", "trained: true"))
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
                ? mlp.train(new Samples(pixels.all(train, run), train.labels(), classes), own)
                : mlp.initial(pixels.length(), classes, own);
        return new Frozen(pixels, networks.hidden(), run);
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        StandardizedPixels pixels = StandardizedPixels.restore(arrays.part("pixels"));
        Network network = mlp.restoreHidden(arrays.part("layers"));
        if (network.inputs() != pixels.length()) {
            throw new IllegalArgumentException("The first layer has " + network.inputs() + " inputs, but images have "
                    + pixels.length() + " values");
        }
        return new Frozen(pixels, network, run);
    }

    @Override
    public boolean needsData() {
        return true;
    }

    private static final class Frozen implements FeatureExtractor {
        private static final int CHUNK_IMAGES = 128;

        private final StandardizedPixels pixels;
        private final Network network;
        private final Run run;

        Frozen(StandardizedPixels pixels, Network network, Run run) {
            this.pixels = pixels;
            this.network = network;
            this.run = run;
        }

        @Override
        public int length(int width, int height, int bands) {
            pixels.requireShape(width, height, bands);
            return network.outputs();
        }

        @Override
        public void extract(Planar<GrayU8> image, float[] out, int offset) {
            int length = length(image);
            if (offset < 0 || out.length - offset < length) {
                throw new IllegalArgumentException("The feature needs " + length + " values from offset " + offset
                        + ", but the array has " + out.length);
            }
            pixels.write(image, network.input(1), 0);
            network.apply(run, 1, out, offset);
        }

        /** Many images at a time, so that the weights are read once per 128 images; the bits are those of one at a time. */
        @Override
        public Matrix extractAll(Dataset data, Run run) {
            if (data.size() == 0) {
                throw new IllegalArgumentException("No images to extract features from");
            }
            Matrix features = new Matrix(data.size(), network.outputs());
            run.parallel(data.size(), CHUNK_IMAGES, (from, to) -> {
                float[] x = network.input(to - from);
                for (int i = from; i < to; i++) {
                    pixels.write(data, i, x, (i - from) * pixels.length());
                }
                network.apply(run, to - from, features.data(), from * features.columns());
                run.progress("extract", to, data.size());
            });
            return features;
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("pixels", pixels.arrays()).with("layers", network.arrays());
        }
    }
}
