package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    @Test
    void aReasonOfMoreThanThreeFilesIsSaidOnce() {
        List<LeftOut> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            all.add(new LeftOut(name, name + ": is too small"));
            if (!name.equals("d") && !name.equals("e")) {
                all.add(new LeftOut(name + "2", "is empty"));
            }
        }
        assertEquals(
                List.of("5 files, first a, b, c: is too small", "a2: is empty", "b2: is empty", "c2: is empty"),
                LeftOut.grouped(all));
        assertEquals(
                "  5 files, first a, b, c: is too small\n  a2: is empty\n  b2: is empty\n  c2: is empty",
                LeftOut.lines(all));
    }

    @Test
    void ofManyReasonsSomeAreListed() {
        List<LeftOut> all = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> new LeftOut("f" + i, "reason " + i))
                .toList());
        IntStream.range(0, 4).forEach(i -> all.add(new LeftOut("g" + i, "the same")));
        List<String> lines = LeftOut.lines(all).lines().toList();
        assertEquals(21, lines.size());
        assertEquals("  f19: reason 19", lines.get(19));
        assertEquals("  and 14 more", lines.get(20));
        assertEquals(List.of(), LeftOut.grouped(List.of()));
    }
}
