package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HogGlyphsTest {
    /** An edge from top to bottom gives segments from top to bottom, in the cells that it crosses and in no other. */
    @Test
    void segmentsLieAlongEdges() {
        Planar<GrayU8> vertical = HogImages.image(48, 32, 1, (b, i) -> i % 48 < 21 ? 20 : 200);
        Planar<GrayU8> horizontal = HogImages.image(48, 32, 1, (b, i) -> i / 48 < 13 ? 20 : 200);
        for (Hog hog : List.of(
                Hog.defaults(), Hog.cells(), Hog.felzenszwalb(), new Hog(8, 18, true, Hog.Layout.CELLS, true))) {
            GrayU8 glyphs = render(hog, vertical);
            assertEquals(6 * 21, glyphs.width);
            assertEquals(4 * 21, glyphs.height);
            int x = 2 * 21 + 10;
            int y = 21 + 10;
            assertTrue(near(glyphs, x, y - 6) > 100 && near(glyphs, x, y + 6) > 100, hog + ": no vertical segment");
            assertTrue(near(glyphs, x - 6, y) < 20 && near(glyphs, x + 6, y) < 20, hog + ": a horizontal segment");
            assertEquals(0, glyphs.get(5 * 21 + 10, y), hog + ": ink far from the edge");

            glyphs = render(hog, horizontal);
            assertTrue(near(glyphs, x - 6, y) > 100 && near(glyphs, x + 6, y) > 100, hog + ": no horizontal segment");
            assertTrue(near(glyphs, x, y - 6) < 20 && near(glyphs, x, y + 6) < 20, hog + ": a vertical segment");
        }
    }

    /** Rising to the right and falling to the right must not be confused: y grows downwards. */
    @Test
    void diagonalsLeanTheRightWay() {
        // Lines of equal light fall to the right; the second image has light and dark swapped, since cs231n drops half
        // of the directions.
        Planar<GrayU8> falling = HogImages.image(24, 24, 1, (b, i) -> 125 + 5 * (i / 24 - i % 24));
        Planar<GrayU8> swapped = HogImages.image(24, 24, 1, (b, i) -> 125 - 5 * (i / 24 - i % 24));
        for (Hog hog : List.of(Hog.defaults(), Hog.cells(), Hog.felzenszwalb(), Hog.cs231n())) {
            GrayU8 glyphs = render(hog, hog.layout() == Hog.Layout.CS231N ? swapped : falling);
            int middle = 21 + 10;
            assertTrue(
                    near(glyphs, middle + 5, middle + 5) > near(glyphs, middle + 5, middle - 5) + 100, hog.toString());
        }
    }

    @Test
    void whatIsDrawnIsSaidTheSameInEveryLocale() {
        Planar<GrayU8> image = HogImages.image(32, 32, 1, (b, i) -> i % 32);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            FeatureExtractor extractor = Hog.defaults().extractor();
            String text = Hog.defaults()
                    .drawing(extractor, image, 96, Run.defaults())
                    .orElseThrow()
                    .toString();
            assertTrue(text.contains("8×8-pixel cells, 9 unsigned"), text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void copiesInBlocksAreAveraged() {
        Hog hog = Hog.defaults();
        float[] blocks = new float[2 * 36];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = i;
        }
        float[] cells = HogGlyphs.cells(hog.layoutWithSettings(), blocks, 3, 2);
        assertEquals(0f, cells[0]);
        assertEquals((9 + 36) / 2f, cells[9]);
        assertEquals(45f, cells[18]);
        assertEquals((27 + 54 + 8 + 8) / 2f, cells[4 * 9 + 8]);
    }

    @Test
    void nothingToSeeIsBlackAndWrongLengthsAreRefused() {
        float[] zeros = new float[Hog.cells().extractor().length(16, 16, 1)];
        GrayU8 black = HogGlyphs.render(Hog.cells().layoutWithSettings(), zeros, 16, 16, 9)
                .getBand(0);
        assertArrayEquals(new byte[18 * 18], black.data);
        assertThrows(
                IllegalArgumentException.class,
                () -> HogGlyphs.render(Hog.cells().layoutWithSettings(), zeros, 16, 24, 9));
        assertThrows(
                IllegalArgumentException.class,
                () -> HogGlyphs.render(Hog.cells().layoutWithSettings(), zeros, 16, 16, 2));
    }

    /** The brightest of 3×3 pixels: segments lie at the centres of bins, up to 10° off the edge. */
    private static int near(GrayU8 image, int x, int y) {
        int brightest = 0;
        for (int i = 0; i < 9; i++) {
            brightest = Math.max(brightest, image.get(x - 1 + i % 3, y - 1 + i / 3));
        }
        return brightest;
    }

    private static GrayU8 render(Hog hog, Planar<GrayU8> image) {
        float[] descriptor = HogImages.extract(hog, image);
        return HogGlyphs.render(hog.layoutWithSettings(), descriptor, image.width, image.height, 21)
                .getBand(0);
    }
}
