package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.segment.Hierarchy;
import dev.whittle.feature.segment.LabelMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The picture of {@code docs/superpixels.md}: boundaries and mean colours of three label maps of one run. */
@Tag("bits")
class SuperpixelPicturesTest {
    private static final int[] TARGETS = {8, 40, Hhts.AUTO};
    private static final int TIMES = 2;
    private static final int LINE = 0xFF00FF;

    /** Run with {@code -Dwrite.docs=true} to draw it again. */
    @Test
    void thePagesPictureIsWhatIsComputed() throws IOException {
        Guide.requireKept("superpixels/chelsea.png", picture(Guide.cat()));
    }

    /** The numbers that the page names. */
    @Test
    void thePagesNumbersAreThoseOfThePicture() throws IOException {
        Hierarchy hierarchy = Hhts.defaults().segment(Guide.cat(), Run.defaults());
        int[] counts = Arrays.stream(TARGETS).map(hierarchy::segments).toArray();
        String page = Files.readString(Guide.docs().resolve("superpixels.md"));
        String said = counts[0] + ", " + counts[1] + " and " + counts[2] + " segments";
        assertEquals(true, page.replaceAll("\\s+", " ").contains(said), said);
    }

    private static Planar<GrayU8> picture(Planar<GrayU8> photo) {
        Hierarchy hierarchy = Hhts.defaults().segment(photo, Run.defaults());
        int width = photo.width * TIMES + Guide.GAP;
        int height = photo.height * TIMES + Guide.GAP;
        Planar<GrayU8> sheet = Guide.white(TARGETS.length * width - Guide.GAP, 2 * height - Guide.GAP);
        for (int t = 0; t < TARGETS.length; t++) {
            GrayS32 labels = hierarchy.labels(TARGETS[t]);
            GrayS32 larger = new GrayS32(photo.width * TIMES, photo.height * TIMES);
            for (int i = 0; i < larger.data.length; i++) {
                larger.data[i] = labels.get(i % larger.width / TIMES, i / larger.width / TIMES);
            }
            Planar<GrayU8> lines = LabelMaps.boundaries(larger, Guide.row(List.of(photo), TIMES), LINE);
            Guide.put(lines, 1, sheet, t * width, 0);
            Guide.put(LabelMaps.means(labels, photo), TIMES, sheet, t * width, height);
        }
        return sheet;
    }
}
