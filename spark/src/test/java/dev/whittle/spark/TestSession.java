package dev.whittle.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark in the Java virtual machine of the test, on two threads. */
final class TestSession {
    private TestSession() {}

    static SparkSession local(Path temp) {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.log.level", "ERROR")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                // These tests compute little, for which generated code is not worth its compilation.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.shuffle.partitions", 4)
                .config("spark.sql.warehouse.dir", temp.resolve("warehouse").toUri().toString())
                .getOrCreate();
    }
}
