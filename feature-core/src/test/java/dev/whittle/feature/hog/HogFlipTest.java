package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.kernel.Kernels;
import org.junit.jupiter.api.Test;

/** The descriptor of a mirrored image is a permutation of the descriptor. */
class HogFlipTest {
    private static final Planar<GrayU8> IMAGE = HogImages.read("gray.pgm");
    private static final Planar<GrayU8> MIRRORED =
            HogImages.image(96, 64, 1, (b, i) -> IMAGE.getBand(0).get(95 - i % 96, i / 96));

    /** Sums run the other way round, so they differ by float rounding; hard votes at exactly 0° also change bin, and are none here. */
    @Test
    void cellsFlip() {
        for (boolean signed : new boolean[] {false, true}) {
            Hog hog = new Hog(8, signed ? 18 : 9, signed, Hog.Layout.CELLS, true);
            assertEquals(0, distance(hog, hog.extractor()), 1e-2); // of some 1000
        }
    }

    /** OpenCV's window is half a pixel off the middle of the block. With the window in the middle the flip is exact but for rounding. */
    @Test
    void blocksFlipButForTheWindow() {
        Hog hog = Hog.defaults();
        assertEquals(0, distance(hog, new HogExtractor(hog, 0, Kernels.AUTO)), 1e-5);
        double offCentre = distance(hog, hog.extractor());
        assertTrue(offCentre > 1e-3 && offCentre < 0.1, "distance with OpenCV's window: " + offCentre);
    }

    @Test
    void felzenszwalbFlips() {
        Hog hog = new Hog(8, 9, false, Hog.Layout.FELZENSZWALB, true);
        assertEquals(0, distance(hog, hog.extractor()), 1e-5);
    }

    private static double distance(Hog hog, FeatureExtractor extractor) {
        float[] flipped = HogImages.extract(extractor, MIRRORED);
        return HogImages.distance(HogImages.extract(extractor, IMAGE), flip(hog, flipped));
    }

    private static double[] flip(Hog hog, float[] d) {
        int values = hog.valuesPerUnit();
        int across = hog.layout() == Hog.Layout.DALAL_TRIGGS ? 11 : 12;
        double[] f = new double[d.length];
        for (int i = 0; i < d.length; i++) {
            int unit = i / values;
            int x = across - 1 - unit % across;
            int from = (unit / across * across + x) * values + mirrored(hog, i % values);
            f[i] = d[from];
        }
        return f;
    }

    /** The place in a cell or block to which value i goes: θ becomes 180° - θ. */
    private static int mirrored(Hog hog, int i) {
        int bins = hog.bins();
        switch (hog.layout()) {
            case DALAL_TRIGGS -> {
                int cell = i / bins;
                return (cell ^ 1) * bins + bins - 1 - i % bins;
            }
            case FELZENSZWALB -> {
                if (i < 2 * bins) {
                    return Math.floorMod(bins - i, 2 * bins);
                }
                return i < 3 * bins ? 2 * bins + (3 * bins - i) % bins : 3 * bins + ((i - 3 * bins) ^ 1);
            }
            default -> {
                return hog.signed() ? Math.floorMod(bins / 2 - 1 - i, bins) : bins - 1 - i;
            }
        }
    }
}
