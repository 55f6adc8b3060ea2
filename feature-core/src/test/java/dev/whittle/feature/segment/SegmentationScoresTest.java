package dev.whittle.feature.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.image.Images;
import org.junit.jupiter.api.Test;

/** Values calculated by hand. */
class SegmentationScoresTest {
    static final GrayS32 LABELS = map("1122", "1122", "3333");
    private static final GrayS32 TRUTH = map("5557", "5557", "5557");

    static GrayS32 map(String... rows) {
        GrayS32 map = new GrayS32(rows[0].length(), rows.length);
        for (int i = 0; i < map.data.length; i++) {
            map.data[i] = rows[i / map.width].charAt(i % map.width) - '0';
        }
        return map;
    }

    static Planar<GrayU8> image(int... values) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 3, 1);
        for (int i = 0; i < values.length; i++) {
            image.getBand(0).data[i] = (byte) values[i];
        }
        return image;
    }

    private static GrayS32 inside(GrayS32 map) {
        GrayS32 larger = new GrayS32(map.width + 3, map.height + 2);
        GrayS32 sub = larger.subimage(2, 1, 2 + map.width, 1 + map.height, null);
        sub.setTo(map);
        return sub;
    }

    /** Of the six boundary pixels, in columns 2 and 3, the one at (3, 0) has none of the superpixels at its place. */
    @Test
    void boundaryRecall() {
        assertEquals(5 / 6.0, SegmentationScores.boundaryRecall(LABELS, TRUTH, 0));
        assertEquals(1, SegmentationScores.boundaryRecall(LABELS, TRUTH, 1));
        assertEquals(5 / 6.0, SegmentationScores.boundaryRecall(inside(LABELS), inside(TRUTH), 0));
        GrayS32 left = map("1222222", "1222222");
        GrayS32 right = map("3333344", "3333344");
        assertEquals(0, SegmentationScores.boundaryRecall(left, right, 2));
        assertEquals(0.5, SegmentationScores.boundaryRecall(left, right, 3));
        assertEquals(1, SegmentationScores.boundaryRecall(left, right, 4));
        assertEquals(1, SegmentationScores.boundaryRecall(left, map("1111111", "1111111"), 0), "no boundary to find");
        assertEquals(0, SegmentationScores.boundaryRecall(map("1111111", "1111111"), right, 9));
    }

    /** The diagonal of BSDS500's images is 578.3 pixels, a quarter of a percent of it 1.45. */
    @Test
    void tolerance() {
        assertEquals(1, SegmentationScores.tolerance(481, 321));
        assertEquals(2, SegmentationScores.tolerance(600, 1));
        assertEquals(11, SegmentationScores.tolerance(3840, 2160));
    }

    /** 1 lies in 5; 2 has two pixels on each side, twice min(2, 2); 3 has three and one, twice min(1, 3). */
    @Test
    void undersegmentationError() {
        assertEquals(6 / 12.0, SegmentationScores.undersegmentationError(LABELS, TRUTH));
        assertEquals(6 / 12.0, SegmentationScores.undersegmentationError(inside(LABELS), inside(TRUTH)));
        assertEquals(0, SegmentationScores.undersegmentationError(LABELS, LABELS));
    }

    /** 4 + 2 + 3 of 12 pixels. */
    @Test
    void achievableAccuracy() {
        assertEquals(9 / 12.0, SegmentationScores.achievableAccuracy(LABELS, TRUTH));
        assertEquals(1, SegmentationScores.achievableAccuracy(LABELS, LABELS));
    }

    /** Means 1, 10 and 4, of all 5: (4·16 + 4·25 + 4·1) of (25 + 9 + 25 + 9) + 4·25 + 4·1. */
    @Test
    void explainedVariation() {
        Planar<GrayU8> image = image(0, 2, 10, 10, 0, 2, 10, 10, 4, 4, 4, 4);
        assertEquals(168 / 172.0, SegmentationScores.explainedVariation(LABELS, image), 1e-15);
        assertEquals(168 / 172.0, SegmentationScores.explainedVariation(LABELS, Images.inside(image)), 1e-15);
        assertEquals(1, SegmentationScores.explainedVariation(LABELS, Images.constant(4, 3, 9)));
        assertEquals(0, SegmentationScores.explainedVariation(map("1111", "1111", "1111"), image));
    }

    /** Two squares of side 2, with π/4, and a strip of 4 pixels and 10 sides. */
    @Test
    void compactness() {
        double expected = (2 * Math.PI / 4 + 16 * Math.PI / 100) / 3;
        assertEquals(expected, SegmentationScores.compactness(LABELS), 1e-15);
        assertEquals(expected, SegmentationScores.compactness(inside(LABELS)), 1e-15);
    }

    @Test
    void whatIsWrongIsSaid() {
        GrayS32 other = map("12");
        Messages.says(() -> SegmentationScores.boundaryRecall(LABELS, other, 1), "4x3", "2x1");
        Messages.says(() -> SegmentationScores.boundaryRecall(LABELS, TRUTH, -1), "at least 0", "-1");
        Messages.says(() -> SegmentationScores.undersegmentationError(other, TRUTH), "2x1", "4x3");
        Messages.says(() -> SegmentationScores.achievableAccuracy(other, TRUTH), "2x1", "4x3");
        Messages.says(() -> SegmentationScores.explainedVariation(other, image()), "2x1", "4x3");
        Messages.says(() -> SegmentationScores.compactness(new GrayS32(0, 0)), "0x0");
        GrayS32 negative = LABELS.clone();
        negative.set(2, 1, -5);
        Messages.says(() -> SegmentationScores.achievableAccuracy(TRUTH, negative), "-5", "(2, 1)");
    }
}
