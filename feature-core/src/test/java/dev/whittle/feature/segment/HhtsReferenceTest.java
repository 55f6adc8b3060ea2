package dev.whittle.feature.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.LabelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The label maps of the published program for eight images of BSDS500, where this machine has them. */
@Tag("bits")
@Tag("long")
class HhtsReferenceTest {
    private static final int[] TARGETS = {250, 500, Hhts.AUTO};

    private static Path folder() {
        String data = System.getenv("WHITTLE_DATA");
        Path all = data != null ? Path.of(data) : Path.of(System.getProperty("user.home"), ".cache/whittle/data");
        return all.resolve("hhts");
    }

    @BeforeEach
    void needsTheData() {
        if (!Files.isDirectory(folder())) {
            String skipped = "the published label maps are not in " + folder();
            System.err.println("Skipped: " + skipped);
            Assumptions.abort(skipped);
        }
    }

    private static int[] published(String id, int target) throws IOException {
        String name = target == Hhts.AUTO ? "auto" : Integer.toString(target);
        return LabelImage.read(folder().resolve(id + "_" + name + ".png")).data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"100099", "118072", "15011", "189013", "217013", "253092", "302022", "41096"})
    void sameLabels(String id) throws IOException {
        Planar<GrayU8> image = ImageFile.read(folder().resolve(id + ".png"));
        Hierarchy hierarchy = Hhts.defaults().segment(image, Run.defaults());
        for (int target : TARGETS) {
            int[] published = published(id, target);
            assertArrayEquals(published, hierarchy.labels(target).data, id + " at " + target);
            assertEquals(Arrays.stream(published).max().orElseThrow(), hierarchy.segments(target));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100099", "118072", "15011", "189013", "217013", "253092", "302022", "41096"})
    void theNaiveOneHasThemToo(String id) throws IOException {
        Planar<GrayU8> image = ImageFile.read(folder().resolve(id + ".png"));
        GrayS32 whole = new GrayS32(image.width, image.height);
        Arrays.fill(whole.data, 1);
        Map<Integer, int[]> naive = new NaiveHhts(Hhts.defaults(), image, whole).at(TARGETS);
        for (int target : TARGETS) {
            assertArrayEquals(published(id, target), naive.get(target), id + " at " + target);
        }
    }
}
