package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Fitted transforms and a fitted head, which classify the rows of a table, without images. Immutable, thread-safe.
 * {@link TablePipeline#fit} returns one.
 *
 * @param transforms applied to the rows one after another; may be empty
 * @param head scores the transformed rows
 * @param classes the names of the head's classes, in their order; empty if they have none
 * @param columns how many values a row has before the transforms
 */
public record TableModel(
        List<Part<Rows, Transform>> transforms, Part<Samples, Classifier> head, List<String> classes, int columns) {
    public TableModel {
        transforms = List.copyOf(transforms);
        classes = List.copyOf(classes);
        if (!classes.isEmpty() && classes.size() != head.fitted().classes()) {
            throw new IllegalArgumentException("The head has " + head.fitted().classes() + " classes, but "
                    + classes.size() + " are named: " + classes);
        }
        if (columns < 1) {
            throw new IllegalArgumentException("Rows have at least 1 value, got " + columns);
        }
    }

    /** Whether the promise of the same bits everywhere covers all parts; see {@link Spec#bitsPromised}. */
    public boolean bitsPromised() {
        return Stream.concat(transforms.stream(), Stream.of(head))
                .allMatch(part -> part.spec().bitsPromised());
    }

    /**
     * A row of scores, one for each class, for each row. A table that is not in memory is read range by range.
     *
     * @throws IllegalArgumentException if rows have another length than the training rows, or a value or a score is not
     *     finite
     */
    public Matrix scores(Rows rows, Run run) {
        return scores(rows, row -> "row " + row, run);
    }

    /**
     * The same, for rows with names.
     *
     * @param names the name of each row, for messages
     */
    public Matrix scores(Rows rows, IntFunction<String> names, Run run) {
        if (rows.columns() != columns) {
            throw new IllegalArgumentException(
                    "The model was trained on rows of " + columns + " values, got " + rows.columns());
        }
        // Transforms check what they read.
        Rows transformed = transforms.isEmpty() ? ComputedRows.checked(rows, "features") : rows;
        for (Part<Rows, Transform> transform : transforms) {
            transformed = transform.fitted().view(transformed, run);
        }
        return head.fitted().finiteScores(transformed, names, classes, run);
    }

    /** The class of each row: the one with the largest score, the first of equal ones. */
    public int[] predict(Rows rows, Run run) {
        return Classifier.largest(scores(rows, run));
    }

    /** How well labelled rows are classified. */
    public Evaluation evaluate(Samples test, Run run) {
        return Evaluation.of(scores(test.features(), run), test.labels());
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
        return new SavedParts(null, null, null, transforms, head, classes, columns);
    }

    /**
     * Reads a model that {@link #write} wrote. Its scores have the same bits.
     *
     * @throws IOException if the file is missing, damaged, or holds no model of tables, with its path and the reason
     */
    public static TableModel read(Path file, Run run) throws IOException {
        return ModelFile.read(file, run, parts -> {
            if (parts.images() != null) {
                throw new IllegalArgumentException("this is a model of images, read it with Model.read");
            }
            return of(parts, run);
        });
    }

    /**
     * Reads a model of tables, or of a model of images that part which classifies the features of an image.
     *
     * @throws IOException if the file is missing, damaged, or holds no model, with its path and the reason
     */
    public static TableModel readEither(Path file, Run run) throws IOException {
        return ModelFile.read(file, run, parts -> of(parts, run));
    }

    /** Combines parts from a file, and tries them with one row. */
    static TableModel of(SavedParts parts, Run run) {
        TableModel model = new TableModel(parts.transforms(), parts.head(), parts.classes(), parts.columns());
        int scores = model.scores(new Matrix(1, parts.columns()), run).columns();
        if (scores != parts.head().fitted().classes()) {
            throw new IllegalArgumentException(
                    "there are " + parts.head().fitted().classes() + " classes, but " + scores + " scores");
        }
        return model;
    }

    /** Does the same with {@link Run#defaults}. */
    public static TableModel read(Path file) throws IOException {
        return read(file, Run.defaults());
    }
}
