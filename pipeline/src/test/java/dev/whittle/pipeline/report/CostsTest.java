package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostsTest {
    @TempDir
    private Path temp;

    private static Costs.Cost cost(String name, double ms, double accuracy) {
        Summary.Cell cell = new Summary.Cell(name, "h", accuracy, null, null, null, 100, accuracy, 1, true);
        return new Costs.Cost(cell, 0, 10, ms, 0, 1, 2, 1500L);
    }

    private static List<String> names(List<Costs.Cost> costs) {
        return costs.stream().map(cost -> cost.cell().feature()).toList();
    }

    @Test
    void timesOfTheCells() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Summary summary = Summary.of(comparison);
        Costs costs = Costs.of(comparison, summary);
        assertEquals(4, costs.cells().size());
        Costs.Cost third = costs.of(summary.best());
        assertEquals(30, third.values());
        assertEquals(0.5, third.ms());
        assertEquals(0.2 + 3.5, third.seconds(), 1e-12);
        assertEquals("3.7 s", third.secondsText());
        assertNull(third.modelBytes());
        assertEquals("–", third.bytesText());
        assertEquals("1.5 kB", cost("a", 1, 1).bytesText());
        assertThrows(
                IllegalArgumentException.class, () -> costs.of(cost("a", 1, 1).cell()));
    }

    /** a is fastest, c as accurate as b and slower, d the most accurate, e slower and less accurate than d. */
    @Test
    void frontByHand() {
        List<Costs.Cost> costs = List.of(
                cost("e", 9, 80),
                cost("d", 8, 90),
                cost("c", 3, 70),
                cost("b", 2, 70),
                cost("a", 1, 50),
                cost("f", 1, 40));
        assertEquals(List.of("a", "b", "d"), names(Costs.front(costs)));
        Costs all = new Costs(costs, Costs.front(costs));
        assertEquals(3, all.place(costs.get(1)));
        assertEquals(0, all.place(costs.get(0)));
        String text = all.conclusion();
        assertTrue(text.startsWith("3 of 6 cells are on the Pareto front"), text);
        assertTrue(
                text.contains("From the fastest of them, a × h, to the most accurate, d × h, accuracy rises by 40.0"),
                text);
        assertTrue(text.endsWith("from 1.00 ms to 8.00 ms."), text);
        // Equal cells are both in it.
        List<Costs.Cost> equal = List.of(cost("a", 1, 50), cost("b", 1, 50));
        assertEquals(List.of("a", "b"), names(Costs.front(equal)));
        assertEquals(
                "a × h is both the fastest and the most accurate.", new Costs(equal, Costs.front(equal)).conclusion());
    }

    /** By descending the times: a cell is in the front if it is more accurate than all that are faster. */
    @Test
    void frontBesideTheNaiveOne() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            List<Costs.Cost> costs = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                costs.add(cost("c" + i, 1 + random.nextInt(5), random.nextInt(5)));
            }
            List<Costs.Cost> naive = naive(costs);
            assertTrue(isFront(costs, naive));
            assertEquals(naive, Costs.front(costs));
            // A planted fault is seen: the front without one of its cells, and with one too many.
            assertFalse(isFront(costs, naive.subList(1, naive.size())));
            List<Costs.Cost> more = new ArrayList<>(naive);
            more.add(cost("slow", 9, -1));
            assertFalse(isFront(costs, more));
        }
    }

    private static List<Costs.Cost> naive(List<Costs.Cost> costs) {
        List<Costs.Cost> sorted = new ArrayList<>(costs);
        sorted.sort((a, b) -> a.ms() != b.ms()
                ? Double.compare(a.ms(), b.ms())
                : Double.compare(b.cell().test(), a.cell().test()));
        List<Costs.Cost> front = new ArrayList<>();
        for (Costs.Cost cost : sorted) {
            Costs.Cost last = front.isEmpty() ? null : front.get(front.size() - 1);
            boolean equal = last != null
                    && cost.ms() == last.ms()
                    && cost.cell().test() == last.cell().test();
            if (last == null || equal || cost.cell().test() > last.cell().test()) {
                front.add(cost);
            }
        }
        return front;
    }

    /** Whether exactly these cells are beaten by none, by the definition. */
    private static boolean isFront(List<Costs.Cost> costs, List<Costs.Cost> front) {
        for (Costs.Cost cost : costs) {
            boolean beaten = false;
            for (Costs.Cost other : costs) {
                boolean asGood = other.ms() <= cost.ms()
                        && other.cell().test() >= cost.cell().test();
                boolean better = other.ms() < cost.ms()
                        || other.cell().test() > cost.cell().test();
                beaten |= asGood && better;
            }
            if (beaten == front.contains(cost)) {
                return false;
            }
        }
        return costs.containsAll(front);
    }

    @Test
    void thePageShowsThem() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertTrue(html.contains("<section id=\"cost\">"));
        assertTrue(
                html.contains("<li>pixels × softmax: 75.0 ± 11.8 %, &lt; 0.001 ms</li><li>hue × softmax: 100.0 ± 0.0 %,"
                        + " 0.500 ms</li>"),
                html);
        assertTrue(html.contains(comparison.timing().processor()), "the machine");
        int from = html.indexOf("<section id=\"cost\">");
        String section = html.substring(from, html.indexOf("</section>", from));
        assertEquals(4 + 2, section.split("class=\"marker\"", -1).length - 1, "cells, and the features of the legend");
        assertEquals(2, section.split("class=\"number\"", -1).length - 1);
        // Drawing again gives the same bytes.
        Report.write(comparison, temp, Run.defaults());
        assertEquals(html, Files.readString(temp.resolve(Report.HTML)));
    }

    @Test
    void amounts() {
        assertEquals("+1.2 ± 0.8", Amounts.points(1.24, 0.8));
        assertEquals("0.0 ± 0.8", Amounts.points(-0.04, 0.8));
        assertEquals("-0.1 ± 0.8", Amounts.points(-0.06, 0.8));
        assertEquals("< 0.1 s", Amounts.seconds(0.04));
        assertEquals("12.3 s", Amounts.seconds(12.34));
        assertEquals("1,234 s", Amounts.seconds(1234.4));
        assertEquals("< 0.001 ms", Amounts.ms(0.0004));
        assertEquals("0.012 ms", Amounts.ms(0.0123));
        assertEquals("1.23 ms", Amounts.ms(1.234));
        assertEquals("12.3 ms", Amounts.ms(12.34));
        assertEquals("1.5 kB", Amounts.bytes(1500));
        assertEquals("1.0 MB", Amounts.bytes(1_000_000));
        assertEquals("< 1", Amounts.percent(0.004));
        assertEquals("> 99", Amounts.percent(0.996));
    }
}
