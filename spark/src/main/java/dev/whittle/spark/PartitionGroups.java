package dev.whittle.spark;

import java.io.Serializable;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Makes new partitions of old ones, without a shuffle: each reads some old ones, one after another. Two may read the
 * same.
 *
 * @param groups for each new partition, the numbers of the old ones
 */
record PartitionGroups(int[][] groups) implements PartitionCoalescer, Serializable {
    @Override
    public PartitionGroup[] coalesce(int most, RDD<?> parent) {
        Partition[] old = parent.partitions();
        PartitionGroup[] made = new PartitionGroup[groups.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = new PartitionGroup(Option.empty());
            for (int p : groups[i]) {
                made[i].partitions().append(old[p]);
            }
        }
        return made;
    }

    <T> JavaRDD<T> of(JavaRDD<T> rdd) {
        return new JavaRDD<>(rdd.rdd().coalesce(groups.length, false, Option.apply(this), null), rdd.classTag());
    }
}
