package dev.whittle.classify.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), field by field in the
 * order in which they are added. A field is a varint of {@code number·8 + type}, then its value. The types needed here
 * are 0 (a varint), 2 (a length and that many bytes) and 5 (4 bytes, little-endian).
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    /** The parts of the message. The bytes of arrays are not copied from message to message. */
    private final List<byte[]> parts = new ArrayList<>();

    private long size;

    /** A whole number; a negative one as its two's complement of 64 bits. */
    ProtoMessage number(int field, long value) {
        return add(varint(tag(field, VARINT))).add(varint(value));
    }

    ProtoMessage real(int field, float value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return add(varint(tag(field, FOUR_BYTES))).add(bytes);
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes, which are not copied. */
    ProtoMessage bytes(int field, byte[] value) {
        return add(varint(tag(field, BYTES))).add(varint(value.length)).add(value);
    }

    /** A message within this one. What is added to it later is not part of this one. */
    ProtoMessage message(int field, ProtoMessage value) {
        add(varint(tag(field, BYTES))).add(varint(value.size));
        value.parts.forEach(this::add);
        return this;
    }

    private ProtoMessage add(byte[] part) {
        parts.add(part);
        size += part.length;
        return this;
    }

    private static long tag(int field, int type) {
        return (long) field << 3 | type;
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    /** The number of bytes. */
    long size() {
        return size;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    byte[] toByteArray() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
