package dev.whittle.feature.color;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Rng;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nearest colour of a palette beside a search of all. */
@Tag("bits")
class NearestColorsTest {
    private static Palette palette(int... colors) {
        Matrix m = new Matrix(colors.length, 3);
        for (int i = 0; i < colors.length; i++) {
            for (int b = 0; b < 3; b++) {
                m.set(i, b, colors[i] >> 16 - 8 * b & 0xFF);
            }
        }
        return new NearestColors(m);
    }

    /** As median cut repeats its last colour, where images have few. */
    @Test
    void repeatedColorsTakeNoMemory() {
        int[] colors = new int[NearestColors.MOST];
        Arrays.fill(colors, 1, colors.length, 0xFFFFFF);
        NearestColors repeated = (NearestColors) palette(colors);
        NearestColors two = (NearestColors) palette(0, 0xFFFFFF);
        assertEquals(two.listed(), repeated.listed());
        assertEquals(colors.length, repeated.size());
        for (int v = 0; v < 256; v++) {
            assertEquals(two.numberOf(v, v, 255 - v / 2), repeated.numberOf(v, v, 255 - v / 2));
        }
    }

    /** By the distances to all colours. */
    static int nearest(Palette palette, int red, int green, int blue) {
        int nearest = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.size(); i++) {
            int r = (palette.color(i) >> 16) - red;
            int g = (palette.color(i) >> 8 & 0xFF) - green;
            int b = (palette.color(i) & 0xFF) - blue;
            if (r * r + g * g + b * b < least) {
                least = r * r + g * g + b * b;
                nearest = i;
            }
        }
        return nearest;
    }

    /** Palettes spread at random, crowded into a corner, on a grid with many ties, and with equal colours. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64, 256, 1000})
    void theNearestColourIsThatOfASearchOfAll(int size) {
        Rng rng = new Rng(size, "palette", 0);
        for (int range : new int[] {256, 9, 5}) {
            int step = range == 5 ? 51 : 1;
            Palette palette = palette(IntStream.range(0, size)
                    .map(i -> rng.nextInt(range) * step << 16
                            | rng.nextInt(range) * step << 8
                            | rng.nextInt(range) * step)
                    .toArray());
            for (int i = 0; i < 20_000; i++) {
                int r = rng.nextInt(i % 2 == 0 ? 256 : 12);
                int g = rng.nextInt(256);
                int b = rng.nextInt(i % 3 == 0 ? 256 : 12);
                assertEquals(nearest(palette, r, g, b), palette.numberOf(r, g, b), () -> r + " " + g + " " + b);
            }
            for (int v : new int[] {0, 15, 16, 127, 128, 239, 240, 255}) {
                assertEquals(nearest(palette, v, 255 - v, v), palette.numberOf(v, 255 - v, v));
            }
        }
    }

    @Test
    void equallyNearColoursGoToTheFirst() {
        assertEquals(0, palette(0x000000, 0x020000).numberOf(1, 0, 0));
        assertEquals(0, palette(0x020000, 0x000000).numberOf(1, 0, 0));
        assertEquals(1, palette(0xFFFFFF, 0x050505, 0x050505).numberOf(5, 5, 5));
    }
}
