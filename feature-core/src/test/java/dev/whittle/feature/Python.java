package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs python3, where it is installed. */
public final class Python {
    private Python() {}

    /** @return the exit code; -1 if there is no python3 */
    public static int run(Path log, String script, String... arguments) throws InterruptedException {
        String[] command = Stream.concat(Stream.of("python3", "-c", script), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 did not end");
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
