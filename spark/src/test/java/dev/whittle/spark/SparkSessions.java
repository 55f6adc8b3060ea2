package dev.whittle.spark;

import org.apache.spark.sql.SparkSession;

/** Spark in this virtual machine. */
final class SparkSessions {
    private SparkSessions() {}

    /** Two tasks at a time. */
    static SparkSession local() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 3)
                .getOrCreate();
    }
}
