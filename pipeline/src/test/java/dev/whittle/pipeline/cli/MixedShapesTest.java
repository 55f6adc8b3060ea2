package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.ImageShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of images whose rows cannot stand in one table. */
class MixedShapesTest {
    private static final List<Path> FILES = List.of(Path.of("a.png"), Path.of("b.png"), Path.of("c.png"));
    private static final ImageShape GRAY = new ImageShape(10, 10, 1);
    private static final ImageShape COLOUR = new ImageShape(10, 10, 3);
    private static final ImageShape WIDE = new ImageShape(12, 10, 1);

    private static Optional<String> problem(ImageShape... shapes) {
        return MixedShapes.problem(FILES, shapes, false, s -> s.width() * s.height() * s.bands());
    }

    @Test
    void theFirstLineSaysWhatDiffers() {
        assertEquals(Optional.empty(), problem(GRAY, null, GRAY));
        assertTrue(problem(GRAY, WIDE, GRAY).orElseThrow().startsWith("Images of different size cannot"));
        assertTrue(problem(GRAY, COLOUR, GRAY).orElseThrow().startsWith("Images of different bands cannot"));
        String both = problem(GRAY, COLOUR, WIDE).orElseThrow();
        assertTrue(both.startsWith("Images of different size and bands cannot"), both);
        assertTrue(both.contains("a.png") && both.contains("b.png") && both.contains("c.png"), both);
        assertTrue(both.contains("--scale") && both.contains("Make all of them gray"), both);
    }
}
