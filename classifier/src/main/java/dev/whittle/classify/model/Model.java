package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that is needed to classify an image: the fitted feature extractor, the fitted transforms and the fitted head.
 * Immutable, thread-safe. {@link Pipeline#fit} returns one.
 *
 * @param features computes a row from an image
 * @param table classifies the row
 * @param images the shape of the images that the model was trained on; others are refused
 * @param fit how {@link #prepare} gives images that size; null if the training images were not scaled
 */
public record Model(Part<Dataset, FeatureExtractor> features, TableModel table, ImageShape images, Fit fit) {
    public Model {
        if (table.classes().isEmpty()) {
            throw new IllegalArgumentException("A model of images needs names of its classes");
        }
    }

    /** A model of images that were not scaled. */
    public Model(Part<Dataset, FeatureExtractor> features, TableModel table, ImageShape images) {
        this(features, table, images, null);
    }

    /** An image as the training images were prepared: with their size, if they were scaled, and with their bands. */
    public Planar<GrayU8> prepare(Planar<GrayU8> image) {
        return new Preparation(fit == null ? 0 : images.width(), fit == null ? 0 : images.height(), fit, images.bands())
                .apply(image);
    }

    /** The names of the classes. */
    public List<String> classes() {
        return table.classes();
    }

    /** Whether the promise of the same bits everywhere covers all parts; see {@link Spec#bitsPromised}. */
    public boolean bitsPromised() {
        return features.spec().bitsPromised() && table.bitsPromised();
    }

    /**
     * A row of scores, one for each class, for each image. The features of a batch of images at a time are in memory.
     *
     * @throws IllegalArgumentException if an image has another shape than the training images, or a score is not
     *     finite, with the name of the image
     */
    public Matrix scores(Dataset all, Run run) {
        Rows rows = all.size() == 0
                ? new Matrix(0, table.columns())
                : features.fitted().rows(new OfOneShape(images, all), run);
        return table.scores(rows, all::name, run);
    }

    /**
     * The scores of one image, one for each class; they have the same bits as in {@link #scores(Dataset, Run)}.
     *
     * @throws IllegalArgumentException if the image has another shape than the training images, or a score is not
     *     finite
     */
    public float[] scores(Planar<GrayU8> image, Run run) {
        images.check(image, "the image");
        float[] row = features.fitted().extract(image, run);
        return table.scores(new Matrix(1, row.length, row), any -> "the image", run)
                .row(0);
    }

    /** The class of each image: the one with the largest score, the first of equal ones. */
    public int[] predict(Dataset images, Run run) {
        return Classifier.largest(scores(images, run));
    }

    /**
     * How well labelled images are classified.
     *
     * @throws IllegalArgumentException if the images have other classes than the training images
     */
    public Evaluation evaluate(Dataset test, Run run) {
        if (!test.classes().equals(classes())) {
            throw new IllegalArgumentException(
                    "The model has the classes " + classes() + ", the images have " + test.classes());
        }
        return Evaluation.of(scores(test, run), test.labels());
    }

    /**
     * Writes the model to a file; it is written completely or not at all.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if a part of the model cannot be saved, with the reason
     */
    public void write(Path file) throws IOException {
        ModelFile.write(file, parts());
    }

    /**
     * The SHA-256 of the file that {@link #write} writes, in lower-case hex, as {@code sha256sum} prints it.
     *
     * @throws IllegalStateException if a part of the model cannot be saved, with the reason
     */
    public String sha256() {
        return ModelFile.sha256(parts());
    }

    private SavedParts parts() {
        return new SavedParts(
                images, fit, features, table.transforms(), table.head(), table.classes(), table.columns());
    }

    /**
     * Reads a model that {@link #write} wrote. Its scores have the same bits.
     *
     * @throws IOException if the file is missing, damaged, not a model file, of a newer version, or inconsistent, with
     *     its path and the reason
     */
    public static Model read(Path file, Run run) throws IOException {
        return ModelFile.read(file, run, parts -> ofImages(parts, run));
    }

    /**
     * Reads a model from the contents of its file, as they came from elsewhere than a disk.
     *
     * @param name of the file, for messages
     * @throws IOException as {@link #read(Path, Run)}
     */
    public static Model read(byte[] contents, String name, Run run) throws IOException {
        return ModelFile.read(contents, name, run, parts -> ofImages(parts, run));
    }

    private static Model ofImages(SavedParts parts, Run run) {
        if (parts.images() == null) {
            throw new IllegalArgumentException(
                    "this is a model of tables and takes a .npy file, not images; in code, use TableModel.read");
        }
        return of(parts, run);
    }

    /**
     * The same; empty if the file holds a model of tables.
     *
     * @throws IOException if the file holds no model, with its path and the reason
     */
    public static Optional<Model> find(Path file, Run run) throws IOException {
        return ModelFile.read(
                file, run, parts -> parts.images() == null ? Optional.empty() : Optional.of(of(parts, run)));
    }

    private static Model of(SavedParts parts, Run run) {
        ImageShape images = parts.images();
        if (!images.anySize()) {
            int length = parts.features().fitted().length(images.width(), images.height(), images.bands());
            if (length != parts.columns()) {
                throw new IllegalArgumentException("images of " + images + " have " + length
                        + " features, but rows are said to have " + parts.columns());
            }
        }
        return new Model(parts.features(), TableModel.of(parts, run), images, parts.fit());
    }

    /** Does the same with {@link Run#defaults}. */
    public static Model read(Path file) throws IOException {
        return read(file, Run.defaults());
    }
}
