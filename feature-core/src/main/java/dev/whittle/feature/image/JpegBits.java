package dev.whittle.feature.image;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entropy-coded data of a scan, bit by bit (ITU-T T.81, F.2.2.5): the bytes up to a marker, without the zero after
 * each 0xFF. What is missing, left over or no code is an error.
 */
final class JpegBits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    /** After {@link #fill} there are at least so many bits, which is enough for any code and its value. */
    static final int ENOUGH = 32;

    /** The next bits, the first one highest. Bits after the first {@link #count} may be the right ones already. */
    long bits;

    int count;

    private final Bytes in;
    private final byte[] data;
    private int at;
    /** The number of zero bits that were appended after the last bit before the marker. */
    private int padding;

    JpegBits(Bytes in, int at) {
        this.in = in;
        this.data = in.data();
        this.at = at;
    }

    /** The offset of the next byte that was not taken yet. */
    int at() {
        return at;
    }

    /** Makes {@link #count} at least {@link #ENOUGH}. It must be less before. Zeros stand for what is missing. */
    void fill() {
        if (at <= data.length - 8) {
            long next = (long) LONG.get(data, at);
            boolean anyFF = ((~next - ONES) & next & (ONES << 7)) != 0;
            if (!anyFF) {
                bits |= next >>> count;
                at += (63 - count) >> 3;
                count |= 56;
                return;
            }
        }
        fillByBytes();
    }

    private void fillByBytes() {
        while (count <= 56) {
            if (atMarker()) {
                padding += 8;
            } else {
                bits |= (data[at] & 0xFFL) << (56 - count);
                at += data[at] == (byte) 0xFF ? 2 : 1;
            }
            count += 8;
        }
    }

    private boolean atMarker() {
        return at >= data.length || data[at] == (byte) 0xFF && (at + 1 >= data.length || data[at + 1] != 0);
    }

    /** The next {@code n} bits, at most 16. */
    int take(int n) {
        if (n == 0) {
            return 0;
        }
        if (count < n) {
            fill();
        }
        int taken = (int) (bits >>> (64 - n));
        bits <<= n;
        count -= n;
        return taken;
    }

    /** The next symbol. */
    int symbol(JpegHuffman table) throws IOException {
        if (count < ENOUGH) {
            fill();
        }
        int found = lookUp(table);
        bits <<= found >> 8;
        count -= found >> 8;
        return found & 0xFF;
    }

    /** The value after the next symbol, which gives its size and no run. */
    int value(JpegHuffman table) throws IOException {
        if (count < ENOUGH) {
            fill();
        }
        int found = table.values[(int) (bits >>> (64 - JpegHuffman.LOOKUP))];
        if (found == 0) {
            found = symbolWithValue(table);
        }
        bits <<= found & 0xFF;
        count -= found & 0xFF;
        return found >> 16;
    }

    /** Looks a symbol and its value up, as {@link JpegHuffman#values}, for any lengths. The bits are not taken. */
    int symbolWithValue(JpegHuffman table) throws IOException {
        int found = lookUp(table);
        int length = found >> 8;
        int size = found & 15;
        int value = 0;
        if (size > 0) {
            value = JpegHuffman.extended((int) (bits << length >>> (64 - size)), size);
        }
        return value << 16 | (found & 0xFF) >> 4 << 8 | (length + size);
    }

    private int lookUp(JpegHuffman table) throws IOException {
        int found = table.symbols[(int) (bits >>> (64 - JpegHuffman.LOOKUP))];
        if (found == 0) {
            found = table.search((int) (bits >>> 48));
            if (found == 0) {
                throw damaged("bits that are no Huffman code");
            }
        }
        return found;
    }

    /** Refuses the data if more bits were taken than there are. */
    void requireNotBeyondEnd() throws IOException {
        if (count < padding) {
            throw damaged("the data of the scan ends early");
        }
    }

    /** Goes to the marker that must follow, over the rest of a byte. */
    void end() throws IOException {
        if (count - padding >= 8 || !atMarker()) {
            throw damaged("bytes are left between the last block and the next marker");
        }
        while (at + 1 < data.length && data[at + 1] == (byte) 0xFF) {
            at++;
        }
        if (at + 1 >= data.length) {
            throw truncated(in);
        }
        bits = 0;
        count = 0;
        padding = 0;
    }

    /** Takes the restart marker with this number, 0 to 7. */
    void restart(int number) throws IOException {
        end();
        int marker = data[at + 1] & 0xFF;
        if (marker != 0xD0 + number) {
            throw damaged(String.format("found marker FF %02X, expected restart FF D%d", marker, number));
        }
        at += 2;
    }

    IOException damaged(String what) {
        return at + 1 >= data.length ? truncated(in) : in.error(at, "damaged jpeg data: " + what);
    }

    static IOException truncated(Bytes in) {
        return new IOException(in.name() + ": truncated: it ends after " + in.length()
                + " bytes, expected an end-of-image marker (FF D9)");
    }
}
