package dev.whittle.feature.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link Power}, {@link L2Normalize} and {@link Hellinger} by hand. */
@Tag("bits")
class NormalizationTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final Matrix ROWS =
            Matrix.of(new float[] {9, -16, 0}, new float[] {0, 0, 0}, new float[] {-0.25f, 0.25f, 0.5f});

    private static void assertGives(Spec<Rows, Transform> spec, double... expected) {
        float[] values = spec.fit(ROWS, RUN).apply(ROWS, RUN).data();
        for (int i = 0; i < expected.length; i++) {
            assertEquals((float) expected[i], values[i], "value " + i);
        }
        assertEquals(expected.length, values.length);
    }

    @Test
    void power() {
        assertGives(new Power(0.5), 3, -4, 0, 0, 0, 0, -0.5, 0.5, Math.sqrt(0.5));
        assertGives(
                new Power(0.25), Math.sqrt(3), -2, 0, 0, 0, 0, -Math.sqrt(0.5), Math.sqrt(0.5), Math.pow(0.5, 0.25));
        assertArrayEquals(
                ROWS.data(), new Power(1).fit(ROWS, RUN).apply(ROWS, RUN).data());
        Messages.says(() -> new Power(0), "exponent", "0");
        Messages.says(() -> new Power(1.5), "exponent", "1.5");
        Messages.says(() -> new Power(Double.NaN), "exponent", "NaN");
    }

    @Test
    void l2() {
        double r = Math.sqrt(337);
        double s = Math.sqrt(0.375);
        assertGives(new L2Normalize(), 9 / r, -16 / r, 0, 0, 0, 0, -0.25 / s, 0.25 / s, 0.5 / s);
    }

    @Test
    void hellinger() {
        assertGives(new Hellinger(), 0.6, -0.8, 0, 0, 0, 0, -0.5, 0.5, Math.sqrt(0.5));
    }
}
