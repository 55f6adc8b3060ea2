package dev.whittle.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Sorts batches of rows by their names. Where the partitions are sorted already, they are only put in order. Otherwise
 * each is divided into ranges of names, batches travel in one shuffle, and each range is sorted in memory.
 */
final class NameSort {
    /** Rows of a range have about so many bytes at most. */
    private static final long RANGE_BYTES = 64L << 20;
    /** So many bytes of rows are divided into ranges at once, so that batches are not small. */
    private static final long DIVIDED_BYTES = 16L << 20;

    private NameSort() {}

    /**
     * The rows in the order of their names.
     *
     * @param samples of the names of each partition
     * @param columns how many values a row has
     */
    static JavaRDD<FeatureRow> of(JavaRDD<byte[]> batches, List<NameRanges.Sample> samples, int columns) {
        List<Integer> order = NameRanges.sortedAlready(samples);
        if (order != null) {
            return rows(
                    new PartitionGroups(order.stream().map(p -> new int[] {p}).toArray(int[][]::new)).of(batches));
        }
        long most = NameRanges.images(samples) * columns * Float.BYTES / RANGE_BYTES + 1;
        NameRanges ranges = NameRanges.of(samples, (int) Math.max(batches.getNumPartitions(), most));
        return inRanges(batches, ranges).mapPartitions(NameSort::sorted);
    }

    /** The rows of batches, in their order. */
    static JavaRDD<FeatureRow> rows(JavaRDD<byte[]> batches) {
        return batches.flatMap(batch -> RowBatch.rows(batch).iterator());
    }

    /**
     * One shuffle. Its streams forget each batch that they have written or read. Otherwise Java keeps a hundred, and a
     * task writes as many streams as there are ranges.
     */
    private static JavaRDD<byte[]> inRanges(JavaRDD<byte[]> batches, NameRanges ranges) {
        SparkConf conf = batches.context().getConf().clone().set("spark.serializer.objectStreamReset", "1");
        ClassTag<byte[]> bytes = ClassTag.apply(byte[].class);
        ShuffledRDD<Integer, byte[], byte[]> shuffled = new ShuffledRDD<>(
                        batches.mapPartitionsToPair(some -> new Dividing(some, ranges))
                                .rdd(),
                        new HashPartitioner(ranges.count()),
                        ClassTag.apply(Integer.class),
                        bytes,
                        bytes)
                .setSerializer(new JavaSerializer(conf));
        return new JavaRDD<>(shuffled, shuffled.elementClassTag()).map(Tuple2::_2);
    }

    private static Iterator<FeatureRow> sorted(Iterator<byte[]> batches) {
        List<FeatureRow> all = new ArrayList<>();
        batches.forEachRemaining(batch -> all.addAll(RowBatch.rows(batch)));
        all.sort(Comparator.comparing(FeatureRow::getName, NameOrder.BY_COMPONENTS));
        return all.iterator();
    }

    /** Divides some batches at once into one for each range. */
    private static final class Dividing implements Iterator<Tuple2<Integer, byte[]>> {
        private final Iterator<byte[]> batches;
        private final NameRanges ranges;
        private final List<List<FeatureRow>> ofRanges = new ArrayList<>();
        private final Deque<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();

        Dividing(Iterator<byte[]> batches, NameRanges ranges) {
            this.batches = batches;
            this.ranges = ranges;
            for (int range = 0; range < ranges.count(); range++) {
                ofRanges.add(new ArrayList<>());
            }
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || batches.hasNext();
        }

        @Override
        public Tuple2<Integer, byte[]> next() {
            if (ready.isEmpty()) {
                if (!batches.hasNext()) {
                    throw new NoSuchElementException();
                }
                divide();
            }
            return ready.remove();
        }

        private void divide() {
            long bytes = 0;
            while (batches.hasNext() && bytes < DIVIDED_BYTES) {
                byte[] batch = batches.next();
                bytes += batch.length;
                for (FeatureRow row : RowBatch.rows(batch)) {
                    ofRanges.get(ranges.range(row.getName())).add(row);
                }
            }
            for (int range = 0; range < ofRanges.size(); range++) {
                List<FeatureRow> own = ofRanges.get(range);
                if (!own.isEmpty()) {
                    ready.add(new Tuple2<>(range, RowBatch.of(own)));
                    own.clear();
                }
            }
        }
    }
}
