package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Expected values from src/test/reference/pixel_hash.py. */
@Tag("bits")
class PixelHashTest {
    private static final String EXPECTED = "f7a5528bdd9ed43d231807188638d2d4a02de98cbac9d8acbd775f56373ce2af";
    private static final List<String> CLASSES = List.of("cat", "F\u00FCchse");

    private static Planar<GrayU8> image(int width, int height, int[]... bands) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands.length);
        for (int b = 0; b < bands.length; b++) {
            for (int i = 0; i < bands[b].length; i++) {
                image.getBand(b).set(i % width, i / width, bands[b][i]);
            }
        }
        return image;
    }

    private static Planar<GrayU8> gray() {
        return image(3, 2, new int[] {0, 1, 2, 128, 254, 255});
    }

    private static Planar<GrayU8> rgb() {
        return image(2, 1, new int[] {10, 20}, new int[] {30, 40}, new int[] {50, 60});
    }

    @Test
    void isTheHashOfTheBytesDescribed() {
        assertEquals(
                EXPECTED, new PixelHash(CLASSES).add(1, gray()).add(0, rgb()).hex());
        assertEquals(
                "df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119", new PixelHash(List.of()).hex());
    }

    @Test
    void aSubImageIsHashedAsItsPixels() {
        Planar<GrayU8> large = new Planar<>(GrayU8.class, 7, 5, 1);
        large.getBand(0).data[0] = 99;
        Planar<GrayU8> part = large.subimage(2, 1, 5, 3);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                part.getBand(0).set(x, y, gray().getBand(0).get(x, y));
            }
        }
        assertEquals(EXPECTED, new PixelHash(CLASSES).add(1, part).add(0, rgb()).hex());
    }

    @Test
    void everyPartMatters() {
        Planar<GrayU8> oneBit = gray();
        oneBit.getBand(0).set(2, 1, 254);
        assertNotEquals(
                EXPECTED, new PixelHash(CLASSES).add(1, oneBit).add(0, rgb()).hex());
        assertNotEquals(
                EXPECTED, new PixelHash(CLASSES).add(0, gray()).add(0, rgb()).hex());
        assertNotEquals(
                EXPECTED, new PixelHash(CLASSES).add(0, rgb()).add(1, gray()).hex());
        assertNotEquals(
                EXPECTED,
                new PixelHash(List.of("ca", "tF\u00FCchse"))
                        .add(1, gray())
                        .add(0, rgb())
                        .hex());
        Planar<GrayU8> reshaped = image(2, 3, new int[] {0, 1, 2, 128, 254, 255});
        assertNotEquals(
                EXPECTED, new PixelHash(CLASSES).add(1, reshaped).add(0, rgb()).hex());
    }
}
