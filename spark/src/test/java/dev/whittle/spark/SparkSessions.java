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
                .config("spark.log.level", "ERROR")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                // Tests compute little, for which generated code is not worth its compilation.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.shuffle.partitions", 3)
                .getOrCreate();
    }
}
