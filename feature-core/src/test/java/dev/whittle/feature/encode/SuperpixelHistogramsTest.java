package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.local.Descriptors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An image of 40×16 pixels, red in the first 12 columns, then green, by hand. */
class SuperpixelHistogramsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static Descriptors described(SuperpixelHistograms spec) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 40, 16, 3);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 40; x++) {
                image.getBand(x < 12 ? 0 : 1).set(x, y, 200);
            }
        }
        Descriptors out = new Descriptors();
        spec.fitted().describe(image, out, RUN);
        return out;
    }

    private static float[] row(Descriptors out, int i) {
        return Arrays.copyOfRange(out.values(), i * out.columns(), (i + 1) * out.columns());
    }

    @Test
    void eachSuperpixelHasAHistogram() {
        Descriptors out = described(new SuperpixelHistograms(2, 2));
        assertEquals(2, out.count());
        for (int i = 0; i < 2; i++) {
            boolean red = out.x(i) == 6;
            assertEquals(red ? 6 : 26, out.x(i));
            assertEquals(8, out.y(i));
            assertEquals((float) Math.sqrt(red ? 192 : 448), out.scale(i));
            // Bins of red, green and blue are the digits of a binary number: red alone is 100, green alone is 010.
            float[] expected = new float[8];
            expected[red ? 4 : 2] = 1;
            assertArrayEquals(expected, row(out, i));
        }
    }

    /** With one superpixel, it is the histogram of the image. */
    @Test
    void oneSuperpixelIsTheWholeImage() {
        Descriptors out = described(new SuperpixelHistograms(2, 1));
        assertEquals(1, out.count());
        assertArrayEquals(new float[] {0, 0, 0.7f, 0, 0.3f, 0, 0, 0}, row(out, 0));
        assertEquals(20, out.x(0));
    }

    @Test
    void wrongSettingsAreSaid() {
        Messages.says(() -> new SuperpixelHistograms(17, 0), "bins must be 1 to 16, got 17", "superpixels", "got 0");
    }
}
