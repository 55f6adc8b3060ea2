package dev.whittle.feature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** One hash for all values that must be the same bits on every machine and JDK. */
public final class Pin {
    private Pin() {}

    /** CRC-32 of the raw bits, high byte first. */
    public static String of(float[] values) {
        CRC32 crc = new CRC32();
        for (float v : values) {
            int bits = Float.floatToRawIntBits(v);
            for (int shift = 24; shift >= 0; shift -= 8) {
                crc.update(bits >>> shift);
            }
        }
        return String.format("%08x", crc.getValue());
    }

    /** Requires that the hashes of all cases together have this hash; if not, the message has each of them. */
    public static void check(String pin, List<String> hashes) {
        CRC32 crc = new CRC32();
        for (String hash : hashes) {
            crc.update((hash.substring(0, 8) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        String actual = String.format("%08x", crc.getValue());
        if (!actual.equals(pin)) {
            throw new AssertionError("expected " + pin + ", got " + actual + ", of\n" + String.join("\n", hashes));
        }
    }
}
