package dev.whittle.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong snippets are noticed. */
class SnippetsTest {
    @TempDir
    private Path temp;

    @Test
    void aRightOneRuns() throws Exception {
        assertEquals(List.of("3"), Snippets.run("System.out.println(1 + 2); // 3\n", temp));
        Snippets.check("here", "System.out.println(1 + 2); // 3\n", temp);
    }

    @Test
    void wrongOnesAreNoticed() {
        assertThrows(IllegalStateException.class, () -> Snippets.run("int x = \"no number\";\n", temp));
        assertThrows(AssertionError.class, () -> Snippets.check("here", "System.out.println(1 + 2); // 4\n", temp));
        assertThrows(AssertionError.class, () -> Snippets.check("here", "int nothing = 0;\n", temp));
    }
}
