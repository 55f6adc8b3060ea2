package dev.whittle.feature.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.image.Images;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values calculated by hand. */
class LabelMapsTest {
    private static final GrayS32 LABELS = SegmentationScoresTest.map("0044", "7044", "7777");
    private static final Planar<GrayU8> IMAGE =
            SegmentationScoresTest.image(9, 8, 100, 101, 1, 200, 101, 101, 2, 2, 2, 3);

    @Test
    void segments() {
        for (Planar<GrayU8> image : List.of(IMAGE, Images.inside(IMAGE))) {
            List<LabelMaps.Segment> all = LabelMaps.segments(LABELS, image);
            assertEquals(2, all.size());
            LabelMaps.Segment square = all.get(0);
            assertEquals(4, square.label());
            assertEquals(4, square.pixels());
            assertEquals(List.of(2, 0, 3, 1), square.box());
            assertEquals(2.5, square.x());
            assertEquals(0.5, square.y());
            assertEquals(8, square.perimeter());
            assertArrayEquals(new double[] {100.75}, square.mean());
            LabelMaps.Segment corner = all.get(1);
            assertEquals(7, corner.label());
            assertEquals(5, corner.pixels());
            assertEquals(List.of(0, 1, 3, 2), corner.box());
            assertEquals(6 / 5.0, corner.x());
            assertEquals(9 / 5.0, corner.y());
            assertEquals(12, corner.perimeter());
            assertArrayEquals(new double[] {2}, corner.mean());
        }
    }

    @Test
    void means() {
        Planar<GrayU8> expected = SegmentationScoresTest.image(9, 8, 101, 101, 2, 200, 101, 101, 2, 2, 2, 2);
        Images.assertSame(expected, LabelMaps.means(LABELS, IMAGE), "means");
        Images.assertSame(expected, LabelMaps.means(LABELS, Images.inside(IMAGE)), "means of a sub-image");
        Planar<GrayU8> half = Images.constant(2, 1, 4);
        half.getBand(0).set(0, 0, 5);
        GrayS32 one = SegmentationScoresTest.map("11");
        Images.assertSame(Images.constant(2, 1, 5), LabelMaps.means(one, half), "halves up");
    }

    @Test
    void boundaries() {
        Planar<GrayU8> drawn = LabelMaps.boundaries(LABELS, IMAGE, 0x0A0B0C);
        boolean[] line = {true, true, false, false, true, true, true, true, false, false, false, false};
        for (int i = 0; i < 12; i++) {
            for (int b = 0; b < 3; b++) {
                assertEquals(line[i] ? 10 + b : IMAGE.getBand(0).data[i] & 0xFF, drawn.getBand(b).data[i] & 0xFF);
            }
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        GrayS32 other = SegmentationScoresTest.map("12");
        Messages.says(() -> LabelMaps.segments(other, IMAGE), "2x1", "4x3");
        Messages.says(() -> LabelMaps.means(other, IMAGE), "2x1", "4x3");
        Messages.says(() -> LabelMaps.boundaries(other, IMAGE, 0), "2x1", "4x3");
    }
}
