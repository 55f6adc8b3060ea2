package dev.whittle.spark;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/**
 * A feature of an experiment, computed on the executors, and the heads that are trained on it there. The models have
 * the bytes of those that {@code whittle compare} trains on one machine.
 *
 * <p>What a feature learns, such as its visual words, it learns on the driver from the sample of descriptors that its
 * settings name. The images of that sample are read there.
 */
final class FeatureOnSpark implements AutoCloseable {
    private final Experiment.Feature feature;
    private final Preparation how;
    private final Run run;
    private final Consumer<String> progress;
    private final Extraction extraction;
    private final Part<Dataset, FeatureExtractor> fitted;
    private final List<Part<Rows, Transform>> transforms = new ArrayList<>();
    private final List<SparkRows> tables = new ArrayList<>();
    private final List<String> classes;
    private final int[] labels;

    /**
     * Extracts the feature of all images, and fits the transforms.
     *
     * @param how what is done to each image after it is decoded: it has a size and bands
     * @param run with the seed
     * @throws IOException if none of the images can be used
     * @throws IllegalArgumentException if a part is not computed on Spark, with the reason
     */
    FeatureOnSpark(Experiment.Feature feature, SparkImages images, Preparation how, Run run, Consumer<String> progress)
            throws IOException {
        Compression.last(feature.transforms()).ifPresent(compression -> {
            throw new IllegalArgumentException("feature '" + feature.name() + "': " + compression
                    + " stores rows as codes, which is not done on Spark; leave it out");
        });
        if (!feature.canBeSaved()) {
            throw new IllegalArgumentException(
                    "feature '" + feature.name() + "' has no form in files, so it cannot be sent to executors");
        }
        this.feature = feature;
        this.how = how;
        this.run = run;
        this.progress = progress;
        FeatureExtractor extractor = feature.spec().needsData()
                ? feature.spec().fit(SparkDataset.of(images, how, progress), run)
                : feature.spec().fit(null, run);
        fitted = new Part<>(feature.spec(), extractor);
        extraction = Extraction.of(images, SparkFeature.of(feature.spec(), extractor, how), progress);
        classes = extraction.classes();
        labels = extraction.labels(classes);
        org.apache.spark.sql.Dataset<Row> good = extraction.table().filter("reason is null");
        SparkRows rows = kept(SparkRows.of(good.select("row", "features"), partitions(images)));
        rows.checkFinite("features of '" + feature.name() + "'");
        for (Spec<Rows, ? extends Transform> spec : feature.transforms()) {
            progress.accept("fit " + spec);
            Transform transform = spec.fit(rows, run);
            transforms.add(new Part<>(spec, transform));
            rows = kept((SparkRows) transform.view(rows, run));
        }
    }

    private static int partitions(SparkImages images) {
        return Math.max(1, 2 * images.spark().sparkContext().defaultParallelism());
    }

    private SparkRows kept(SparkRows rows) {
        tables.add(rows);
        return rows;
    }

    /** The images that were extracted. */
    Extraction extraction() {
        return extraction;
    }

    /**
     * Why a head is not trained on Spark; null if it is.
     *
     * <p>Heads that pass over all samples at once are trained where these are. All others would fetch every row, again
     * and again.
     */
    static String problem(Experiment.Head head) {
        if (head.candidates().size() != 1) {
            return "head '" + head.name() + "' has candidates; on Spark a head has one setting";
        }
        Spec<Samples, ? extends Classifier> spec = head.candidates().get(0);
        boolean fullBatch = spec instanceof Softmax || spec instanceof LinearSvm svm && svm.isTrainedByPasses();
        return fullBatch
                ? null
                : "head '" + head.name() + "' is not trained on Spark, only softmax and linear-svm with hinge: squared"
                        + " by solver lbfgs";
    }

    /** Trains a head that has no {@link #problem}. */
    Model fit(Spec<Samples, ? extends Classifier> head) {
        progress.accept("fit " + head);
        SparkRows rows = tables.get(tables.size() - 1);
        Classifier classifier = head.fit(new Samples(rows, labels, classes.size()), run);
        TableModel table = new TableModel(
                transforms, new Part<>(head, classifier), classes, tables.get(0).columns());
        return new Model(fitted, table, new ImageShape(how.width(), how.height(), how.bands()), how.fit());
    }

    /** The name of the feature. */
    String name() {
        return feature.name();
    }

    @Override
    public void close() {
        tables.forEach(SparkRows::close);
        extraction.close();
    }
}
