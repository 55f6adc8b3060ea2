package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The elements of a .npy file of floats, 32-bit integers or bytes, by their number; also of one that is damaged. */
final class NpyElements {
    private static final int PREFIX = 10;
    private static final int LENGTH = 8;

    private NpyElements() {}

    /** Where the first element is; -1 if there is none that could be read. */
    static int start(byte[] file) {
        if (file.length < PREFIX || (file[0] & 0xff) != 0x93) {
            return -1;
        }
        int start = PREFIX + (in(file).getShort(LENGTH) & 0xffff);
        return start <= file.length && size(file) > 0 ? start : -1;
    }

    /** Bytes of an element; 0 if its type is unknown. */
    static int size(byte[] file) {
        int end = Math.min(file.length, PREFIX + (in(file).getShort(LENGTH) & 0xffff));
        String header = new String(file, PREFIX, end - PREFIX, StandardCharsets.US_ASCII);
        return header.contains("'<f4'") || header.contains("'<i4'") ? 4 : header.contains("'|u1'") ? 1 : 0;
    }

    /** An element as text. */
    static String element(byte[] file, int number) {
        int size = size(file);
        int at = start(file) + number * size;
        if (size == 1) {
            return String.valueOf(file[at] & 0xff);
        }
        String header = new String(file, PREFIX, start(file) - PREFIX, StandardCharsets.US_ASCII);
        if (header.contains("'<i4'")) {
            return String.valueOf(in(file).getInt(at));
        }
        float value = in(file).getFloat(at);
        return Float.isFinite(value) ? CanonicalJson.number(value).asText() : String.valueOf(value);
    }

    private static ByteBuffer in(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }
}
