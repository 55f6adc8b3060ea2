package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Which passes visit a dual. */
class ShrinkingTest {
    /** The passes of {@code passes} that visit dual 1 of 3, where {@code changes} tells which visits change it. */
    private static List<Integer> visits(int passes, IntPredicate changes) {
        Shrinking shrinking = new Shrinking(3);
        List<Integer> visits = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            if (!shrinking.leavesOut(1)) {
                visits.add(pass);
                shrinking.visited(1, changes.test(pass));
            }
            // The others, one of which always changes and one of which never does, have no part in it.
            if (!shrinking.leavesOut(0)) {
                shrinking.visited(0, true);
            }
            if (!shrinking.leavesOut(2)) {
                shrinking.visited(2, false);
            }
        }
        return visits;
    }

    @Test
    void whatChangesIsInEveryPass() {
        assertEquals(List.of(0, 1, 2, 3, 4, 5), visits(6, pass -> true));
    }

    @Test
    void whatDoesNotIsLeftOutOfUpToSevenPasses() {
        assertEquals(List.of(0, 2, 6, 14, 22, 30), visits(36, pass -> false));
    }

    @Test
    void aChangeBringsItBack() {
        assertEquals(List.of(0, 2, 6, 14, 15, 17, 21), visits(24, pass -> pass == 14));
    }
}
