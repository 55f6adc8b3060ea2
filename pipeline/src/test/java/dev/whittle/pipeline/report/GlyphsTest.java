package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphsTest {
    @TempDir
    private Path temp;

    /** Two classes: a picture with an upright edge in every cell, and the same lying. */
    private Optional<Glyphs> glyphs(String feature, int size) throws IOException {
        Planar<GrayU8> upright = new Planar<>(GrayU8.class, size, size, 1);
        Planar<GrayU8> lying = new Planar<>(GrayU8.class, size, size, 1);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                upright.getBand(0).set(x, y, x % 8 < 4 ? 0 : 200);
                lying.getBand(0).set(x, y, y % 8 < 4 ? 0 : 200);
            }
        }
        return Glyphs.of(
                HandMade.comparison(
                        temp,
                        "one",
                        "features: [{name: hue, type: color-histogram}, " + feature
                                + "]\nheads: [{name: softmax, type: softmax}]\n",
                        new HandMade.Images(
                                List.of(upright, lying), new int[] {0, 1}, List.of("upright", "lying", "none")),
                        new int[][][] {{{0, 1}}, {{0, 1}}},
                        null,
                        Small.CURVE),
                Run.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: f, type: hog}",
                "{name: f, type: hog, layout: cells}",
                "{name: f, type: hog, layout: felzenszwalb}",
                "{name: f, type: concat, parts: [{type: raw-pixels}, {type: hog}]}"
            })
    void strokesLieAlongEdges(String feature) throws IOException {
        Glyphs glyphs = glyphs(feature, 32).orElseThrow();
        assertEquals("f", glyphs.feature());
        assertEquals("8×8-pixel cells, 9 unsigned orientations", glyphs.text());
        assertFalse(glyphs.wide());
        assertEquals(
                List.of("upright", "lying"),
                glyphs.examples().stream().map(Glyphs.Example::label).toList());
        Planar<GrayU8> image = Small.decode(glyphs.examples().get(0).image());
        assertEquals(32, image.width);
        assertEquals(200, Small.pixel(image, 0, 4, 0));
        for (Glyphs.Example example : glyphs.examples()) {
            Planar<GrayU8> glyph = Small.decode(example.glyph());
            assertEquals(96, glyph.width, "4 cells of 24 pixels");
            int down = 0;
            int across = 0;
            for (int i = 24; i < 48; i++) {
                down += Small.pixel(glyph, 0, 24 + 11, i);
                across += Small.pixel(glyph, 0, i, 24 + 11);
            }
            boolean upright = example.label().equals("upright");
            int along = upright ? down : across;
            int beside = upright ? across : down;
            assertTrue(along > 1.5 * beside, () -> example.label() + ": " + along + " along, " + beside + " across");
        }
    }

    /** That layout knows nothing of gradients straight up or down. */
    @Test
    void cs231n() throws IOException {
        Glyphs glyphs = glyphs("{name: f, type: hog, layout: cs231n, interpolate: false}", 32)
                .orElseThrow();
        Planar<GrayU8> glyph = Small.decode(glyphs.examples().get(0).glyph());
        // The middle of 24 pixels lies between two, each of which a stroke 1.25 to either side covers by 0.75.
        assertEquals(191, Small.pixel(glyph, 0, 24 + 11, 24 + 2));
        assertEquals(0, Small.pixel(glyph, 0, 24 + 2, 24 + 11));
    }

    @Test
    void manyCellsNeedRoom() throws IOException {
        Glyphs glyphs = glyphs("{name: f, type: hog}", 640).orElseThrow();
        assertTrue(glyphs.wide());
        assertEquals(160, Small.decode(glyphs.examples().get(0).image()).width);
        assertEquals(400, Small.decode(glyphs.examples().get(0).glyph()).width);
    }

    @Test
    void withoutHogThereAreNone() throws IOException {
        assertEquals(Optional.empty(), glyphs("{name: f, type: raw-pixels}", 32));
    }
}
