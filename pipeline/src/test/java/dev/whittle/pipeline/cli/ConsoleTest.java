package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void controlCharactersAreShown() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(bytes);
        console.writer().print("a\u001B[31m\u202E\tgr\u00fcn");
        console.writer().println(new char[] {'x', 7});
        console.writer().write(0x9B);
        console.finish();
        assertEquals(
                "a[U+001B][31m[U+202E]\tgr\u00fcnx[U+0007]" + System.lineSeparator() + "[U+009B]",
                bytes.toString(StandardCharsets.UTF_8));
    }

    /** On a terminal picocli prints colours, unless it is told not to. */
    @Test
    void helpHasNoColours() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(bytes);
        System.setProperty("picocli.ansi", "true");
        try {
            Main.commandLine().setOut(console.writer()).setErr(console.writer()).execute("compare", "--help");
        } finally {
            System.clearProperty("picocli.ansi");
        }
        console.finish();
        String help = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(help.contains("--skip-bad") && !help.contains("[U+"), help);
    }

    /** Whittle with its standard output at a device, in another locale than the tests. */
    private static Process whittle(Path out, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        return process;
    }

    @Test
    void aFullDeviceIsAnError() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full) && !Files.isRegularFile(full), "this system has no /dev/full");
        for (String command : new String[] {"--help", "features"}) {
            Process process = whittle(full, command);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(1, process.exitValue(), err);
            assertTrue(err.contains("whittle: Standard output cannot be written: No space left"), err);
        }
    }

    @Test
    void tooFewThreadsAreNotTooLittleMemory() {
        String threads = Main.message(new OutOfMemoryError("unable to create native thread: possibly out of memory"));
        assertTrue(threads.contains("ulimit -u") && threads.contains("--threads 1"), threads);
        assertFalse(threads.contains("MiB"), threads);
        assertTrue(Main.message(new OutOfMemoryError("Java heap space")).contains("MiB of memory are not enough"));
    }
}
