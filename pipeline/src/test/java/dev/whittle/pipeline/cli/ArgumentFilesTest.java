package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArgumentFilesTest {
    @TempDir
    private Path temp;

    @Test
    void eachLineIsAnArgumentAsItIs() throws IOException {
        Path list = Files.writeString(temp.resolve("list"), "\uFEFFextract\r\nit's a #1.png\n\n@gr\u00fcn\n\"q\"");
        assertArrayEquals(
                new String[] {"x", "extract", "it's a #1.png", "@gr\u00fcn", "\"q\"", "@none", "@", "--", "@" + list},
                ArgumentFiles.expanded("x", "@" + list, "@none", "@", "--", "@" + list));
    }

    @Test
    void whatIsNoListIsRefused() throws IOException {
        Path image = Files.write(temp.resolve("im.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
        Path zeros = Files.write(temp.resolve("zeros"), new byte[3]);
        Path large = temp.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        for (Path path : new Path[] {temp, image, zeros, large, Path.of("/dev/zero")}) {
            IOException e = assertThrows(IOException.class, () -> ArgumentFiles.expanded("extract", "@" + path));
            assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
            assertTrue(e.getMessage().contains("give ./@" + path.getFileName()), e.getMessage());
        }
        assertEquals(2, Main.execute(Main.commandLine(), "@" + temp));
        Path longLine = Files.writeString(temp.resolve("long"), "x\n" + "y".repeat(32769));
        IOException e = assertThrows(IOException.class, () -> ArgumentFiles.expanded("@" + longLine));
        String said = longLine + ":2: has 32,769 characters, expected at most 32,768";
        assertTrue(e.getMessage().startsWith(said), e.getMessage());
    }

    /** Otherwise a folder from elsewhere could print a verdict. */
    @Test
    void noNameIsALineOfItsOwn() {
        String forged = "x\nEQUAL (2 threads): y\r\nEQUAL\rEQUAL";
        for (String[] args : new String[][] {{"verify", forged}, {"diff", forged, forged}, {"info", forged}}) {
            assertNoVerdict(Outcome.whittle((Object[]) args).err());
        }
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(text));
        try (ConsoleProgress progress = new ConsoleProgress(line.getCommandSpec())) {
            progress.begins(1, 1, forged, false);
            progress.resumed(1);
            progress.warning(forged);
        }
        assertNoVerdict(text.toString());
    }

    private static void assertNoVerdict(String text) {
        assertTrue(text.contains("EQUAL"), text);
        assertEquals(0, text.lines().filter(line -> line.startsWith("EQUAL")).count(), text);
    }
}
