package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import org.junit.jupiter.api.Test;

/** The descriptor of a mirrored image is a permutation of the descriptor. */
class HogFlipTest {
    private static final Planar<GrayU8> IMAGE = HogImages.read("gray.pgm");
    private static final Planar<GrayU8> MIRRORED =
            HogImages.image(96, 64, 1, (b, i) -> IMAGE.getBand(0).get(95 - i % 96, i / 96));

    /**
     * Sums run the other way round, so they differ by float rounding; hard votes at exactly 0° also change bin, and are
     * none here.
     */
    @Test
    void cellsFlip() {
        for (boolean signed : new boolean[] {false, true}) {
            Hog hog = new Hog(8, signed ? 18 : 9, signed, Hog.Layout.CELLS, true);
            assertEquals(0, distance(hog, hog.extractor()), 1e-2); // of some 1000
        }
    }

    /**
     * OpenCV's window is half a pixel off the middle of the block. With the window in the middle the flip is exact but
     * for rounding.
     */
    @Test
    void blocksFlipButForTheWindow() {
        Hog hog = Hog.defaults();
        HogExtractor centred = new HogExtractor(
                hog.layoutWithSettings(),
                kernels -> (orientation, weights) ->
                        HogExtractor.fastest(kernels).of(orientation, SpatialWeights.block(hog.cellSize(), 0)));
        assertEquals(0, distance(hog, centred), 1e-5);
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
        HogLayout layout = hog.layoutWithSettings();
        int side = layout.side();
        double[] f = new double[d.length];
        for (int row = 0; row <= 8 - side; row++) {
            for (int column = 0; column <= 12 - side; column++) {
                int to = layout.index(row, column, 8, 12);
                int from = layout.index(row, 12 - side - column, 8, 12);
                for (int i = 0; i < layout.values(); i++) {
                    f[to + i] = d[from + mirrored(hog, i)];
                }
            }
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
