package dev.whittle.pipeline.data.generated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import dev.whittle.pipeline.data.generated.Canvas.Paint;
import dev.whittle.pipeline.data.generated.Canvas.Place;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanvasTest {
    private static final float[] BLACK = {0, 0, 0};
    private static final float[] WHITE = {255, 255, 255};

    @ParameterizedTest
    @EnumSource
    void aShapeHasTheAreaOfTheUnitDiscItsCentroidAtTheOriginAndTheReachItTells(Outline shape) {
        double step = 0.002;
        double area = 0;
        double sumX = 0;
        double sumY = 0;
        double farthest = 0;
        for (double y = -2 + step / 2; y < 2; y += step) {
            for (double x = -2 + step / 2; x < 2; x += step) {
                if (shape.distance((float) x, (float) y) < 0) {
                    area += step * step;
                    sumX += x * step * step;
                    sumY += y * step * step;
                    farthest = Math.max(farthest, Math.hypot(x, y));
                }
            }
        }
        assertEquals(Math.PI, area, 4e-3);
        assertEquals(0, sumX, 4e-3);
        assertEquals(0, sumY, 4e-3);
        assertEquals(shape.reach, farthest, 5e-3);
    }

    @ParameterizedTest
    @EnumSource
    void aPaintedShapeCoversItsAreaAroundItsPlaceHoweverTurned(Outline shape) {
        for (float angle : new float[] {0, 0.3f, 1.1f, 2.9f}) {
            Canvas canvas = new Canvas(64);
            canvas.clear(BLACK);
            canvas.paint(shape, Place.turned(30.3f, 34.6f, 11, angle), Paint.plain(WHITE));
            double[] moments = moments(canvas.toImage().getBand(0));
            assertEquals(Math.PI * 121, moments[0] / 255, 0.01 * Math.PI * 121);
            assertEquals(30.3, moments[1], 0.05);
            assertEquals(34.6, moments[2], 0.05);
        }
    }

    @Test
    void anAxisAlignedSquareHasTheCoverageOfEachPixel() {
        Canvas canvas = new Canvas(24);
        canvas.clear(BLACK);
        // Half side 4.25 around (12, 12): pixels 8 to 15 are full, 7 and 16 a quarter.
        canvas.paint(Outline.SQUARE, Place.turned(12, 12, 4.25f / 0.88622693f, 0), Paint.plain(WHITE));
        byte[] row = new byte[24];
        System.arraycopy(canvas.toImage().getBand(1).data, 12 * 24, row, 0, 24);
        byte[] expected = new byte[24];
        expected[7] = expected[16] = 64;
        Arrays.fill(expected, 8, 16, (byte) 255);
        assertArrayEquals(expected, row);
    }

    @Test
    void aTurnIsClockwiseOnTheScreenAndBelowIsDown() {
        Place turned = Place.turned(5, 6, 1, 0).below(2);
        assertEquals(5, turned.x());
        assertEquals(8, turned.y());
        Place quarter = Place.turned(5, 6, 1, (float) Math.PI / 2).below(2);
        assertEquals(3, quarter.x(), 1e-6);
        assertEquals(6, quarter.y(), 1e-6);
        Canvas canvas = new Canvas(32);
        canvas.clear(BLACK);
        canvas.paint(Outline.TRIANGLE, Place.turned(16, 16, 6, (float) Math.PI / 2), Paint.plain(WHITE));
        GrayU8 image = canvas.toImage().getBand(0);
        assertEquals(255, image.get(21, 15), "its point, turned to the right");
        assertEquals(0, image.get(8, 16), "beyond its base, now at the left");
    }

    @ParameterizedTest
    @EnumSource(
            value = Texture.class,
            names = {"STRIPES", "CHECKS"})
    void aTextureIsHalfOfEachColourAndRepeats(Texture texture) {
        double sum = 0;
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                float share = texture.share(x * 0.02f, y * 0.02f, 2);
                assertTrue(share >= 0 && share <= 1);
                assertEquals(share, texture.share(x * 0.02f - 16, y * 0.02f + 24, 2), 1e-5);
                sum += share;
            }
        }
        assertEquals(0.5, sum / 160_000, 0.005);
    }

    @Test
    void stripesAndChecksHaveEquallyManyMixedPixels() {
        int[] mixed = new int[2];
        for (int t = 0; t < 2; t++) {
            Texture texture = t == 0 ? Texture.STRIPES : Texture.CHECKS;
            for (int y = 0; y < 800; y++) {
                for (int x = 0; x < 800; x++) {
                    float share = texture.share(x * 0.1f, y * 0.1f, 10);
                    mixed[t] += share > 0.1f && share < 0.9f ? 1 : 0;
                }
            }
        }
        assertEquals(mixed[0], mixed[1], 0.05 * mixed[0]);
        assertTrue(mixed[0] > 0);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.7f, 2, 4.4f, 6})
    void hueChangesNeitherLumaNorTheAmountOfChroma(float hue) {
        float[] color = Palette.color(120, 60, hue);
        assertEquals(120, 0.299f * color[0] + 0.587f * color[1] + 0.114f * color[2], 1e-3);
        assertEquals(60, Math.hypot(Math.hypot(color[0] - 120, color[1] - 120), color[2] - 120), 1e-3);
    }

    @Test
    void redAndBlueStandOutEquallyInTheirStrongestBand() {
        float[] red = Palette.color(0, 1, Palette.RED);
        float[] blue = Palette.color(0, 1, Palette.BLUE);
        assertEquals(red[0], blue[2], 1e-3);
        assertTrue(red[0] > Math.max(red[1], red[2]) && blue[2] > Math.max(blue[0], blue[1]));
    }

    @Test
    void lightIsAPlane() {
        Canvas canvas = new Canvas(4);
        canvas.clear(new float[] {100, 50, 200});
        canvas.light(0.5f, 0.4f, -0.8f);
        Planar<GrayU8> image = canvas.toImage();
        // Left column, x = -3/4; top row, y = -3/4: 0.5·(1 - 0.3 + 0.6); bottom right: 0.5·(1 + 0.3 - 0.6).
        assertEquals(65, image.getBand(0).get(0, 0));
        assertEquals(33, image.getBand(1).get(0, 0), 1);
        assertEquals(130, image.getBand(2).get(0, 0));
        assertEquals(35, image.getBand(0).get(3, 3));
    }

    @Test
    void noiseHasMeanZeroTheDeviationAskedForAndNoTwoValuesInCommon() {
        Canvas canvas = new Canvas(255);
        canvas.clear(new float[] {128, 128, 128});
        canvas.noise(10, new Rng(1, "noise", 0));
        Planar<GrayU8> image = canvas.toImage();
        double sum = 0;
        double squares = 0;
        double neighbours = 0;
        double bands = 0;
        int n = 255 * 255;
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < n; i++) {
                int d = (image.getBand(b).data[i] & 0xFF) - 128;
                sum += d;
                squares += d * d;
                neighbours += d * ((image.getBand(b).data[(i + 1) % n] & 0xFF) - 128);
                bands += d * ((image.getBand((b + 1) % 3).data[i] & 0xFF) - 128);
            }
        }
        assertEquals(0, sum / (3 * n), 0.1);
        assertEquals(10, Math.sqrt(squares / (3 * n)), 0.1);
        assertEquals(0, neighbours / squares, 0.01);
        assertEquals(0, bands / squares, 0.01);
    }

    @Test
    void valuesAreClippedAndRounded() {
        Canvas canvas = new Canvas(2);
        canvas.clear(new float[] {-3.2f, 100.5f, 255.7f});
        Planar<GrayU8> image = canvas.toImage();
        assertEquals(0, image.getBand(0).get(0, 0));
        assertEquals(101, image.getBand(1).get(1, 0));
        assertEquals(255, image.getBand(2).get(1, 1));
    }

    /** Sum and centroid, in pixels, with pixel 0 centred at 0.5. */
    static double[] moments(GrayU8 image) {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int py = 0; py < image.height; py++) {
            for (int px = 0; px < image.width; px++) {
                double v = image.get(px, py);
                sum += v;
                x += v * (px + 0.5);
                y += v * (py + 0.5);
            }
        }
        return new double[] {sum, x / sum, y / sum};
    }
}
