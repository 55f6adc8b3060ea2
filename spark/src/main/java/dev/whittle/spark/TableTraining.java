package dev.whittle.spark;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits the transforms of a feature, once, and then its heads, to extracted rows where these are. The models have the
 * bits of those that {@code whittle compare} trains on one machine.
 */
final class TableTraining implements AutoCloseable {
    private final Run run;
    private final Consumer<String> progress;
    private final List<String> classes;
    /** How many values a row has before the transforms. */
    private final int columns;

    private final List<Part<Rows, Transform>> transforms = new ArrayList<>();
    /** The extracted rows, and those after each transform. */
    private final List<SparkRows> tables = new ArrayList<>();
    /** The rows after all transforms, or their codes. */
    private final Samples samples;

    /**
     * Fits the transforms.
     *
     * @param extraction of the feature, not closed before this is
     * @param heads to be fitted later
     * @param partitions of the rows
     * @param run with the seed
     * @throws IllegalArgumentException if a transform or a head cannot be fitted to such rows, before any is; or if a
     *     value is not finite
     */
    TableTraining(
            Experiment.Feature feature,
            List<Experiment.Head> heads,
            Extraction extraction,
            int partitions,
            Run run,
            Consumer<String> progress) {
        this.run = run;
        this.progress = progress;
        this.columns = extraction.columns();
        Extraction.Labels read = extraction.labels();
        this.classes = read.classes();
        int[] labels = read.ofRows();
        for (Experiment.Head head : heads) {
            new TablePipeline(feature.transforms(), head.candidates().get(0))
                    .check(labels.length, columns, classes.size());
        }
        try {
            SparkRows rows = kept(SparkRows.of(extraction, partitions));
            rows.checkFinite("features of '" + feature.name() + "'");
            for (Spec<Rows, ? extends Transform> spec : Compression.transformsBefore(feature.transforms())) {
                progress.accept("fit " + spec);
                Transform transform = spec.fit(rows, run);
                transforms.add(new Part<>(spec, transform));
                rows = kept((SparkRows) transform.view(rows, run));
            }
            samples = new Samples(coded(feature, rows), labels, classes.size());
            samples.warnIfAlike(run);
        } catch (Exception e) {
            // Also Spark's checked ones, which its methods do not declare.
            close();
            throw e;
        }
    }

    /** The rows, or their codes on the driver if the feature stores them in this way. */
    private Rows coded(Experiment.Feature feature, SparkRows rows) {
        Compression compression = Compression.last(feature.transforms()).orElse(null);
        if (compression == null) {
            return rows;
        }
        progress.accept("fit " + compression);
        transforms.add(new Part<>(compression, compression.fit(rows, run)));
        return compression.learn(rows, run).code(rows, run);
    }

    private SparkRows kept(SparkRows rows) {
        tables.add(rows);
        return rows;
    }

    /** Fits a head to the transformed rows. */
    TableModel fit(Spec<Samples, ? extends Classifier> head) {
        progress.accept("fit " + head);
        return new TableModel(transforms, new Part<>(head, head.fit(samples, run)), classes, columns);
    }

    /** Frees the memory of the executors. */
    @Override
    public void close() {
        tables.forEach(SparkRows::close);
    }
}
