package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomIlluminationTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static Planar<GrayU8> lit(RandomIllumination light, Planar<GrayU8> image) {
        return light.fit(null, RUN.withSeed(77)).apply(image, RUN);
    }

    /** All values of a band, in a picture of its own. */
    private static Planar<GrayU8> ramp(int picture) {
        Planar<GrayU8> image = Images.constant(257, 1, 0);
        for (int x = 0; x < 256; x++) {
            image.getBand(0).set(x, 0, x);
        }
        image.getBand(0).set(256, 0, picture);
        return image;
    }

    /** The map of an image is start + range·v^γ, and its parameters lie in the stated ranges and fill them. */
    @Test
    void everyLightIsOfTheStatedForm() {
        RandomIllumination light = new RandomIllumination(3, 0.3, 5);
        double leastRange = 1;
        double mostRange = 0;
        double leastPower = 9;
        double mostPower = 0;
        Set<String> different = new HashSet<>();
        for (int picture = 0; picture < 256; picture++) {
            GrayU8 out = lit(light, ramp(picture)).getBand(0);
            double start = out.get(0, 0) / 255.0;
            double range = out.get(255, 0) / 255.0 - start;
            double power = Math.log((out.get(128, 0) / 255.0 - start) / range) / Math.log(128 / 255.0);
            leastRange = Math.min(leastRange, range);
            mostRange = Math.max(mostRange, range);
            leastPower = Math.min(leastPower, power);
            mostPower = Math.max(mostPower, power);
            different.add(start + " " + range + " " + power);
            for (int v = 0; v < 256; v++) {
                double expected = 255 * (start + range * Math.pow(v / 255.0, power));
                // Start, range and power were read from rounded values.
                assertEquals(expected, out.get(v, 0), 3, "picture " + picture + ", value " + v);
                assertTrue(v == 0 || out.get(v, 0) >= out.get(v - 1, 0), "the order is kept");
            }
        }
        assertEquals(0.3, leastRange, 0.02);
        assertEquals(1, mostRange, 0.02);
        assertEquals(1 / 3.0, leastPower, 0.05);
        assertEquals(3, mostPower, 0.25);
        assertTrue(different.size() > 240, "only " + different.size() + " lights");
    }

    /** The same draw, so another image, place, seed of the run or order makes no difference. */
    @Test
    void lightDependsOnPixelsAndSeedAlone() {
        Planar<GrayU8> image = Images.random(20, 30, 3, 1);
        RandomIllumination light = RandomIllumination.defaults();
        Planar<GrayU8> expected = lit(light, image);
        lit(light, Images.random(20, 30, 3, 2));
        Images.assertSame(expected, light.fit(null, RUN.withSeed(1)).apply(image, RUN), "another seed of the run");
        assertNotEquals(
                expected.getBand(0).get(0, 0) + " " + expected.getBand(0).get(1, 0),
                lit(new RandomIllumination(3, 0.3, 2), image).getBand(0).get(0, 0) + " "
                        + lit(new RandomIllumination(3, 0.3, 2), image)
                                .getBand(0)
                                .get(1, 0),
                "another seed");
    }

    @Test
    void allBandsHaveOneMap() {
        Planar<GrayU8> image = Images.constant(256, 1, 0, 0, 0);
        for (int x = 0; x < 256; x++) {
            for (int b = 0; b < 3; b++) {
                image.getBand(b).set((x * (2 * b + 1)) % 256, 0, x);
            }
        }
        Planar<GrayU8> out = lit(RandomIllumination.defaults(), image);
        for (int x = 0; x < 256; x++) {
            for (int b = 1; b < 3; b++) {
                assertEquals(out.getBand(0).get(x, 0), out.getBand(b).get((x * (2 * b + 1)) % 256, 0), "value " + x);
            }
        }
    }

    @Test
    void withoutRangeItDoesNothing() {
        Planar<GrayU8> image = Images.random(20, 30, 3, 1);
        Images.assertSame(image, lit(new RandomIllumination(1, 1, 3), image), "gamma 1, contrast 1");
    }

    /** What equalisation undoes: the light is gone, up to what rounding lost. */
    @Test
    void equalizationUndoesIt() {
        int[] worst = new int[2];
        for (int seed = 1; seed <= 20; seed++) {
            Planar<GrayU8> image = Images.random(64, 64, 1, 9);
            Planar<GrayU8> bright = lit(new RandomIllumination(2, 0.6, seed), image);
            Planar<GrayU8> plain = Equalize.defaults().fit(null, RUN).apply(image, RUN);
            Planar<GrayU8> undone = Equalize.defaults().fit(null, RUN).apply(bright, RUN);
            for (int i = 0; i < 64 * 64; i++) {
                int value = plain.getBand(0).data[i] & 0xFF;
                worst[0] = Math.max(worst[0], Math.abs(value - (undone.getBand(0).data[i] & 0xFF)));
                worst[1] = Math.max(worst[1], Math.abs(value - (bright.getBand(0).data[i] & 0xFF)));
            }
        }
        assertTrue(worst[0] < 20, "after equalisation: " + worst[0]);
        assertTrue(worst[1] > 60, "the light itself: " + worst[1]);
    }

    @Test
    void badSettingsAreRefused() {
        Messages.says(() -> new RandomIllumination(0.9, 0, 1), "gamma", "0.9", "contrast", "0.0");
        Messages.says(() -> new RandomIllumination(11, 1.1, 1), "gamma", "11", "contrast", "1.1");
        Messages.says(() -> new RandomIllumination(Double.NaN, Double.NaN, 1), "gamma", "contrast", "NaN");
    }
}
