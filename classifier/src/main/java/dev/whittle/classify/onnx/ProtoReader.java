package dev.whittle.classify.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a message of Protocol Buffers field by field; see {@link ProtoMessage} for the format. */
final class ProtoReader {
    static final int VARINT = 0;
    static final int BYTES = 2;

    private final byte[] data;
    private final int end;
    private int at;
    private int field;
    private int type;
    /** The value of a varint, or the length of bytes. */
    private long value;

    private int start;

    private ProtoReader(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    static ProtoReader of(byte[] data) {
        return new ProtoReader(data, 0, data.length);
    }

    /**
     * Goes to the next field. Returns false at the end of the message.
     *
     * @throws IOException if the bytes are no fields, or end in the middle of one, with the place
     */
    boolean next() throws IOException {
        if (at == end) {
            return false;
        }
        int tagAt = at;
        long tag = varint();
        type = (int) (tag & 7);
        field = (int) (tag >>> 3);
        if (field == 0 || tag >>> 3 > 0x1FFFFFFF) {
            throw new IOException("byte " + tagAt + ": there is no field " + (tag >>> 3));
        }
        start = at;
        switch (type) {
            case VARINT -> value = varint();
            case 1 -> skip(8, tagAt);
            case BYTES -> {
                value = varint();
                start = at;
                skip(value, tagAt);
            }
            case 5 -> skip(4, tagAt);
            default ->
                throw new IOException("byte " + tagAt + ": field " + field + " has the type " + type
                        + ", which ONNX files do not have");
        }
        return true;
    }

    private void skip(long bytes, int tagAt) throws IOException {
        if (bytes < 0 || bytes > end - at) {
            throw new IOException("byte " + tagAt + ": field " + field + " has " + bytes + " bytes, but only "
                    + (end - at) + " are left");
        }
        at += (int) bytes;
    }

    private long varint() throws IOException {
        long read = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new IOException("byte " + at + ": the file or a part of it ends within a number");
            }
            byte next = data[at++];
            read |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return read;
            }
        }
        throw new IOException("byte " + at + ": a number has more than 64 bits");
    }

    /** Whether the present field has this number and holds bytes, a text or a message. */
    boolean isBytes(int number) {
        return field == number && type == BYTES;
    }

    /** Whether the present field has this number and is a whole number. */
    boolean isNumber(int number) {
        return field == number && type == VARINT;
    }

    long number() {
        return value;
    }

    String text() {
        return new String(data, start, (int) value, StandardCharsets.UTF_8);
    }

    /** The message in the present field. */
    ProtoReader message() {
        return new ProtoReader(data, start, start + (int) value);
    }
}
