package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Damages files at random, by a seed, and gives them to a reader. It must read or refuse each with a message, by an
 * {@link IOException} or an {@link IllegalArgumentException}. Any other exception is a fault of the reader, also a
 * {@link NumberFormatException}, and so is a file that takes longer than 20 seconds. {@code -Dmutations=100000} makes
 * more files.
 */
public final class Mutations {
    /** Values at which lengths and counts go wrong. */
    private static final int[] ENDS = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, -1};

    private static final long MOST_NANOS = 20_000_000_000L;

    /** Reads the contents of a file. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] file) throws Exception;
    }

    /** How many damaged files were read and how many refused. */
    public record Count(int read, int refused) {}

    private Mutations() {}

    /** How many damaged files a target makes, unless {@code -Dmutations} says otherwise. */
    public static int count(int usual) {
        return Integer.getInteger("mutations", usual);
    }

    /**
     * Gives damaged files to a reader.
     *
     * @param files whole files, to be damaged
     */
    public static Count check(List<byte[]> files, long seed, int count, Reader reader) {
        int read = 0;
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            byte[] file = mutated(files.get(random.nextInt(files.size())), files, random);
            long start = System.nanoTime();
            Throwable thrown = read(reader, file);
            read += thrown == null ? 1 : 0;
            String what = fault(thrown);
            if (System.nanoTime() - start > MOST_NANOS) {
                what += "took " + (System.nanoTime() - start) / 1_000_000_000 + " s";
            }
            String fault = what;
            int number = i;
            assertTrue(
                    fault.isEmpty(),
                    () -> "file " + number + " of seed " + seed + " " + fault + ": "
                            + HexFormat.of().formatHex(file, 0, Math.min(file.length, 3000)));
        }
        return new Count(read, count - read);
    }

    /** What a reader throws; null if it reads the file. */
    static Throwable read(Reader reader, byte[] file) {
        try {
            reader.read(file);
            return null;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return e;
        }
    }

    /** What is wrong with an exception; empty if there is none, or it refuses a file as it should. */
    static String fault(Throwable e) {
        if (e == null) {
            return "";
        }
        if (!(e instanceof IOException) && e.getClass() != IllegalArgumentException.class) {
            return "failed with " + e + " at "
                    + Arrays.stream(e.getStackTrace()).limit(4).toList();
        }
        return e.getMessage() == null || e.getMessage().isBlank() ? "refused without a message: " + e : "";
    }

    private static byte[] mutated(byte[] file, List<byte[]> files, Random random) {
        byte[] bytes = file.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 8; n--) {
            // Half of the damage is near the start, where headers are.
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 128));
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2, 3 -> {
                    int value = ENDS[random.nextInt(ENDS.length)];
                    int size = 1 << random.nextInt(3);
                    boolean big = random.nextBoolean();
                    for (int b = 0; b < size && at + b < bytes.length; b++) {
                        bytes[at + b] = (byte) (value >> 8 * (big ? size - 1 - b : b));
                    }
                }
                case 4 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 5 -> bytes = joined(bytes, at, bytes, Math.min(bytes.length, at + 1 + random.nextInt(64)));
                case 6 -> bytes = joined(bytes, at, bytes, Math.max(0, at - random.nextInt(64)));
                default -> {
                    byte[] other = files.get(random.nextInt(files.size()));
                    bytes = joined(bytes, at, other, random.nextInt(other.length));
                }
            }
        }
        return bytes;
    }

    /** The first bytes of one and the last of another. */
    private static byte[] joined(byte[] a, int to, byte[] b, int from) {
        byte[] joined = Arrays.copyOf(a, to + b.length - from);
        System.arraycopy(b, from, joined, to, b.length - from);
        return joined;
    }
}
