package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.segment.Hierarchy;
import dev.whittle.feature.segment.LabelMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The picture of {@code docs/superpixels.md}: boundaries and mean colours of three label maps of one run. */
@Tag("bits")
class SuperpixelPicturesTest {
    private static final int[] TARGETS = {8, 40, Hhts.AUTO};
    private static final int TIMES = 2;
    private static final int GAP = 4;
    private static final int LINE = 0xFF00FF;

    private static Path docs() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("whittle"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs");
    }

    /** Run with {@code -Dwrite.docs=true} to draw it again. */
    @Test
    void thePagesPictureIsWhatIsComputed() throws IOException {
        Planar<GrayU8> drawn = picture(ImageFile.read(docs().resolve("encodings/chelsea.png")));
        Path file = docs().resolve("superpixels/chelsea.png");
        if (Boolean.getBoolean("write.docs")) {
            ImageFile.write(file, drawn);
        }
        Planar<GrayU8> there = ImageFile.read(file);
        assertSame(there, drawn);
        there.getBand(2).data[1234] ^= 1;
        assertThrows(AssertionError.class, () -> assertSame(there, drawn));
    }

    /** The numbers that the page names. */
    @Test
    void thePagesNumbersAreThoseOfThePicture() throws IOException {
        Hierarchy hierarchy =
                Hhts.defaults().segment(ImageFile.read(docs().resolve("encodings/chelsea.png")), Run.defaults());
        int[] counts = Arrays.stream(TARGETS).map(hierarchy::segments).toArray();
        String page = Files.readString(docs().resolve("superpixels.md"));
        String said = counts[0] + ", " + counts[1] + " and " + counts[2] + " segments";
        assertEquals(true, page.replaceAll("\\s+", " ").contains(said), said);
    }

    private static void assertSame(Planar<GrayU8> expected, Planar<GrayU8> actual) {
        assertEquals(expected.width + "x" + expected.height, actual.width + "x" + actual.height);
        for (int b = 0; b < 3; b++) {
            assertArrayEquals(expected.getBand(b).data, actual.getBand(b).data);
        }
    }

    private static Planar<GrayU8> picture(Planar<GrayU8> photo) {
        Hierarchy hierarchy = Hhts.defaults().segment(photo, Run.defaults());
        int width = photo.width * TIMES + GAP;
        int height = photo.height * TIMES + GAP;
        Planar<GrayU8> sheet = new Planar<>(GrayU8.class, TARGETS.length * width - GAP, 2 * height - GAP, 3);
        for (int b = 0; b < 3; b++) {
            Arrays.fill(sheet.getBand(b).data, (byte) 255);
        }
        for (int t = 0; t < TARGETS.length; t++) {
            GrayS32 labels = hierarchy.labels(TARGETS[t]);
            GrayS32 larger = new GrayS32(photo.width * TIMES, photo.height * TIMES);
            for (int i = 0; i < larger.data.length; i++) {
                larger.data[i] = labels.get(i % larger.width / TIMES, i / larger.width / TIMES);
            }
            Planar<GrayU8> lines = LabelMaps.boundaries(larger, enlarged(photo), LINE);
            put(lines, sheet, t * width, 0);
            put(enlarged(LabelMaps.means(labels, photo)), sheet, t * width, height);
        }
        return sheet;
    }

    private static Planar<GrayU8> enlarged(Planar<GrayU8> image) {
        Planar<GrayU8> larger = new Planar<>(GrayU8.class, image.width * TIMES, image.height * TIMES, 3);
        for (int b = 0; b < 3; b++) {
            for (int y = 0; y < larger.height; y++) {
                for (int x = 0; x < larger.width; x++) {
                    larger.getBand(b).set(x, y, image.getBand(b).get(x / TIMES, y / TIMES));
                }
            }
        }
        return larger;
    }

    private static void put(Planar<GrayU8> image, Planar<GrayU8> sheet, int left, int top) {
        sheet.subimage(left, top, left + image.width, top + image.height, null).setTo(image);
    }
}
