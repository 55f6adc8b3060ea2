package dev.whittle.feature.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A directory of a TIFF file (Adobe, TIFF 6.0): what is known of one of its images, by numbered tags. */
final class TiffDirectory {
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DIRECTORY = 13;
    private static final int ENTRY = 12;

    private final Bytes in;
    private final boolean little;
    /** Where the entry of each tag is. */
    private final Map<Integer, Long> entries = new HashMap<>();

    private final long next;

    /** @param at the offset of the directory */
    TiffDirectory(Bytes in, boolean little, long at) throws IOException {
        this.in = in;
        this.little = little;
        int count = u16(at);
        for (int i = 0; i < count; i++) {
            entries.putIfAbsent(u16(at + 2 + (long) ENTRY * i), at + 2 + (long) ENTRY * i);
        }
        long end = at + 2 + (long) ENTRY * count;
        in.requireLength(end);
        next = end + 4 <= in.length() ? u32(end) : 0;
    }

    static boolean isTiff(Bytes in) {
        return in.has(0, "II*\0") || in.has(0, "MM\0*");
    }

    static TiffDirectory first(Bytes in) throws IOException {
        boolean little = in.has(0, "II");
        return new TiffDirectory(in, little, little ? in.le32(4) : in.be32(4));
    }

    /** The directory at another place of the same file. */
    TiffDirectory at(long offset) throws IOException {
        return new TiffDirectory(in, little, offset);
    }

    boolean littleEndian() {
        return little;
    }

    /** The offset of the next directory, 0 if this is the last. */
    long next() {
        return next;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** Where the entry of a tag is, for messages. */
    long where(int tag) {
        return entries.getOrDefault(tag, 0L);
    }

    /** The first value of a tag, or what it is if the tag is absent. */
    long value(int tag, long absent) throws IOException {
        long[] first = has(tag) ? values(tag, 1) : new long[0];
        return first.length == 0 ? absent : first[0];
    }

    /** The whole numbers of a tag that must be there. */
    long[] values(int tag) throws IOException {
        return values(tag, Integer.MAX_VALUE);
    }

    /** At most the first {@code most} of them. */
    private long[] values(int tag, int most) throws IOException {
        if (!has(tag)) {
            throw new IOException(in.name() + ": the TIFF directory has no tag " + tag);
        }
        long at = entries.get(tag);
        int type = u16(at + 2);
        long count = u32(at + 4);
        int bytes = type == BYTE ? 1 : type == SHORT ? 2 : 4;
        if (type != BYTE && type != SHORT && type != LONG && type != DIRECTORY) {
            throw in.error(at + 2, "tag " + tag + " has values of type " + type + ", expected 1, 3 or 4");
        }
        long from = count * bytes <= 4 ? at + 8 : u32(at + 8);
        in.requireLength(from + count * bytes);
        long[] values = new long[(int) Math.min(count, most)];
        for (int i = 0; i < values.length; i++) {
            long v = from + (long) i * bytes;
            values[i] = bytes == 1 ? in.u8(v) : bytes == 2 ? u16(v) : u32(v);
        }
        return values;
    }

    private int u16(long at) throws IOException {
        return little ? in.le16(at) : in.be16(at);
    }

    private long u32(long at) throws IOException {
        return little ? in.le32(at) : in.be32(at);
    }
}
