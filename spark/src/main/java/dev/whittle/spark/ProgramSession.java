package dev.whittle.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;

/** The session of Spark that the command line uses. */
final class ProgramSession {
    private ProgramSession() {}

    /** The session there is, or one as spark-submit says, or else one on all processors of this machine. */
    static SparkSession get() {
        SparkConf conf = new SparkConf()
                // Kryo cannot write records, which are sent to executors and back.
                .set("spark.serializer", JavaSerializer.class.getName())
                // Or else Java's streams keep the last hundred batches or blocks of rows that they have written or
                // read.
                .setIfMissing("spark.serializer.objectStreamReset", "1")
                .setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.app.name", "whittle")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.log.level", "WARN");
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /** Ends the session, if there is one. */
    static void stop() {
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
    }
}
