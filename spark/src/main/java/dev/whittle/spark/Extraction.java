package dev.whittle.spark;

import dev.whittle.feature.data.LeftOut;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
    private final Broadcast<SparkFeature> sent;
    private final int columns;
    /** {@link RowBatch Batches} of rows, in the order in which the images were read. */
    private final JavaRDD<byte[]> computed;
    /** In the order of the names. Made of the batches, and never stored. */
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
            JavaRDD<FeatureRow> rows = NameSort.rows(computed);
            if (images.isSorted()) {
                sorted = rows;
            } else {
                List<NameRanges.Sample> names = rows.mapPartitions(
                                some -> List.of(NameRanges.Sample.of(some)).iterator())
                        .collect();
                sorted = NameSort.of(computed, names, columns);
            }
            counts = sorted.mapPartitions(some -> List.of(Counts.of(some)).iterator())
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
        return images.spark()
                .createDataset(numbered().rdd(), Encoders.bean(FeatureRow.class))
                .select("row", "name", "label", "features", "reason");
    }

    private JavaRDD<FeatureRow> numbered() {
        long[] start = starts();
        return sorted.mapPartitionsWithIndex((part, rows) -> numbered(rows, start[part]), true);
    }

    /** The number of the first row of each partition that can be used; at the end, how many there are. */
    private long[] starts() {
        long[] start = new long[counts.size() + 1];
        for (int i = 0; i < counts.size(); i++) {
            start[i + 1] = start[i] + counts.get(i).good();
        }
        return start;
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

    /** The images that can be used, without the detour over {@link #table}, as blocks of a table on the executors. */
    JavaRDD<float[]> blocks(Blocks cut) {
        int d = columns;
        long[] start = starts();
        int[][] groups = new int[cut.partitions()][];
        for (int q = 0; q < groups.length; q++) {
            int first = cut.firstRow(q);
            int end = cut.firstRow(q + 1);
            groups[q] = IntStream.range(0, counts.size())
                    .filter(p -> start[p] < end && start[p + 1] > first)
                    .toArray();
        }
        return new PartitionGroups(groups)
                .of(numbered().filter(FeatureRow::isGood))
                .mapPartitionsWithIndex((q, rows) -> new Cutting(rows, cut.firstRow(q), cut.firstRow(q + 1), d), true);
    }

    /** Makes blocks of numbered rows, without those before the first one and after the last one. */
    private static final class Cutting implements Iterator<float[]> {
        private final Iterator<FeatureRow> rows;
        private final int end;
        private final int d;
        private int next;

        Cutting(Iterator<FeatureRow> rows, int first, int end, int d) {
            this.rows = rows;
            this.next = first;
            this.end = end;
            this.d = d;
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public float[] next() {
            float[] block = new float[Math.min(Blocks.ROWS, end - next) * d];
            for (int at = 0; at < block.length; at += d) {
                FeatureRow row = rows.next();
                while (row.getRow() < next) {
                    row = rows.next();
                }
                System.arraycopy(row.getFeatures(), 0, block, at, d);
                next++;
            }
            return block;
        }
    }

    /**
     * The classes of the images that can be used.
     *
     * @param classes their names, in their order
     * @param ofRows the class of each image, in the order of their numbers; -1 for an image without a label
     */
    record Labels(List<String> classes, int[] ofRows) {}

    /** Those of a partition: the classes in the order of their first images. */
    private record SomeLabels(ArrayList<String> classes, int[] ofRows) implements Serializable {
        static SomeLabels of(Iterator<FeatureRow> rows) {
            LinkedHashMap<String, Integer> numbers = new LinkedHashMap<>();
            IntStream.Builder ofRows = IntStream.builder();
            while (rows.hasNext()) {
                FeatureRow row = rows.next();
                if (row.isGood()) {
                    String label = row.getLabel();
                    ofRows.add(label == null ? -1 : numbers.computeIfAbsent(label, l -> numbers.size()));
                }
            }
            return new SomeLabels(
                    new ArrayList<>(numbers.keySet()), ofRows.build().toArray());
        }
    }

    /** Reads the classes, in one pass over the rows. */
    Labels labels() {
        List<SomeLabels> parts = sorted.mapPartitions(
                        rows -> List.of(SomeLabels.of(rows)).iterator())
                .collect();
        List<String> classes = parts.stream()
                .flatMap(part -> part.classes.stream())
                .distinct()
                .sorted(NameOrder.BY_COMPONENTS)
                .toList();
        int[] all = parts.stream()
                .flatMapToInt(part -> {
                    int[] numbers = part.classes.stream()
                            .mapToInt(name -> Collections.binarySearch(classes, name, NameOrder.BY_COMPONENTS))
                            .toArray();
                    return IntStream.of(part.ofRows).map(label -> label < 0 ? -1 : numbers[label]);
                })
                .toArray();
        return new Labels(classes, all);
    }

    /** Frees the disks and the memory of the executors. A table that is used later is computed again. */
    @Override
    public void close() {
        computed.unpersist(false);
        sent.unpersist(false);
    }
}
