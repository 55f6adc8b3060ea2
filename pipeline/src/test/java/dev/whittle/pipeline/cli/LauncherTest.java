package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.pipeline.docs.Guide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file {@code whittle}, in a checkout that looks as if it were built. */
class LauncherTest {
    @TempDir
    private Path temp;

    /** Otherwise Java finds some of its classes and not others. */
    @Test
    @Timeout(60)
    void tooFewOpenFilesAreSaid() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: the launcher needs bash");
        Files.createDirectories(temp.resolve("pipeline/target"));
        Files.createFile(temp.resolve("pipeline/target/.whittle-built"));
        Path launcher = Files.copy(Guide.root().resolve("whittle"), temp.resolve("whittle"));
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/bash", "-c", "ulimit -n 60; exec bash \"$0\" info", launcher + "")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("whittle: 60 open files are allowed here, and 256 are needed; allow more with ulimit -n.\n", said);
        assertEquals(1, process.exitValue());
    }
}
