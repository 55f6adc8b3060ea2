package dev.whittle.feature.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.Messages;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    @TempDir
    private Path temp;

    @Test
    void namesBeyondAsciiNeedUtf8() throws IOException {
        Path green = Path.of("photos", "gr\u00fcn.png");
        FileNames.check(green, StandardCharsets.UTF_8);
        for (String other : new String[] {"US-ASCII", "ISO-8859-1", "windows-1254"}) {
            FileNames.check(Path.of("photos", "green.png"), Charset.forName(other));
            Messages.says(
                    IOException.class,
                    () -> FileNames.check(green, Charset.forName(other)),
                    green.toString(),
                    other,
                    "LC_ALL=C.UTF-8");
        }
    }

    @Test
    void aTextThatIsNoPathIsRefused() throws IOException {
        assertEquals(Path.of("a", "b"), FileNames.path("a/b"));
        Messages.says(IOException.class, () -> FileNames.path("a\0b"), "a\0b", "not the name of a file");
    }

    /** A file named "grün" in Latin-1. Java shows it as "gr?n" and finds it by its bytes only. */
    @Test
    void aNameThatIsNotInUtf8IsRefused() throws Exception {
        assumeTrue(
                System.getProperty("sun.jnu.encoding").equals("UTF-8") && Files.isExecutable(Path.of("/bin/sh")),
                "skipped: needs a locale with UTF-8 and /bin/sh");
        Process touch = new ProcessBuilder("/bin/sh", "-c", "touch \"$(printf 'gr\\374n.png')\"")
                .directory(temp.toFile())
                .start();
        assumeTrue(touch.waitFor() == 0, "skipped: this file system has names in UTF-8 only");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temp)) {
            Path file = files.iterator().next();
            Messages.says(IOException.class, () -> FileNames.check(file), "gr", "n.png", "not in UTF-8", "rename");
        }
        // A replacement character that is really in the name.
        FileNames.check(Files.createFile(temp.resolve("what\ufffd.png")));
    }
}
