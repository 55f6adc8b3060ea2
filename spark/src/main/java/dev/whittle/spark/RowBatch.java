package dev.whittle.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as bytes, many at once, so that what Spark's serialisation costs is paid for each batch and not for each row.
 *
 * <p>Little endian: the number of rows and of values of a row; for each row the lengths in bytes of its name, label and
 * reason, -1 for null; these texts, in UTF-8; the values of the rows that can be used, one row after another.
 */
final class RowBatch {
    private static final int TEXTS = 3;

    private RowBatch() {}

    /**
     * Writes rows without their numbers.
     *
     * @param rows of the same number of values, where they have any
     */
    static byte[] of(List<FeatureRow> rows) {
        byte[][] texts = new byte[TEXTS * rows.size()][];
        int columns = 0;
        int good = 0;
        int bytes = 2 * Integer.BYTES + texts.length * Integer.BYTES;
        for (int i = 0; i < rows.size(); i++) {
            FeatureRow row = rows.get(i);
            texts[TEXTS * i] = utf8(row.getName());
            texts[TEXTS * i + 1] = utf8(row.getLabel());
            texts[TEXTS * i + 2] = utf8(row.getReason());
            if (row.isGood()) {
                columns = row.getFeatures().length;
                good++;
            }
        }
        for (byte[] text : texts) {
            bytes = Math.addExact(bytes, text == null ? 0 : text.length);
        }
        int values = Math.multiplyExact(Math.multiplyExact(good, columns), Float.BYTES);
        ByteBuffer to = ByteBuffer.allocate(Math.addExact(bytes, values)).order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(rows.size()).putInt(columns);
        for (byte[] text : texts) {
            to.putInt(text == null ? -1 : text.length);
        }
        for (byte[] text : texts) {
            if (text != null) {
                to.put(text);
            }
        }
        for (FeatureRow row : rows) {
            if (row.isGood()) {
                to.asFloatBuffer().put(row.getFeatures());
                to.position(to.position() + columns * Float.BYTES);
            }
        }
        return to.array();
    }

    private static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The rows that {@link #of} has written. */
    static List<FeatureRow> rows(byte[] batch) {
        ByteBuffer from = ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN);
        int n = from.getInt();
        int columns = from.getInt();
        int[] lengths = new int[TEXTS * n];
        from.asIntBuffer().get(lengths);
        int text = from.position() + lengths.length * Integer.BYTES;
        String[] texts = new String[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] >= 0) {
                texts[i] = new String(batch, text, lengths[i], StandardCharsets.UTF_8);
                text += lengths[i];
            }
        }
        List<FeatureRow> rows = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            String reason = texts[TEXTS * i + 2];
            float[] features = null;
            if (reason == null) {
                features = new float[columns];
                from.position(text).asFloatBuffer().get(features);
                text += columns * Float.BYTES;
            }
            rows.add(FeatureRow.of(texts[TEXTS * i], texts[TEXTS * i + 1], features, reason));
        }
        return rows;
    }
}
