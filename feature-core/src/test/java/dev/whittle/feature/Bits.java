package dev.whittle.feature;

import java.util.Arrays;

/** Compares floats by their raw bits, so that 0.0 differs from -0.0. Any NaN equals any other. */
public final class Bits {
    private static final int GUARD = 0x7FC0BEEF;

    private Bits() {}

    /** A NaN that no calculation makes: what is read of it spoils a result, what is written over it is seen. */
    public static float guard() {
        return Float.intBitsToFloat(GUARD);
    }

    /** An array full of {@link #guard()}. */
    public static float[] guards(int length) {
        float[] array = new float[length];
        Arrays.fill(array, guard());
        return array;
    }

    public static void assertSame(String what, float expected, float actual) {
        if (differ(expected, actual)) {
            throw new AssertionError(what + ": expected " + text(expected) + ", got " + text(actual));
        }
    }

    /** Requires equal lengths and equal values, and that guards are where they were expected, and only there. */
    public static void assertSame(String what, float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": expected " + expected.length + " values, got " + actual.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (isGuard(expected[i]) != isGuard(actual[i])) {
                throw new AssertionError(what + ": a guard was " + (isGuard(expected[i]) ? "overwritten" : "copied")
                        + " at index " + i + ", where " + text(actual[i]) + " stands");
            }
            // A message for each of millions of values would take longer than what is compared.
            if (differ(expected[i], actual[i])) {
                assertSame(what + " at index " + i, expected[i], actual[i]);
            }
        }
    }

    private static boolean differ(float x, float y) {
        return Float.floatToRawIntBits(x) != Float.floatToRawIntBits(y) && !(Float.isNaN(x) && Float.isNaN(y));
    }

    private static boolean isGuard(float x) {
        return Float.floatToRawIntBits(x) == GUARD;
    }

    private static String text(float x) {
        return x + " (0x" + Integer.toHexString(Float.floatToRawIntBits(x)) + ")";
    }
}
