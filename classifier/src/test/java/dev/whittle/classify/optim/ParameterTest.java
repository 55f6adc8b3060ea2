package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ParameterTest {
    private static String refused(int length, int derivatives, double rate, int columns) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new Parameter("w", new float[length], new float[derivatives], true, rate, columns))
                .getMessage();
    }

    @Test
    void badOnesAreRefused() {
        assertEquals("Parameter w has 6 values, but 5 derivatives", refused(6, 5, 1, 0));
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals("The rate of parameter w must be above 0 and finite, got " + rate, refused(6, 6, rate, 0));
        }
        String rest = "; give 0 columns for what is no matrix of filters";
        assertEquals("Parameter w has 6 values, which are no rows of 4" + rest, refused(6, 6, 1, 4));
        assertEquals("Parameter w has 6 values, which are no rows of -2" + rest, refused(6, 6, 1, -2));
        assertEquals("Parameter w has 0 values, which are no rows of 2" + rest, refused(0, 0, 1, 2));
    }

    @Test
    void shortFormsHaveTheTrainingsRateAndAreNoMatrix() {
        Parameter p = new Parameter("w", new float[6], true);
        assertEquals(1, p.rate());
        assertEquals(0, p.columns());
        assertEquals(6, p.gradient().length);
    }
}
