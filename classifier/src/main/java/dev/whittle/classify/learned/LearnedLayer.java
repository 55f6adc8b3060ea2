package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Shape;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A learned feature: the values of a layer of an {@link ImageNetwork}, which is trained on the labels and then frozen.
 * With {@code trained = false} the weights stay as they were drawn. This is the control: the same network and the same
 * pixels, but nothing is learned from the labels. Donahue et al., "DeCAF: a deep convolutional activation feature for
 * generic visual recognition" (2014).
 *
 * <p>All images must have the size and bands of the training images. The pixels of all training images are in memory
 * while it is trained, or in a temporary file; see {@link Tables#stored}.
 *
 * <p>The network has its own seed, {@code run.random("learned layer", 0).nextLong()}, so that an {@link ImageNetwork}
 * as a head with the same run draws other weights and another order of samples.
 *
 * @param network the network and its training; its {@code shape} must be empty, since images have one
 * @param layer the name of a layer, such as {@code hidden} or {@code pool2}; a wrong name is refused with those there
 *     are. The values of an image layer stand band after band, row by row
 * @param trained false for the control
 */
public record LearnedLayer(ImageNetwork network, String layer, boolean trained)
        implements Spec<Dataset, FeatureExtractor>, ImageNeeds, Pictured {
    private static final int MOST_MAPS = 64;
    private static final FeatureExtractor PIXELS = RawPixels.defaults().fitted();

    public LearnedLayer {
        new Checks("Learned layer")
                .require(network != null, "network must be given", network)
                .require(layer != null, "layer must be given", layer)
                .require(
                        network == null || network.shape().isEmpty(),
                        "network.shape must be empty, as images have a shape",
                        network == null ? null : network.shape())
                .report();
        network.requireLayer(layer);
    }

    /** The hidden layer of a LeNet. */
    public static LearnedLayer defaults() {
        return new LearnedLayer(ImageNetwork.defaults(), "hidden", true);
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> unused = new ArrayList<>();
        unused.add(new UnusedSetting("network.views", "a layer", "a network as a head"));
        if (trained) {
            unused.addAll(UnusedSetting.within("network", network.unusedSettings()));
            return unused;
        }
        Stream.of("flip", "crop", "border", "cutout", "labelSmoothing", "l2", "training")
                .map(key -> new UnusedSetting("network." + key, "trained: false", "trained: true"))
                .forEach(unused::add);
        return unused;
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("Training a layer needs at least one image, got none");
        }
        Planar<GrayU8> first = train.image(0);
        Pixels pixels = new Pixels(first.width, first.height, first.getNumBands());
        Rows rows = trained ? Tables.stored(pixels.rows(train, run), run) : pixels.rows(train, run);
        Run own = run.withSeed(run.random("learned layer", 0).nextLong());
        Samples samples = new Samples(rows, train.labels(), train.classes().size());
        return new Frozen(pixels, pixels.shaped(network).upTo(layer, trained, samples, own));
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        Matrix shape = arrays.get("input/shape", 1, 3).requireFinite("array 'input/shape'");
        Pixels pixels = new Pixels((int) shape.get(0, 2), (int) shape.get(0, 1), (int) shape.get(0, 0));
        return new Frozen(pixels, network.restore(layer, arrays));
    }

    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        ImageNeeds.requireOneShape(shapes);
        for (ImageShape shape : shapes) {
            if (!shape.anySize()) {
                length(shape.width(), shape.height(), shape.bands());
                return;
            }
        }
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        return OptionalInt.of(network.length(layer, bands, height, width));
    }

    @Override
    public boolean hasLearned() {
        return true;
    }

    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        return ((Frozen) fitted).network.filters().stream().toList();
    }

    /** The values of the layer at each place, if they have places. */
    @Override
    public Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        List<Network.Step> steps = ((Frozen) fitted).network.steps();
        Shape shape = steps.get(steps.size() - 1).output();
        if (shape.rank() != 3 || shape.dimension(1) * shape.dimension(2) == 1) {
            return Optional.empty();
        }
        int maps = Math.min(MOST_MAPS, shape.dimension(0));
        return Optional.of(new Drawing(
                "Feature maps",
                "layer " + layer + ", " + (maps < shape.dimension(0) ? "the first " + maps + " of " : "")
                        + shape.dimension(0) + " maps of " + shape.dimension(2) + "×" + shape.dimension(1),
                "each square is the image as one filter sees it, black for its least value and white for its greatest",
                FeatureMaps.of(fitted.extract(image, run), shape, maps, side),
                true));
    }

    /** Raw pixels of images of one shape. */
    private record Pixels(int width, int height, int bands) {
        int length() {
            return width * height * bands;
        }

        ImageNetwork shaped(ImageNetwork n) {
            return n.withShape(List.of(bands, height, width));
        }

        void requireShape(int w, int h, int b) {
            if (w != width || h != height || b != bands) {
                throw new IllegalArgumentException("The learned layer was trained on images of " + width + "x" + height
                        + " with " + bands + " bands, got " + w + "x" + h + " with " + b);
            }
        }

        void write(Dataset data, int i, float[] out, int offset, Run run) {
            try {
                Planar<GrayU8> image = data.image(i);
                requireShape(image.width, image.height, image.getNumBands());
                PIXELS.extract(image, out, offset, run);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Image " + data.name(i) + ": " + e.getMessage(), e);
            }
        }

        /** A row for each image, computed when it is read. */
        Rows rows(Dataset data, Run run) {
            return new ComputedRows(data.size(), length(), (row, n, to, at) -> {
                for (int i = 0; i < n; i++) {
                    write(data, row + i, to, at + i * length(), run);
                }
            });
        }
    }

    private record Frozen(Pixels pixels, Network network) implements FeatureExtractor {
        @Override
        public int length(int width, int height, int bands) {
            pixels.requireShape(width, height, bands);
            return network.outputs();
        }

        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            if (out.columns() != network.outputs()) {
                throw new IllegalArgumentException(
                        "The feature has " + network.outputs() + " values, but rows have " + out.columns());
            }
            for (int first = from; first < to; first += network.chunkRows()) {
                int start = first;
                int n = Math.min(network.chunkRows(), to - first);
                Network.Input rows = x -> {
                    for (int i = 0; i < n; i++) {
                        pixels.write(images, start + i, x, i * pixels.length(), run);
                    }
                };
                network.apply(rows, n, out.data(), (row + first - from) * out.columns(), run);
            }
        }

        @Override
        public NamedArrays arrays() {
            return network.arrays();
        }
    }
}
