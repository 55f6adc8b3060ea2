package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Compression;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Transforms and a head for the rows of a table, before they are fitted.
 *
 * @param transforms applied one after another, each fitted to the output of the one before; may be empty
 * @param head fitted to the transformed rows
 */
public record TablePipeline(
        List<Spec<Rows, ? extends Transform>> transforms, Spec<Samples, ? extends Classifier> head) {
    public TablePipeline {
        if (head == null) {
            throw new IllegalArgumentException("A pipeline needs a head, got none");
        }
        transforms = List.copyOf(transforms);
        Compression.last(transforms);
    }

    /** A head without transforms. */
    public static TablePipeline of(Spec<Samples, ? extends Classifier> head) {
        return new TablePipeline(List.of(), head);
    }

    /** A transform and a head. For several transforms use the constructor. */
    public static TablePipeline of(
            Spec<Rows, ? extends Transform> transform, Spec<Samples, ? extends Classifier> head) {
        return new TablePipeline(List.of(transform), head);
    }

    /**
     * Fits all parts, in their order, to training samples. The table that a transform gives is computed once. It is in
     * memory if it takes at most a quarter of Java's heap, otherwise in a temporary file; see {@link Tables#stored}.
     * With a {@link Compression} the head is fitted to coded rows.
     *
     * @throws IllegalArgumentException as {@link #check}, or if a part refuses the samples
     */
    public TableModel fit(Samples train, Run run) {
        return fit(train, List.of(), run);
    }

    /**
     * Checks that all parts can be fitted to such rows, before the first one is.
     *
     * @throws IllegalArgumentException if there are too few rows for a transform, or a part cannot be fitted to such
     *     rows or needs more than Java's heap, with what to change
     */
    public void check(int rows, int columns, int classes) {
        LearnedSize.check(transforms, rows, OptionalInt.of(columns), Specs.installed()::nameOf)
                .ifPresent(length -> TrainingNeeds.check(head, rows, length, classes, "row", 0));
    }

    /**
     * Fits all parts to training samples, as {@link #fit(Samples, Run)}.
     *
     * @param classes the names of the classes, in the order of the labels; empty if they have none
     */
    public TableModel fit(Samples train, List<String> classes, Run run) {
        Rows rows = train.features();
        check(rows.rows(), rows.columns(), train.classes());
        List<Part<Rows, Transform>> fitted = new ArrayList<>();
        for (Spec<Rows, ? extends Transform> spec : Compression.transformsBefore(transforms)) {
            Part<Rows, Transform> transform = Part.fit(spec, rows, run);
            fitted.add(transform);
            rows = Tables.stored(transform.fitted().view(rows, run), run);
        }
        Optional<Compression> compression = Compression.last(transforms);
        if (compression.isPresent()) {
            fitted.add(Part.fit(compression.get(), rows, run));
            rows = compression.get().learn(rows, run).code(rows, run);
        }
        Samples transformed = new Samples(rows, train.labels(), train.classes());
        transformed.warnIfAlike(run);
        Classifier classifier = head.fit(transformed, run);
        return new TableModel(
                fitted, new Part<>(head, classifier), classes, train.features().columns());
    }
}
