package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of {@link Confusions} and of {@link PerClass}, which is made of them. */
class ConfusionsTest {
    @TempDir
    private Path temp;

    private ComparisonResult comparison;
    private Confusions confusions;

    @BeforeEach
    void count() throws IOException {
        comparison = Small.comparison(temp);
        confusions = Confusions.of(comparison);
    }

    @Test
    void seedsAreAdded() {
        assertEquals(4, confusions.cells().size());
        int[][] expected = {{5, 1, 0, 0}, {2, 2, 0, 0}, {0, 0, 2, 0}, {0, 0, 0, 0}};
        assertArrayEquals(expected, confusions.of("pixels", "softmax").counts());
        assertEquals(0.75, confusions.of("pixels", "softmax").accuracy());
        assertThrows(IllegalArgumentException.class, () -> confusions.of("pixels", "svm"));
    }

    @Test
    void mostFrequentErrors() {
        assertEquals(
                List.of(new Confusions.Pair(1, 0, 2), new Confusions.Pair(0, 1, 1)),
                confusions.cells().get(0).pairs());
        assertEquals(List.of(), confusions.cells().get(2).pairs());
    }

    /** ⌈9·5/6⌉, ⌈9·√(1/6)⌉, ⌈9·√(2/4)⌉. */
    @Test
    void shades() {
        Confusions.Cell cell = confusions.cells().get(0);
        assertEquals(8, cell.shade(0, 0));
        assertEquals(4, cell.shade(0, 1));
        assertEquals(7, cell.shade(1, 0));
        assertEquals(9, cell.shade(2, 2));
        assertEquals(0, cell.shade(2, 0));
        assertEquals(0, cell.shade(3, 3));
    }

    @Test
    void picture() throws IOException {
        Planar<GrayU8> picture =
                Small.decode(confusions.cells().get(0).picture().uri());
        assertEquals(400, picture.width);
        int[][] expected = {{50, 50, 87, 122, 214}, {50, 150, 223, 130, 57}, {350, 50, 255, 255, 255}};
        for (int[] e : expected) {
            for (int b = 0; b < 3; b++) {
                assertEquals(e[2 + b], Small.pixel(picture, b, e[0], e[1]), e[0] + "," + e[1]);
            }
        }
    }

    @Test
    void manyClassesAreDrawn() {
        assertTrue(new Confusions.Cell("f", "h", new ConfusionMatrix(new int[20][20])).written());
        assertFalse(new Confusions.Cell("f", "h", new ConfusionMatrix(new int[21][21])).written());
    }

    @Test
    void perClass() {
        PerClass perClass = PerClass.of(Summary.of(comparison), confusions, Small.CLASSES);
        PerClass.Row pixels = perClass.rows().get(0);
        assertEquals("pixels", pixels.feature());
        assertEquals("softmax", pixels.head());
        assertEquals(500.0 / 6, pixels.recall().get(0), 1e-9);
        assertEquals(50, pixels.recall().get(1));
        assertEquals(100, pixels.recall().get(2));
        assertNull(pixels.recall().get(3), "there is no dog");
        assertEquals(100, perClass.highest(0));
        assertEquals(0, perClass.highest(3));
    }
}
