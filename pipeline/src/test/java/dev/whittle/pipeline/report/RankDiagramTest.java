package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.inference.Friedman;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the example of Demšar, JMLR 2006, section 3.2.2: four variants of C4.5 on 14 data sets. */
class RankDiagramTest {
    private static final List<String> METHODS = List.of("C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf");
    private static final Friedman TEST = new Friedman(14, List.of(3.143, 2.0, 2.893, 1.964), 9.28);

    private static String x(double rank) {
        return String.format(java.util.Locale.ROOT, "%.1f", 190 + (rank - 1) / 3 * 260);
    }

    @Test
    void namesGoFromTheBestRankToTheWorstTheBetterHalfOnTheLeft() {
        RankDiagram d = RankDiagram.of(METHODS, TEST, 0.95);
        assertEquals(
                List.of("C4.5+m+cf 1.96", "C4.5+m 2.00", "C4.5+cf 2.89", "C4.5 3.14"),
                d.names().stream().map(RankDiagram.Name::text).toList());
        assertEquals(
                List.of(true, true, false, false),
                d.names().stream().map(RankDiagram.Name::left).toList());
        assertEquals(x(1.964), d.names().get(0).x());
        // Lines do not cross: on either side the outermost rank has the shortest line.
        assertTrue(d.names().get(0).y() < d.names().get(1).y());
        assertTrue(d.names().get(3).y() < d.names().get(2).y());
        assertTrue(d.height() > d.names().get(2).y());
        assertEquals(
                List.of(1, 2, 3, 4),
                d.ticks().stream().map(RankDiagram.Tick::rank).toList());
        assertEquals(
                List.of("190.0", "276.7", "363.3", "450.0"),
                d.ticks().stream().map(RankDiagram.Tick::x).toList());
    }

    /** "The critical value is 2.569 and the corresponding CD is 1.25": more than all ranks are apart. */
    @Test
    void atFivePercentOneBarJoinsAll() {
        RankDiagram d = RankDiagram.of(METHODS, TEST, 0.95);
        assertEquals(1, d.bars().size());
        assertEquals(
                190 + (1.964 - 1) / 3 * 260 - 3,
                Double.parseDouble(d.bars().get(0).from()),
                0.06);
        assertEquals(
                190 + (3.143 - 1) / 3 * 260 + 3,
                Double.parseDouble(d.bars().get(0).to()),
                0.06);
        assertEquals(190 + 1.2536 / 3 * 260, Double.parseDouble(d.criticalEnd()), 0.06);
    }

    /** "At p=0.10, CD is 1.12": C4.5 is worse than C4.5+m and C4.5+m+cf, and of C4.5+cf nothing can be said. */
    @Test
    void atTenPercentBarsOverlap() {
        RankDiagram d = RankDiagram.of(METHODS, TEST, 0.90);
        assertEquals(2, d.bars().size());
        assertEquals(
                190 + (2.893 - 1) / 3 * 260 + 3,
                Double.parseDouble(d.bars().get(0).to()),
                0.06);
        assertEquals(
                190 + (2.893 - 1) / 3 * 260 - 3,
                Double.parseDouble(d.bars().get(1).from()),
                0.06);
        assertEquals(
                190 + (3.143 - 1) / 3 * 260 + 3,
                Double.parseDouble(d.bars().get(1).to()),
                0.06);
        assertTrue(d.bars().get(0).y() < d.bars().get(1).y());
    }

    @Test
    void equalRanksHaveOneBarAndFarOnesNone() {
        RankDiagram equal = RankDiagram.of(List.of("a", "b", "c"), new Friedman(5, List.of(2.0, 2.0, 2.0), 0), 0.95);
        assertEquals(1, equal.bars().size());
        RankDiagram apart = RankDiagram.of(List.of("a", "b", "c"), new Friedman(60, List.of(1.0, 2.0, 3.0), 120), 0.95);
        assertEquals(List.of(), apart.bars());
    }
}
