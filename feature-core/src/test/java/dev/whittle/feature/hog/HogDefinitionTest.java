package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The definition beside the loops in double of {@link HogPaper}, and beside sums by hand. */
@Tag("bits")
class HogDefinitionTest {
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 3, 1),
            HogImages.noise(37, 53, 1, 2),
            HogImages.noise(16, 16, 1, 3),
            HogImages.noise(205, 40, 1, 4),
            HogImages.noise(16, 150, 1, 6),
            HogImages.read("odd.ppm"),
            HogImages.read("gray.pgm"),
            HogImages.read("flat.pgm"));

    /**
     * Float against double: angles to 1e-6 of a bin times a few hundred votes; 1e-5 of the largest value leaves a
     * margin.
     */
    @Test
    void allVotesAreThoseOfThePaperInDouble() {
        for (Hog.Layout layout : List.of(Hog.Layout.CELLS, Hog.Layout.DALAL_TRIGGS, Hog.Layout.FELZENSZWALB)) {
            for (boolean interpolate : new boolean[] {false, true}) {
                for (boolean signed :
                        layout == Hog.Layout.FELZENSZWALB ? new boolean[1] : new boolean[] {false, true}) {
                    for (int cellSize : new int[] {8, 5}) {
                        near(new Hog(cellSize, signed ? 18 : 9, signed, layout, interpolate));
                    }
                }
            }
        }
    }

    private static void near(Hog hog) {
        for (Planar<GrayU8> image : IMAGES) {
            double[] expected = HogPaper.describe(hog, image);
            double distance = HogImages.distance(HogImages.byDefinition(hog, image), expected);
            assertTrue(distance <= 1e-5 * HogImages.max(expected), hog + ": " + distance);
        }
    }

    @Test
    void anotherCellSizeIsFar() {
        Hog hog = new Hog(4, 9, false, Hog.Layout.DALAL_TRIGGS, true);
        float[] values = HogImages.byDefinition(hog, IMAGES.get(1));
        double[] expected = HogPaper.describe(hog, HogImages.noise(37, 53, 1, 3));
        assertTrue(HogImages.distance(values, expected) > 0.01 * HogImages.max(expected));
    }

    /**
     * A vertical edge of height 100 through a 16×16 image: all gradients point along x, and the sums are done by hand.
     */
    @Test
    void verticalEdgeByHand() {
        Planar<GrayU8> edge = HogImages.image(16, 16, 1, (b, i) -> i % 16 < 4 ? 50 : 150);
        float[] hard = HogImages.byDefinition(new Hog(8, 9, false, Hog.Layout.CELLS, false), edge);
        // Columns 3 and 4 have a difference of 100, eight rows of them in each left cell, at 0°, which is the start of
        // bin 0.
        for (int i = 0; i < hard.length; i++) {
            assertEquals(i == 0 || i == 2 * 9 ? 1600f : 0f, hard[i], "value " + i);
        }
        float[] soft = HogImages.byDefinition(Hog.cells(), edge);
        // 0° is half-way between the centres of bins 8 and 0. Columns 3 and 4 are 1/16 of a cell off the centre of the
        // left cells: of both together 15/16 + 15/16 stay left; 1/16 of column 4 goes right, and 1/16 of column 3 is
        // lost. Of the 4 rows above the centre (1+3+5+7)/16 = 1 is outside the image or goes to the other cell.
        double rows = 4 - 1 + 4 - 1 + 1;
        assertEquals(100 * 0.5 * rows * 30 / 16, soft[0], 1e-3);
        assertEquals(100 * 0.5 * rows * 30 / 16, soft[8], 1e-3);
        assertEquals(100 * 0.5 * rows * 1 / 16, soft[9], 1e-3);
        assertEquals(0f, soft[4]);
    }
}
