package dev.whittle.spark;

import dev.whittle.feature.data.LeftOut;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    private final JavaRDD<FeatureRow> computed;
    private final JavaRDD<FeatureRow> sorted;
    private final List<Counts> counts;
    private final int columns;

    /**
     * The images of a partition.
     *
     * @param good how many can be used
     * @param bad how many cannot
     * @param first some of those that cannot
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

    private Extraction(
            SparkImages images,
            JavaRDD<FeatureRow> computed,
            JavaRDD<FeatureRow> sorted,
            List<Counts> counts,
            int columns) {
        this.images = images;
        this.computed = computed;
        this.sorted = sorted;
        this.counts = counts;
        this.columns = columns;
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
        Expected expected = Expected.of(images, feature);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(images.spark().sparkContext());
        Broadcast<SparkFeature> sent = context.broadcast(feature);
        JavaRDD<FeatureRow> computed = images.images()
                .mapPartitions(some -> new RowsOfImages(some, sent.value(), expected))
                .persist(StorageLevel.DISK_ONLY());
        JavaRDD<FeatureRow> sorted = images.isSorted()
                ? computed
                : computed.keyBy(FeatureRow::getName)
                        .sortByKey(NameOrder.BY_COMPONENTS, true, computed.getNumPartitions())
                        .values();
        try (StageLines lines = new StageLines(images.spark().sparkContext(), "extract", progress)) {
            if (sorted != computed) {
                // Before Spark draws a sample of the keys, so that the work is one stage with its progress.
                computed.count();
            }
            List<Counts> counts = sorted.mapPartitions(
                            rows -> List.of(Counts.of(rows)).iterator())
                    .collect();
            counts.stream()
                    .map(Counts::twice)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(name -> {
                        computed.unpersist(false);
                        throw new IllegalArgumentException(
                                "Two images have the name '" + name + "'; names tell rows apart, so they must differ");
                    });
            return new Extraction(images, computed, sorted, counts, expected.columns());
        }
    }

    /** How many images can be used. */
    public long good() {
        return counts.stream().mapToLong(Counts::good).sum();
    }

    /** How many images cannot be used. */
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

    /** The class of each image that can be used, in the order of their numbers; -1 for none of these. */
    int[] labels(List<String> classes) {
        List<String> names = new ArrayList<>(classes);
        List<int[]> parts = sorted.mapPartitions(rows -> {
                    IntStream.Builder labels = IntStream.builder();
                    rows.forEachRemaining(row -> {
                        if (row.isGood()) {
                            labels.add(names.indexOf(row.getLabel()));
                        }
                    });
                    return List.of(labels.build().toArray()).iterator();
                })
                .collect();
        return parts.stream().flatMapToInt(IntStream::of).toArray();
    }

    /** Frees the disks of the executors. */
    @Override
    public void close() {
        computed.unpersist(false);
    }
}
