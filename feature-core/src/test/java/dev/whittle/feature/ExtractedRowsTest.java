package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.ColorSpace;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Standardize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features and transforms that are computed when a row is read. */
class ExtractedRowsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final FeatureExtractor FEATURE = ColorHistogram.defaults().fit(null, RUN);

    private record Noting(Dataset images, List<Integer> asked) implements ChangedImages {
        @Override
        public Planar<GrayU8> image(int i) {
            asked.add(i);
            return images.image(i);
        }
    }

    @Test
    void onlyTheImagesOfTheRowsThatAreReadAreDecoded() {
        Noting images = new Noting(TestData.images(20, 2), Collections.synchronizedList(new ArrayList<>()));
        Rows rows = FEATURE.rows(images, RUN);
        assertEquals("20x160", rows.rows() + "x" + rows.columns());
        images.asked.clear();
        float[] read = Bits.guards(3 * 160 + 2);
        rows.read(6, 3, read, 1);
        assertEquals(List.of(6, 7, 8), images.asked);
        float[] expected = Bits.guards(3 * 160 + 2);
        System.arraycopy(FEATURE.extractAll(images, RUN).data(), 6 * 160, expected, 1, 3 * 160);
        Bits.assertSame("rows 6 to 8", expected, read);
        images.asked.clear();
        Matrix.inMemory(rows.select(19, 2));
        assertEquals(List.of(19, 2), images.asked);
    }

    /** A feature that notes the sizes of its batches; an image's only value is its number. */
    private record Sizes(List<Integer> sizes) implements FeatureExtractor {
        @Override
        public int length(int width, int height, int bands) {
            return 1;
        }

        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            sizes.add(to - from);
            for (int i = from; i < to; i++) {
                out.set(row + i - from, 0, i);
            }
        }
    }

    /** A batch may decode all its images at once, so a long read must not be one batch. */
    @Test
    void aLongReadIsSeveralBatches() {
        Sizes feature = new Sizes(Collections.synchronizedList(new ArrayList<>()));
        float[] read = new float[150];
        feature.rows(TestData.images(200, 2), RUN).read(30, 150, read, 0);
        assertEquals(List.of(22, 64, 64), feature.sizes.stream().sorted().toList());
        for (int i = 0; i < 150; i++) {
            assertEquals(30 + i, read[i]);
        }
    }

    @Test
    void aLineOfTransformsIsOneTable() {
        Dataset images = TestData.images(700, 2);
        Rows raw = FEATURE.rows(images, RUN);
        Transform first = Standardize.defaults().fit(raw, RUN);
        Transform second = Standardize.defaults().fit(first.view(raw, RUN).select(0, 1, 2, 3), RUN);
        Matrix expected = second.apply(first.apply(FEATURE.extractAll(images, RUN), RUN), RUN);
        for (int threads : new int[] {1, 7}) {
            Run run = RUN.withThreads(threads);
            assertTrue(expected.bitsEqual(second.apply(first.view(FEATURE.rows(images, run), run), run)));
        }
    }

    @Test
    void progressIsOfImages() {
        List<String> heard = new ArrayList<>();
        Run run = Run.defaults().withThreads(1).withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                heard.add(stage + " " + done + "/" + total);
            }
        });
        FEATURE.extractAll(TestData.images(3, 2), run);
        assertEquals("extract 3/3", heard.get(heard.size() - 1));
    }

    @Test
    void whatCannotBeIsRefused() {
        Messages.says(() -> FEATURE.rows(TestData.images(0, 1), RUN), "No images");
        FeatureExtractor four = new ColorHistogram(ColorSpace.HUE, List.of(3), true, true, 40).fit(null, RUN);
        Messages.says(() -> four.rows(TestData.images(2, 1), RUN), "image 0", "14x12");
        Rows rows = FEATURE.rows(TestData.images(5, 1), RUN);
        assertThrows(IndexOutOfBoundsException.class, () -> rows.read(4, 2, new float[999], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> rows.read(0, 2, new float[320], 1));
        Matrix two = new Matrix(1, 2);
        Transform fitted = Standardize.defaults().fit(two, RUN);
        assertThrows(
                IndexOutOfBoundsException.class, () -> fitted.view(two, RUN).read(0, 1, new float[2], 1));
        assertThrows(
                IndexOutOfBoundsException.class, () -> fitted.view(two, RUN).read(1, 1, new float[2], 0));
    }
}
