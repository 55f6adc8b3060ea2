package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
    /** statsmodels 0.13.5, mcnemar(exact=True); SciPy's binomtest gives the same: reference/inference.py. */
    @ParameterizedTest
    @CsvSource({
        "0,0,1",
        "1,0,1",
        "5,5,1",
        "5,0,0.0625",
        "10,3,0.09228515625",
        "3,10,0.09228515625",
        "120,180,0.0006342200069283597",
        "49000,51000,2.588716038346895e-10"
    })
    void asStatsmodels(int b, int c, double expected) {
        assertEquals(expected, new McNemar(b, c).p(), 1e-9 * expected);
    }

    /** All 2⁵ ways in which 5 images can go to either method: 2 of them are as extreme as 5 to 0, 12 as 4 to 1. */
    @Test
    void byCounting() {
        for (int b = 0; b <= 5; b++) {
            int asExtreme = 0;
            for (int ways = 0; ways < 32; ways++) {
                int toFirst = Integer.bitCount(ways);
                asExtreme += Math.abs(toFirst - 2.5) >= Math.abs(b - 2.5) ? 1 : 0;
            }
            assertEquals(asExtreme / 32.0, new McNemar(b, 5 - b).p(), 1e-12, "b " + b);
        }
    }

    @Test
    void countsTheImagesOnWhichOneIsCorrect() {
        boolean[] first = Correct.of(new int[] {0, 1, 2, 2, 0, 1}, new int[] {0, 1, 2, 0, 0, 2});
        boolean[] second = Correct.of(new int[] {0, 0, 0, 0, 1, 1}, new int[] {0, 1, 2, 0, 0, 2});
        assertEquals(new McNemar(3, 1), McNemar.of(first, second));
        assertEquals(new McNemar(1, 3), McNemar.of(second, first));
        assertEquals(1, McNemar.of(first, first).p(), "identical rows");
    }

    @Test
    void refusesWhatCannotBeCompared() {
        Messages.says(() -> McNemar.of(new boolean[2], new boolean[3]), "same images", "2 and 3");
        assertThrows(IllegalArgumentException.class, () -> McNemar.of(new boolean[0], new boolean[0]));
        assertThrows(IllegalArgumentException.class, () -> new McNemar(-1, 2));
        assertThrows(IllegalArgumentException.class, () -> new McNemar(Integer.MAX_VALUE, 1));
        Messages.says(() -> Correct.of(new int[2], new int[1]), "2 predictions", "1 labels");
    }
}
