package dev.whittle.feature;

import java.util.Locale;

/** Java's heap, compared with what is needed before anything is allocated. */
public final class Heap {
    /** The most values that an array can have. */
    public static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Heap() {}

    /** The bytes that Java may use. */
    public static long bytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Checks that this many bytes are not more than {@link #bytes}.
     *
     * @param what needs them, such as "PCA of 20,000 columns"
     * @param instead what to take in order to need less, such as "fewer samples"
     * @throws IllegalArgumentException if they are more, with what is needed, what there is and what to change
     */
    public static void require(long bytes, String what, String instead) {
        if (bytes > bytes()) {
            throw new IllegalArgumentException(what + " takes about " + size(bytes) + " of memory, and Java may use "
                    + size(bytes()) + "; give it more with -Xmx…, which is WHITTLE_JAVA_OPTS=-Xmx… on the command line,"
                    + " or take " + instead);
        }
    }

    /** As {@link #require}, for floats that are one array. */
    public static void requireFloats(long values, String what, String instead) {
        if (values > LONGEST_ARRAY) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s takes an array of %,d values, and an array has at most %,d; take %s",
                    what,
                    values,
                    LONGEST_ARRAY,
                    instead));
        }
        require(Float.BYTES * values, what, instead);
    }

    /** A number of bytes for readers, such as "12 MiB". */
    public static String size(long bytes) {
        return bytes < 1 << 20
                ? bytes + " bytes"
                : bytes < 1L << 30
                        ? (bytes >> 20) + " MiB"
                        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }
}
