package dev.whittle.classify.nn;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.PixelShape;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TakesPixels;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.optim.Averaging;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of convolutions on images, trained end to end by mini-batches: to a low mean cross-entropy plus
 * (l2/2)·Σ‖W‖², where W are the weights of convolutions and linear layers. Its features are {@link
 * dev.whittle.feature.image.RawPixels raw pixels}: band after band, row by row. Each band is scaled to mean 0 and
 * variance 1 over the training images. The filters of a {@link WhiteningConv2d} are fitted to them, too.
 *
 * @param architecture the layers
 * @param width filters of the first convolution, at least 1 and at most 65,536; the later layers are multiples of it
 * @param shape bands, rows and columns of an image. Empty for square images of one band or three: the number of
 *     features then determines it. If it is a square and a multiple of 3, one band is taken, with a warning
 * @param flip which images are mirrored left to right in training
 * @param crop by how many rows and columns an image is moved at most in training, at least 0
 * @param border what is moved in by {@code crop}
 * @param cutout rows and columns of a square that is set to 0, the mean of the band, in each image in training; 0 for
 *     none. See {@link RandomCutout}
 * @param labelSmoothing ε of {@link CrossEntropy}, at least 0 and below 1
 * @param l2 weight of the squared penalty per sample, at least 0
 * @param views of an image, whose scores are averaged when the network is used; they have no effect on training
 * @param training optimiser, schedule, epochs and so on
 */
public record ImageNetwork(
        Architecture architecture,
        int width,
        List<Integer> shape,
        Flip flip,
        int crop,
        Border border,
        int cutout,
        double labelSmoothing,
        double l2,
        Views views,
        MiniBatches training)
        implements Spec<Samples, Classifier>, TakesPixels, TrainingNeeds {
    private static final String NAME = "Image network";
    private static final String INPUT = "input";
    private static final int WIDEST = 1 << 16;

    public ImageNetwork {
        new Checks(NAME)
                .require(architecture != null, "architecture must be given", architecture)
                .require(width >= 1 && width <= WIDEST, "width must be at least 1 and at most " + WIDEST, width)
                .require(
                        PixelShape.valid(shape),
                        "shape must be empty or list bands, rows and columns of at least 1",
                        shape)
                .require(flip != null, "flip must be given", flip)
                .atLeast(0, "crop", crop)
                .require(border != null, "border must be given", border)
                .atLeast(0, "cutout", cutout)
                .fraction("labelSmoothing", labelSmoothing)
                .atLeastZero("l2", l2)
                .require(views != null, "views must be given", views)
                .require(training != null, "training must be given", training)
                .require(
                        training == null || training.batchSize() > 1,
                        "training.batchSize must be at least 2 for batch normalisation, which sets each batch to mean 0"
                                + " and variance 1",
                        training == null ? null : training.batchSize())
                .report();
        shape = List.copyOf(shape);
    }

    /** A LeNet for handwritten digits, whose images are moved by up to 2 pixels in training. */
    public static ImageNetwork defaults() {
        MiniBatches training = MiniBatches.builder()
                .learningRate(0.1)
                .warmup(1)
                .epochs(8)
                .batchSize(128)
                .build();
        return new ImageNetwork(
                Architecture.LENET, 24, List.of(), Flip.NONE, 2, Border.ZERO, 0, 0, 5e-4, Views.NONE, training);
    }

    /** The same for images of this shape: bands, rows and columns. */
    public ImageNetwork withShape(List<Integer> bandsRowsColumns) {
        return new ImageNetwork(
                architecture, width, bandsRowsColumns, flip, crop, border, cutout, labelSmoothing, l2, views, training);
    }

    /** The network with its first layer, which scales its input. */
    private record Parts(BandScaling scaling, Graph graph, ImageGraph layers, Graph.Value scores) {
        Network network() {
            return graph.network(scores);
        }

        Network upTo(String layer) {
            Graph.Value value = layers.named().get(layer);
            if (value == null) {
                throw new IllegalArgumentException("The network has no layer '" + layer + "'; it has "
                        + String.join(", ", layers.named().keySet()));
            }
            return graph.network(value);
        }
    }

    private Parts build(Shape image, int filters, int classes, ImageGraph.Weights weights) {
        architecture.require(image);
        views.require(image);
        Graph graph = new Graph(Shape.of(image.size()));
        BandScaling scaling = new BandScaling(INPUT, image);
        Graph.Value x = graph.add(scaling, graph.input());
        x = crop > 0 ? graph.add(new RandomCrop(INPUT, crop, border), x) : x;
        x = flip.equals(Flip.NONE) ? x : graph.add(new RandomFlip(INPUT, flip.equals(Flip.ALTERNATING)), x);
        x = cutout > 0 ? graph.add(new RandomCutout(INPUT, cutout), x) : x;
        ImageGraph layers = new ImageGraph(graph, weights);
        return new Parts(scaling, graph, layers, architecture.scores(layers, x, filters, classes));
    }

    /** The shape of the images of rows with this number of columns. */
    private Shape image(int columns) {
        PixelShape image = PixelShape.of(NAME, shape, columns);
        int side = Math.min(image.rows(), image.columns());
        if (crop >= side || cutout > side) {
            throw new IllegalArgumentException(NAME + ": crop must be below " + side + " and cutout at most " + side
                    + " for images of " + image + ", bands x rows x columns; got crop " + crop + " and cutout "
                    + cutout);
        }
        return Shape.of(image.bands(), image.rows(), image.columns());
    }

    /** The network before training. Only the scaling and the whitening are those of the training images. */
    private Parts initial(Samples train, Run run) {
        int columns = train.features().columns();
        PixelShape.of(NAME, shape, columns).warn(NAME, shape, run);
        Parts parts = build(
                image(columns),
                width,
                train.classes(),
                (layer, initializer, inputs, outputs, convolution) ->
                        initializer.draw(inputs, outputs, run.start("initial weights " + layer, 0)));
        parts.scaling.fit(train.features(), run);
        parts.layers.whitening().forEach(layer -> layer.fit(train.features(), parts.scaling, run));
        return parts;
    }

    private Parts trained(Samples train, Run run) {
        Parts parts = initial(train, run);
        new MiniBatchTraining(training, l2, 0)
                .train(parts.network().training(new CrossEntropy(labelSmoothing), run), train, run);
        return parts;
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        Shape image = image(train.features().columns());
        return new NetworkClassifier(trained(train, run).network(), views, image);
    }

    /** The head before training, which knows of the samples only their scaling and whitening: a negative control. */
    public Classifier untrained(Samples train, Run run) {
        return new NetworkClassifier(
                initial(train, run).network(), views, image(train.features().columns()));
    }

    /**
     * The network up to a layer with a name, after training.
     *
     * @param trained false for the network before training, which knows of the training images only their scaling
     *     and whitening
     * @throws IllegalArgumentException if there is no such layer, with the names there are
     */
    public Network upTo(String layer, boolean trained, Samples train, Run run) {
        requireLayer(layer);
        return (trained ? trained(train, run) : initial(train, run)).upTo(layer);
    }

    /** @throws IllegalArgumentException if the architecture has no such layer, with the names there are */
    public void requireLayer(String layer) {
        // The names do not depend on sizes.
        build(Shape.of(1, 32, 32), 1, 2, zeros()).upTo(layer);
    }

    /**
     * The number of values of a layer for images of this shape.
     *
     * @throws IllegalArgumentException if there is no such layer, or the images are too small for the architecture
     */
    public int length(String layer, int bands, int rows, int columns) {
        return build(Shape.of(bands, rows, columns), width, 1, zeros())
                .upTo(layer)
                .outputs();
    }

    /** Weights of 0. Before more memory is allocated than there is, this is said. */
    private static ImageGraph.Weights zeros() {
        long[] sum = {0};
        return (layer, initializer, inputs, outputs, convolution) -> {
            int n = Checks.length("The weights of '" + layer + "'", inputs, outputs);
            sum[0] += n;
            // Values and gradients.
            Heap.require(2L * Float.BYTES * sum[0], "an image network", "a smaller width, or smaller images");
            return new float[n];
        };
    }

    /**
     * The network for features of this number of columns, with weights of 0, for questions about its size.
     *
     * @throws IllegalArgumentException if the features are no images that the architecture takes
     */
    public Network network(int features, int classes) {
        return build(image(features), width, classes, zeros()).network();
    }

    @Override
    public boolean takesLong() {
        return true;
    }

    @Override
    public void checkSamples(int samples) {
        training.checkSamples(samples, 2);
    }

    /** Values and derivatives of a batch, and {@link #copies} of each parameter. */
    @Override
    public long heapBytes(int samples, int features, int classes) {
        Network network = network(features, classes);
        long values = features;
        for (Network.Step step : network.steps()) {
            values += step.output().size();
        }
        long parameters = 0;
        for (Parameter p : network.parameters()) {
            parameters += p.values().length;
        }
        return Float.BYTES * (2 * values * Math.min(samples, training.batchSize()) + copies() * parameters);
    }

    /**
     * Of each parameter: its value, its gradient and two of an optimiser. Muon's steps need one more, an average one,
     * and the best parameters of early stopping one.
     */
    private long copies() {
        return (training.optimizer() == Optimizer.MUON ? 5L : 4L)
                + (training.average() == Averaging.NONE ? 0 : 1)
                + (training.patience() > 0 ? 1 : 0);
    }

    @Override
    public String advice(int features, int classes, long heap) {
        return "a smaller training.batchSize or width needs less";
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        Network network =
                restored(arrays, arrays.get("scores/weights", -1, -1).columns()).network();
        network.set(arrays);
        return new NetworkClassifier(network, views, BandScaling.shape(INPUT, arrays));
    }

    /** What {@link #upTo} returned, from its arrays. */
    public Network restore(String layer, NamedArrays arrays) {
        Network network = restored(arrays, 1).upTo(layer);
        network.set(arrays);
        return network;
    }

    /**
     * For each layer of a trained head that has a name, in their order, the network up to it. Of a layer of images it
     * gives the mean of each band.
     *
     * @param arrays of the head
     */
    public Map<String, Network> layers(NamedArrays arrays) {
        Parts parts = restored(arrays, arrays.get("scores/weights", -1, -1).columns());
        parts.network().set(arrays);
        Map<String, Network> layers = new LinkedHashMap<>();
        parts.layers.named().forEach((name, value) -> {
            boolean image = value.shape().rank() == 3;
            layers.put(name, parts.graph.network(image ? parts.graph.add(new GlobalAveragePool(), value) : value));
        });
        return layers;
    }

    /** Before memory for weights is allocated, their shapes are checked. Arrays of the last layers may be missing. */
    private Parts restored(NamedArrays arrays, int classes) {
        return build(
                BandScaling.shape(INPUT, arrays),
                width,
                classes,
                (layer, initializer, inputs, outputs, convolution) -> {
                    String name = layer + "/weights";
                    if (arrays.asMap().containsKey(name)) {
                        arrays.get(name, convolution ? outputs : inputs, convolution ? inputs : outputs);
                    }
                    return new float[Checks.length("Array '" + name + "'", inputs, outputs)];
                });
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> unused = new ArrayList<>(UnusedSetting.within("training", training.unusedSettings()));
        if (crop == 0) {
            unused.add(new UnusedSetting("border", "crop 0", "crop of at least 1"));
        }
        return unused;
    }
}
