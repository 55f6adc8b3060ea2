package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StreamMemoryTest {
    /** kB. A byte for every image would be seen: 80 kB from the second look to the last. Measured: 0. */
    private static final long SLACK = 64;

    /** In a JVM of its own: in this one, what other tests leave behind goes meanwhile. */
    @Test
    void heldMemoryDoesNotGrowWithTheImages() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamMemory.class.getName(),
                        "100000")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        long[] held = Pattern.compile("(?<=: )[0-9,]+(?= kB held)")
                .matcher(out)
                .results()
                .mapToLong(number -> Long.parseLong(number.group().replace(",", "")))
                .toArray();
        assertEquals(10, held.length, out);
        requireConstant(held);
        // As if a byte were kept of every image.
        long[] growing = new long[10];
        Arrays.setAll(growing, i -> held[1] + 10L * i);
        assertThrows(AssertionError.class, () -> requireConstant(growing));
    }

    /** From the second look on: by then every thread has its scratch. */
    private static void requireConstant(long[] held) {
        long growth = held[held.length - 1] - held[1];
        assertTrue(growth <= SLACK, "grew by " + growth + " kB: " + Arrays.toString(held));
    }
}
