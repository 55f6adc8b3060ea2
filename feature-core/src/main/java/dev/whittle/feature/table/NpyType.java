package dev.whittle.feature.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A type of values in a .npy file, and how they become floats.
 *
 * @param kind {@code f} for floating point, {@code i} and {@code u} for integers with and without sign, {@code b} for
 *     truth values
 * @param bytes of a value
 * @param order of these bytes
 */
record NpyType(char kind, int bytes, ByteOrder order) {
    /** What can be read, for messages. */
    static final String READ = "f4, f8, i1, u1, i2, u2, i4, u4, i8, u8 or b1, of either byte order";

    /** What is wrong with a value. */
    static final String NO_FLOAT = " cannot be held by a float, which values are read as; scale or round it first";

    /** The type with this name, such as {@code <f4}; null if it cannot be read. */
    static NpyType of(String descr) {
        if (!descr.matches("[<>]([fiu]8|[fiu]4|[iu]2)|[<>|][iub]1")) {
            return null;
        }
        return new NpyType(
                descr.charAt(1),
                descr.charAt(2) - '0',
                descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether values are Java's floats as they lie. */
    boolean plain() {
        return kind == 'f' && bytes == 4 && order == ByteOrder.LITTLE_ENDIAN;
    }

    /** Whether values are bytes from 0 to 255; truth values are 0 and 1. */
    boolean unsignedBytes() {
        return bytes == 1 && kind != 'i';
    }

    boolean integer() {
        return kind == 'i' || kind == 'u';
    }

    /**
     * Converts {@code n} values to floats. A double is rounded to the nearest float. An integer must be one that a
     * float can hold.
     *
     * @param from holds the values from {@code from[index * bytes]} on, in this type's order of bytes
     * @param at where the first float is written to
     * @param step from the place of a float to that of the next
     * @return the number of the first value that no float can hold, a finite double beyond the range of float or an
     *     integer that is no float; -1 if there is none
     */
    int toFloats(ByteBuffer from, int index, int n, float[] to, int at, int step) {
        for (int i = 0; i < n; i++) {
            int b = (index + i) * bytes;
            float value;
            if (kind == 'f' && bytes == 4) {
                value = from.getFloat(b);
            } else if (kind == 'f') {
                double d = from.getDouble(b);
                value = (float) d;
                if (Float.isInfinite(value) && !Double.isInfinite(d)) {
                    return i;
                }
            } else {
                long integer = integer(from, b);
                value = integer;
                // 2⁶³ as a float becomes the largest long, which must not be taken for it.
                if ((long) value != integer || value >= 0x1p63f || (kind == 'u' && integer < 0)) {
                    return i;
                }
            }
            to[at + i * step] = value;
        }
        return -1;
    }

    /** The integer at a byte; for u8 its low 64 bits. */
    long integer(ByteBuffer from, int at) {
        return switch (bytes) {
            case 1 -> kind == 'i' ? from.get(at) : from.get(at) & 0xFF;
            case 2 -> kind == 'i' ? from.getShort(at) : from.getShort(at) & 0xFFFF;
            case 4 -> kind == 'i' ? from.getInt(at) : from.getInt(at) & 0xFFFF_FFFFL;
            default -> from.getLong(at);
        };
    }

    /** A value as text, for messages. */
    String text(ByteBuffer from, int index) {
        int b = index * bytes;
        return kind == 'f'
                ? String.valueOf(bytes == 4 ? from.getFloat(b) : from.getDouble(b))
                : kind == 'u' ? Long.toUnsignedString(integer(from, b)) : Long.toString(integer(from, b));
    }
}
