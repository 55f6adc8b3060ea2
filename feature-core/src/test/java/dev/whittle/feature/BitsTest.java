package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The comparison of the other tests must fail where it should. */
class BitsTest {
    private final float[] expected = {Bits.guard(), 1f, -0f, Float.NaN, Bits.guard()};

    @Test
    void equalArraysPassAndNaNsAreAlike() {
        float[] actual = expected.clone();
        Bits.assertSame("same", expected, actual);
        actual[3] = Float.intBitsToFloat(0x7FC00001);
        Bits.assertSame("another NaN", expected, actual);
    }

    @Test
    void aSingleBitFails() {
        float[] actual = expected.clone();
        actual[1] = Math.nextUp(1f);
        assertThrows(AssertionError.class, () -> Bits.assertSame("last bit", expected, actual));
        assertThrows(AssertionError.class, () -> Bits.assertSame("last bit", 1f, Math.nextDown(1f)));
    }

    @Test
    void theSignOfZeroFails() {
        float[] actual = expected.clone();
        actual[2] = 0f;
        assertThrows(AssertionError.class, () -> Bits.assertSame("sign", expected, actual));
    }

    @Test
    void aTouchedGuardFailsEvenIfItIsStillNaN() {
        for (int i : new int[] {0, 4}) {
            for (float written : new float[] {0f, Float.NaN}) {
                float[] actual = expected.clone();
                actual[i] = written;
                assertThrows(AssertionError.class, () -> Bits.assertSame("guard", expected, actual));
            }
        }
    }

    @Test
    void aCopiedGuardFails() {
        float[] actual = expected.clone();
        actual[3] = Bits.guard();
        assertThrows(AssertionError.class, () -> Bits.assertSame("guard", expected, actual));
    }

    @Test
    void anotherLengthOrNaNFails() {
        assertThrows(AssertionError.class, () -> Bits.assertSame("length", expected, new float[4]));
        assertThrows(AssertionError.class, () -> Bits.assertSame("NaN", 1f, Float.NaN));
    }
}
