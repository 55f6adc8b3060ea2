package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.pipeline.Snippets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every figure has, and the page as a whole. */
@Tag("long")
class ChapterTest {
    @TempDir
    private static Path temp;

    private final List<Chapter> chapters = ComputedChapters.get();

    private List<Figure> figures() {
        return chapters.stream().flatMap(c -> c.figures().stream()).toList();
    }

    @Test
    void anchorsAreUnique() {
        Set<String> anchors = new HashSet<>();
        chapters.forEach(c -> assertTrue(anchors.add(c.anchor()), c.anchor()));
        figures().forEach(f -> assertTrue(anchors.add(f.anchor()), f.anchor()));
    }

    @Test
    void eachFigureSaysInOneSentenceWhatThereIsToSee() {
        for (Figure figure : figures()) {
            assertTrue(figure.see().endsWith("."), figure.see());
            assertEquals(-1, figure.see().indexOf(". "), "one sentence: " + figure.see());
            assertTrue(!figure.equation().isBlank(), figure.anchor());
            for (Figure.State state : figure.states()) {
                assertTrue(!state.reading().isBlank(), figure.anchor());
                assertTrue(!state.drawing().isEmpty(), figure.anchor());
            }
        }
    }

    @Test
    void snippetsPrintWhatTheirCommentsSay() throws Exception {
        for (Figure figure : figures()) {
            Snippets.check(figure.anchor(), ExplorePage.snippet(figure.anchor()), temp);
        }
    }

    /** Computed by seven threads and the scalar kernels. */
    @Test
    @Tag("bits")
    void thePageIsTheSameForAnyThreadsAndKernels() throws Exception {
        Path two = temp.resolve("two.html");
        Path seven = temp.resolve("seven.html");
        ExplorePage.write(chapters, two);
        Run other = Run.defaults().withThreads(7).withKernels(KernelChoice.SCALAR.kernels());
        ExplorePage.write(ExplorePage.chapters(other), seven);
        assertEquals(-1, Files.mismatch(two, seven));
        assertTrue(Files.size(two) <= 8_000_000, () -> "the page is too large");
    }
}
