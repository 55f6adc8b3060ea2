package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkRowsTest {
    private static SparkSession spark;
    private static Matrix table;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
        table = new Matrix(64 * 4096 + 77, 6);
        var rng = new dev.whittle.feature.Rng(5, "test", 0);
        for (int i = 0; i < table.data().length; i++) {
            table.data()[i] = (float) (rng.nextDouble() * (1 + i % 6) + i % 6);
        }
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static void same(Fitted a, Fitted b) {
        assertEquals(a.arrays().asMap().keySet(), b.arrays().asMap().keySet());
        a.arrays().asMap().forEach((name, array) -> assertTrue(
                ((Matrix) (Object) a.arrays().get(name)).bitsEqual(b.arrays().get(name)), name));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void moments(int partitions) {
        try (SparkRows rows = SparkRows.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), table, partitions)) {
            for (Spec<Rows, ? extends Fitted> spec : java.util.List.<Spec<Rows, ? extends Fitted>>of(new Pca(3, true, 1e-5), Zca.defaults(), Standardize.defaults())) {
                long t = System.nanoTime();
                Fitted local = spec.fit(table, Run.defaults());
                long u = System.nanoTime();
                same(local, spec.fit(rows, Run.defaults()));
                System.out.println(spec + " " + (u - t) / 1000000 + " ms, " + (System.nanoTime() - u) / 1000000);
            }
        }
    }
}
