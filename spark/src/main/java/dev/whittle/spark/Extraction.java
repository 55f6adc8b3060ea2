package dev.whittle.spark;

import dev.whittle.feature.data.LeftOut;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The features of images, computed on the executors, each image decoded once. Rows lie on the disks of the executors
 * until this is closed. What is lost with an executor is computed again, with the same bits.
 */
public final class Extraction implements AutoCloseable {
    private final SparkImages images;
    private final Broadcast<SparkFeature> sent;
    private final int columns;
    /** In the order in which the images were read. */
    private final JavaRDD<FeatureRow> computed;
    /** In the order of the names. */
    private JavaRDD<FeatureRow> sorted;
    /** Of each partition of the sorted rows. */
    private List<Counts> counts;

    /**
     * How many images a partition has.
     *
     * @param good how many can be used
     * @param bad how many cannot
     * @param first the names and reasons of the first that cannot
     * @param twice a name that two of them have; null if there is none
     */
    private record Counts(long good, long bad, ArrayList<String[]> first, String twice) implements Serializable {
        /** How many bad images of a partition are named to the driver. */
        private static final int NAMED = 20;

        static Counts of(Iterator<FeatureRow> rows) {
            long good = 0;
            long bad = 0;
            ArrayList<String[]> first = new ArrayList<>();
            String before = null;
            String twice = null;
            while (rows.hasNext()) {
                FeatureRow row = rows.next();
                if (row.getName().equals(before)) {
                    twice = before;
                }
                before = row.getName();
                if (row.isGood()) {
                    good++;
                } else {
                    bad++;
                    if (first.size() < NAMED) {
                        first.add(new String[] {row.getName(), row.getReason()});
                    }
                }
            }
            return new Counts(good, bad, first, twice);
        }
    }

    private Extraction(SparkImages images, SparkFeature feature, FirstImage first) {
        this.images = images;
        this.columns = first.columns();
        Broadcast<SparkFeature> broadcast =
                JavaSparkContext.fromSparkContext(images.spark().sparkContext()).broadcast(feature);
        long maxPixels = images.maxPixels();
        sent = broadcast;
        computed = images.images()
                .mapPartitions(some -> new RowsOfImages(some, maxPixels, broadcast.value(), first))
                .persist(StorageLevel.DISK_ONLY());
    }

    /**
     * Computes the features of all images. The first image that can be used decides which rows can stand in one table:
     * images that give rows of another length, or have another size if the feature compares images of one size, cannot
     * be used.
     *
     * @param progress receives lines that say how far the work is
     * @throws IOException if none of the first images can be used
     * @throws IllegalArgumentException if two images have the same name
     */
    public static Extraction of(SparkImages images, SparkFeature feature, Consumer<String> progress)
            throws IOException {
        Extraction extraction = new Extraction(images, feature, FirstImage.of(images, feature));
        try {
            extraction.compute(progress);
            return extraction;
        } catch (Exception e) {
            // Also Spark's checked ones, which its methods do not declare.
            extraction.close();
            throw e;
        }
    }

    private void compute(Consumer<String> progress) {
        try (StageProgress stages = new StageProgress(images.spark().sparkContext(), "extract", progress)) {
            if (images.isSorted()) {
                sorted = computed;
            } else {
                // Sorting draws a sample of the keys at once. The rows are there by then, so that all the work is one
                // stage with its progress.
                computed.count();
                sorted = computed.keyBy(FeatureRow::getName)
                        .sortByKey(NameOrder.BY_COMPONENTS, true, computed.getNumPartitions())
                        .values();
            }
            counts = sorted.mapPartitions(rows -> List.of(Counts.of(rows)).iterator())
                    .collect();
        }
        counts.stream().map(Counts::twice).filter(Objects::nonNull).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "Two images have the name '" + name + "'; names tell rows apart, so they must differ");
        });
    }

    /** The number of images that can be used. */
    public long good() {
        return counts.stream().mapToLong(Counts::good).sum();
    }

    /** The number of images that cannot be used. */
    public long bad() {
        return counts.stream().mapToLong(Counts::bad).sum();
    }

    /** The number of values of a row. */
    public int columns() {
        return columns;
    }

    /** Some of the images that cannot be used, with the reason: at most 20 of each partition. */
    public List<LeftOut> someBad() {
        return counts.stream()
                .flatMap(of -> of.first().stream())
                .map(named -> new LeftOut(named[0], named[1]))
                .toList();
    }

    /**
     * The table with the columns {@code row} (long), {@code name}, {@code label}, {@code features} (array of float) and
     * {@code reason}, in the order of the names. The images that can be used are numbered from 0 in this order, as
     * {@code whittle extract --skip-bad} numbers them. The others have no number and no features, but the reason.
     */
    public Dataset<Row> table() {
        long[] start = new long[counts.size()];
        for (int i = 1; i < start.length; i++) {
            start[i] = start[i - 1] + counts.get(i - 1).good();
        }
        JavaRDD<FeatureRow> numbered = sorted.mapPartitionsWithIndex((part, rows) -> numbered(rows, start[part]), true);
        return images.spark()
                .createDataset(numbered.rdd(), Encoders.bean(FeatureRow.class))
                .select("row", "name", "label", "features", "reason");
    }

    private static Iterator<FeatureRow> numbered(Iterator<FeatureRow> rows, long start) {
        return new Iterator<>() {
            private long next = start;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public FeatureRow next() {
                FeatureRow row = rows.next();
                return row.isGood() ? row.numbered(next++) : row;
            }
        };
    }

    /** The names of the classes of the images that can be used, in their order. */
    List<String> classes() {
        List<String> classes = new ArrayList<>(sorted.filter(row -> row.isGood() && row.getLabel() != null)
                .map(FeatureRow::getLabel)
                .distinct()
                .collect());
        classes.sort(NameOrder.BY_COMPONENTS);
        return classes;
    }

    /**
     * The class of each image that can be used, in the order of their numbers; -1 for an image without a label.
     *
     * @param classes of {@link #classes}
     */
    int[] labels(List<String> classes) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            numbers.put(classes.get(c), c);
        }
        List<int[]> parts = sorted.mapPartitions(rows -> {
                    IntStream.Builder labels = IntStream.builder();
                    rows.forEachRemaining(row -> {
                        if (row.isGood()) {
                            labels.add(numbers.getOrDefault(row.getLabel(), -1));
                        }
                    });
                    return List.of(labels.build().toArray()).iterator();
                })
                .collect();
        return parts.stream().flatMapToInt(IntStream::of).toArray();
    }

    /** Frees the disks and the memory of the executors. A table that is used later is computed again. */
    @Override
    public void close() {
        computed.unpersist(false);
        sent.unpersist(false);
    }
}
