package dev.whittle.feature.kernel.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.kernel.KernelChoice;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cosine of all kernels, against its definition and the exact cosine. */
@Tag("bits")
public class CosineOfTurnsTest {
    private static final LinearKernels FASTEST = KernelChoice.AUTO.kernels().linear();

    /** Slices of all lengths around the width of a vector, among NaNs. */
    @Test
    void slices() {
        slices(FASTEST);
        slices(new ScalarLinearKernels());
    }

    private static void slices(LinearKernels kernels) {
        for (int n : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 1021}) {
            for (int offset = 0; offset < 18; offset++) {
                float[] x = new float[n + 19];
                Arrays.fill(x, Float.NaN);
                for (int i = 0; i < n; i++) {
                    x[offset + i] = (i - n / 3) * 0.37f + offset;
                }
                float[] expected = x.clone();
                for (int i = offset; i < offset + n; i++) {
                    expected[i] = ScalarLinearKernels.cosineOfTurns(x[i]);
                }
                kernels.cosineOfTurns(x, offset, n);
                Bits.assertSame("n=" + n + " offset " + offset, expected, x);
            }
        }
    }

    /** Every exponent, infinities and NaNs. */
    @Test
    void floatsOfAllKinds() {
        floatsOfAllKinds(FASTEST);
        floatsOfAllKinds(new ScalarLinearKernels());
    }

    private static void floatsOfAllKinds(LinearKernels kernels) {
        int n = 1 << 20;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = Float.intBitsToFloat(i * 4093);
        }
        float[] cosine = x.clone();
        float[] expected = x.clone();
        for (int i = 0; i < n; i++) {
            expected[i] = ScalarLinearKernels.cosineOfTurns(x[i]);
        }
        kernels.cosineOfTurns(cosine, 0, n);
        Bits.assertSame("cosine of 4093 times the index as a float", expected, cosine);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            int at = i;
            if (!Float.isFinite(x[i])) {
                assertTrue(Float.isNaN(cosine[i]), () -> "cosine of " + x[at] + " is " + cosine[at]);
                continue;
            }
            assertTrue(Math.abs(cosine[i]) <= 1, () -> "cosine of " + x[at] + " is " + cosine[at]);
            if (Math.abs(x[i]) < 1 << 22) {
                double exact = StrictMath.cos(2 * Math.PI * ((double) x[i] - Math.rint(x[i])));
                worst = Math.max(worst, Math.abs(cosine[i] - exact));
            }
        }
        assertTrue(worst < 3e-7, "the cosine is off by " + worst);
        assertTrue(worst > 1e-8, "no rounding error at all: the comparison compares nothing");
    }

    @Test
    void quartersOfATurn() {
        float[] x = {0f, -0f, 0.25f, -0.25f, 0.5f, -0.5f, 0.75f, 1f, 1e6f, 1e6f + 0.25f, 1 << 21};
        FASTEST.cosineOfTurns(x, 0, x.length);
        float[] expected = {1, 1, 0, 0, -1, -1, 0, 1, 1, 0, 1};
        for (int i = 0; i < x.length; i++) {
            assertEquals(expected[i], x[i], 1e-7, "number " + i);
        }
    }

    @Test
    void anotherCosineIsSeen() {
        LinearKernels other = new ReferenceLinearKernels() {
            @Override
            public void cosineOfTurns(float[] x, int offset, int n) {
                for (int i = offset; i < offset + n; i++) {
                    x[i] = (float) StrictMath.cos(2 * Math.PI * x[i]);
                }
            }
        };
        assertThrows(AssertionError.class, () -> slices(other));
        assertThrows(AssertionError.class, () -> floatsOfAllKinds(other));
    }
}
