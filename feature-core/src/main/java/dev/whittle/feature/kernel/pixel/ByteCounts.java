package dev.whittle.feature.kernel.pixel;

import java.util.Arrays;

/**
 * Counts how often each value of 0 … 255 occurs. Neighbouring pixels often have the same value, and a processor needs
 * several cycles to read a count that it has just written. So neighbours are counted in eight tables, which are added
 * at the end.
 */
public final class ByteCounts {
    private static final int TABLES = 8;
    /** With fewer values than this, eight tables cost more time than they save. */
    private static final int FEW = 32;

    private final int[] tables = new int[TABLES * 256];
    /** Whether anything was counted, and whether tables other than the first were used. */
    private boolean some;

    private boolean many;

    /** Sets all counts to 0, for example after a caller that failed before it read them. */
    public void clear() {
        if (some) {
            Arrays.fill(tables, 0);
            some = false;
            many = false;
        }
    }

    /** Counts {@code values[offset … offset + n - 1]}. */
    public void add(byte[] values, int offset, int n) {
        int i = offset;
        int end = offset + n;
        some = true;
        if (n >= FEW) {
            many = true;
            i = addEights(tables, values, offset, end);
        }
        for (; i < end; i++) {
            tables[values[i] & 0xFF]++;
        }
    }

    private static int addEights(int[] c, byte[] values, int offset, int end) {
        int i = offset;
        for (; i < end - 7; i += 8) {
            c[values[i] & 0xFF]++;
            c[256 + (values[i + 1] & 0xFF)]++;
            c[512 + (values[i + 2] & 0xFF)]++;
            c[768 + (values[i + 3] & 0xFF)]++;
            c[1024 + (values[i + 4] & 0xFF)]++;
            c[1280 + (values[i + 5] & 0xFF)]++;
            c[1536 + (values[i + 6] & 0xFF)]++;
            c[1792 + (values[i + 7] & 0xFF)]++;
        }
        return i;
    }

    /** Writes the counts of the values 0 … size - 1 and sets all counts to 0. No other value may have occurred. */
    public void drain(int[] counts, int size) {
        if (many) {
            addTables(tables, counts, size);
            Arrays.fill(tables, 0, (TABLES - 1) * 256 + size, 0);
        } else {
            System.arraycopy(tables, 0, counts, 0, size);
            Arrays.fill(tables, 0, size, 0);
        }
        some = false;
        many = false;
    }

    private static void addTables(int[] t, int[] counts, int size) {
        for (int i = 0; i < size; i++) {
            counts[i] =
                    t[i] + t[256 + i] + t[512 + i] + t[768 + i] + t[1024 + i] + t[1280 + i] + t[1536 + i] + t[1792 + i];
        }
    }
}
