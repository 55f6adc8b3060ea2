package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.data.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotUsedTest {
    @Test
    void aReasonIsSaidOnce() {
        List<LeftOut> faults = new ArrayList<>(List.of(new LeftOut("a.heic", "/photos/a.heic: is HEIC")));
        for (int i = 0; i < 5; i++) {
            faults.add(new LeftOut(i + ".nef", "/photos/" + i + ".nef: is RAW"));
        }
        faults.add(new LeftOut("b.heic", "/photos/b.heic: is HEIC"));
        faults.add(new LeftOut("none", "is a folder without images"));
        assertEquals(
                "  0.nef, 1.nef, 2.nef and 2 more: is RAW\n  a.heic, b.heic: is HEIC\n"
                        + "  none: is a folder without images",
                NotUsed.byReason(faults));
        assertEquals("", NotUsed.byReason(List.of()));
        assertEquals(
                "  a[U+000A]EQUAL: is HEIC",
                NotUsed.byReason(List.of(new LeftOut("a\nEQUAL", "/p/a\nEQUAL: is HEIC"))));
        List<LeftOut> many = IntStream.range(0, 25)
                .mapToObj(i -> new LeftOut("f" + i, "reason " + i))
                .toList();
        assertEquals(21, NotUsed.byReason(many).lines().count());
        assertTrue(NotUsed.byReason(many).endsWith("  and 5 other reasons"));
    }

    @Test
    void filesThatAreNoImagesAreCounted() {
        List<LeftOut> leftOut = new ArrayList<>(List.of(new LeftOut("bad.png", "is damaged")));
        assertEquals("", NotUsed.ignored(leftOut));
        leftOut.add(new LeftOut("a.txt", LeftOut.NO_IMAGE));
        assertEquals("1 file that is no image was ignored, such as a.txt", NotUsed.ignored(leftOut));
        for (String name : List.of("b", "c", "d")) {
            leftOut.add(new LeftOut(name, LeftOut.NO_IMAGE));
        }
        assertEquals("4 files that are no images were ignored, such as a.txt, b, c", NotUsed.ignored(leftOut));
        leftOut.add(new LeftOut("e.nef", LeftOut.RAW_BESIDE_JPEG));
        leftOut.add(new LeftOut("f.thm", LeftOut.THUMBNAIL));
        assertEquals(
                "4 files that are no images were ignored, such as a.txt, b, c; "
                        + "1 RAW file beside the JPEG of the same name was ignored, such as e.nef; "
                        + "1 thumbnail beside the camera's file of the same name was ignored, such as f.thm",
                NotUsed.ignored(leftOut));
    }
}
