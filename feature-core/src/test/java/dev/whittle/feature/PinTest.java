package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinTest {
    /** CRC-32 of the bytes of 1f, 3f 80 00 00, and of no bytes, as zlib has them. */
    @Test
    void theHashIsOfTheRawBitsHighByteFirst() {
        assertEquals("68392c6b", Pin.of(new float[] {1f}));
        assertEquals("00000000", Pin.of(new float[0]));
    }

    /** The lowest or the sign bit of the first or the last value. */
    @Test
    void oneOtherBitIsSeen() {
        float[] values = TestData.gaussians(1, 1000, 1).data();
        for (int at : new int[] {0, 999}) {
            for (int bit : new int[] {1, 1 << 31}) {
                float[] changed = values.clone();
                changed[at] = Float.intBitsToFloat(Float.floatToRawIntBits(changed[at]) ^ bit);
                assertNotEquals(Pin.of(values), Pin.of(changed));
            }
        }
    }

    /** zlib.crc32(b"68392c6b\n00000000\n"). What follows a hash is for people. */
    @Test
    void allHashesMatterInTheirOrder() {
        String pin = "f77d6501";
        Pin.check(pin, List.of("68392c6b one", "00000000 none"));
        assertThrows(AssertionError.class, () -> Pin.check(pin, List.of("00000000", "68392c6b")));
        assertThrows(AssertionError.class, () -> Pin.check(pin, List.of("68392c6b")));
        AssertionError e =
                assertThrows(AssertionError.class, () -> Pin.check(pin, List.of("68392c6b one", "00000001 other")));
        assertTrue(e.getMessage().contains("00000001 other"), e.getMessage());
    }
}
