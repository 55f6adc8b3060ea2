package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBatchTest {
    private static final float[] FIRST = {1, -0f, Float.MIN_VALUE};
    private static final float[] SECOND = {Float.NaN, Float.NEGATIVE_INFINITY, 0.1f};

    @Test
    void rowsComeBackToTheLastBit() {
        List<FeatureRow> rows = List.of(
                FeatureRow.of("a/é 漢\uD83D\uDE00.png", "a", FIRST, null),
                FeatureRow.of("b.png", null, null, "is empty"),
                FeatureRow.of("", "", SECOND, null),
                FeatureRow.of("c", "c", null, ""));
        byte[] batch = RowBatch.of(rows);
        List<FeatureRow> back = RowBatch.rows(batch);
        assertEquals(4, back.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(rows.get(i).getName(), back.get(i).getName());
            assertEquals(rows.get(i).getLabel(), back.get(i).getLabel());
            assertEquals(rows.get(i).getReason(), back.get(i).getReason());
            assertNull(back.get(i).getRow());
            assertArrayEquals(bits(rows.get(i).getFeatures()), bits(back.get(i).getFeatures()));
        }
        // Two numbers of the batch, three lengths of each row, texts, and the values of two rows.
        int texts = "a/é 漢\uD83D\uDE00.pnga".getBytes(StandardCharsets.UTF_8).length + 13 + 2;
        assertEquals(8 + 4 * 12 + texts + 2 * 12, batch.length);
        // A planted bit in the last value of the last row that has any.
        batch[batch.length - 4] ^= 1;
        assertEquals(
                Float.floatToRawIntBits(0.1f) ^ 1,
                Float.floatToRawIntBits(RowBatch.rows(batch).get(2).getFeatures()[2]));
    }

    @Test
    void aBatchMayHaveOnlyBadRowsOrNone() {
        assertEquals(0, RowBatch.rows(RowBatch.of(List.of())).size());
        List<FeatureRow> bad = RowBatch.rows(RowBatch.of(List.of(FeatureRow.of("a", null, null, "none"))));
        assertEquals("none", bad.get(0).getReason());
        assertNull(bad.get(0).getFeatures());
    }

    private static int[] bits(float[] values) {
        if (values == null) {
            return new int[0];
        }
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
