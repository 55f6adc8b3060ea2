package dev.whittle.classify.onnx;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.registry.MayBeAbsent;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A value that a network in an ONNX file computes from an image, such as its last hidden layer. The network is run by
 * ONNX Runtime on one thread for each batch of images; several batches are run on the threads of the {@link Run}.
 *
 * <p>The input of the network is one tensor of floats, N x bands x rows x columns or N x rows x columns x bands. A
 * pixel v, 0 to 255, of band b becomes (v - mean<sub>b</sub>) / std<sub>b</sub>. The value must have a part for each
 * image, as its first dimension; the other dimensions are put one after another.
 *
 * <p>ONNX Runtime computes with the instructions of the machine at hand. So the promise of the same bits everywhere
 * does not cover this feature, and with {@code batch} above 1 the last bits of a row may also depend on the other
 * images of its batch. A model that uses this feature reads the ONNX file again, from the same path. It has the SHA-256
 * of the file and refuses one with other contents. A result names the SHA-256 of the file.
 *
 * @param model the ONNX file; relative to the working folder, or absolute
 * @param layer the name of an output or of any other value of the network; null for the only output
 * @param size the size to which images are scaled, with their proportions and the border mirrored, as the image step
 *     {@code scale} does; null to take them as they are
 * @param mean one value for all bands, or one for each; null for 0
 * @param std one value for all bands, or one for each, above 0; null for 1
 * @param layout of the input; null for {@link Layout#NCHW}
 * @param batch how many images are given to the network at once, 1 to {@value FeatureExtractor#MOST_IMAGES}; null for
 *     1, or for the number that the network prescribes
 */
public record OnnxFeature(
        String model,
        @MayBeAbsent String layer,
        Size size,
        @MayBeAbsent List<Double> mean,
        @MayBeAbsent List<Double> std,
        @MayBeAbsent Layout layout,
        Integer batch)
        implements Spec<Dataset, FeatureExtractor>, ImageNeeds {
    public OnnxFeature {
        mean = mean == null ? List.of(0.0) : mean;
        std = std == null ? List.of(1.0) : std;
        layout = layout == null ? Layout.NCHW : layout;
        new Checks("ONNX")
                .require(model != null && !model.isBlank(), "model must be given, such as network.onnx", model)
                .require(layer == null || !layer.isBlank(), "layer must be the name of a value, or left out", layer)
                .require(
                        isForBands(mean) && mean.stream().allMatch(Double::isFinite),
                        "mean must have 1 or 3 finite values",
                        mean)
                .require(
                        isForBands(std) && std.stream().allMatch(s -> s > 0 && Double.isFinite(s)),
                        "std must have 1 or 3 finite values above 0",
                        std)
                .require(
                        !isForBands(mean)
                                || !isForBands(std)
                                || !mean.stream().allMatch(Double::isFinite)
                                || !std.stream().allMatch(s -> s > 0 && Double.isFinite(s))
                                || ImageInput.areFinite(mean, std),
                        "(v - mean) / std must be a finite float for all pixels v, 0 to 255",
                        "mean " + mean + " and std " + std)
                .require(
                        batch == null || (batch >= 1 && batch <= FeatureExtractor.MOST_IMAGES),
                        "batch must be 1 to " + FeatureExtractor.MOST_IMAGES,
                        batch)
                .report();
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    private static boolean isForBands(List<Double> values) {
        return (values.size() == 1 || values.size() == 3) && values.stream().allMatch(v -> v != null);
    }

    /** The only output of a network that takes pixels from 0 to 255, such as one that {@link OnnxExport} wrote. */
    public static OnnxFeature of(Path model) {
        return of(model, null);
    }

    /** A value of a network that takes pixels from 0 to 255, such as one that {@link OnnxExport} wrote. */
    public static OnnxFeature of(Path model, String layer) {
        return new OnnxFeature(model.toString(), layer, null, null, null, null, null);
    }

    /**
     * Opens the file.
     *
     * @throws IllegalArgumentException if it is missing or bad, ONNX Runtime cannot run it, or it has no such value or
     *     no input for images; the message has what was found
     */
    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return open();
    }

    private OnnxExtractor open() {
        try {
            ImageInput input = new ImageInput(size, mean, std, layout);
            return new OnnxExtractor(OnnxFile.read(Path.of(model)), layer, input, batch);
        } catch (IOException e) {
            throw new IllegalArgumentException("ONNX: " + e.getMessage(), e);
        }
    }

    /**
     * Opens the file again.
     *
     * @throws IllegalArgumentException as {@link #fit} does, or if the file has other contents than it had then
     */
    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        OnnxExtractor extractor = open();
        try {
            extractor.requireFileOf(arrays);
        } catch (IllegalArgumentException e) {
            extractor.free();
            throw new IllegalArgumentException("ONNX: " + e.getMessage(), e);
        }
        return extractor;
    }

    /** With a size all images get one shape. So the file is not opened for each shape, which may take a while. */
    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        if (size == null) {
            ImageNeeds.requireOneShape(shapes);
            OnnxExtractor extractor = open();
            try {
                shapes.forEach(shape -> extractor.length(shape.width(), shape.height(), shape.bands()));
            } finally {
                extractor.free();
            }
        }
    }

    @Override
    public boolean needsData() {
        return false;
    }

    @Override
    public boolean bitsPromised() {
        return false;
    }

    @Override
    public List<Path> files() {
        return List.of(Path.of(model));
    }
}
