package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    private static final byte[] PGM = "P5 1 1 255\n*".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path temp;

    private Path root;

    @BeforeEach
    void root() {
        root = temp.resolve("photos");
    }

    private void file(String name, byte[] contents) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, contents);
    }

    private static List<String> names(ImageFiles found) {
        return found.files().stream().map(ImageFiles.Found::name).toList();
    }

    private static List<String> ignored(ImageFiles found) {
        return found.ignored().stream()
                .map(out -> out.name() + ": " + out.reason())
                .toList();
    }

    @Test
    void contentsAndNamesDecide() throws IOException {
        file("a/noending", PGM);
        file("a/photo.jfif", PGM);
        file("a/broken.jpg", new byte[] {1});
        file("a/camera.CR2", new byte[] {1});
        file("a/notes.txt", "BMW and P5 are no images".getBytes(StandardCharsets.UTF_8));
        file("a/empty", new byte[0]);
        ImageFiles found = ImageFiles.below(root);
        assertEquals(List.of("a/broken.jpg", "a/camera.CR2", "a/noending", "a/photo.jfif"), names(found));
        assertEquals(List.of("a/empty: is no image", "a/notes.txt: is no image"), ignored(found));
        assertTrue(found.ignored().stream().noneMatch(LeftOut::isFault));
        assertEquals(List.of("a"), found.folders());
    }

    @Test
    void filesOfSystemsArePassedOver() throws IOException {
        file("a/1.pgm", PGM);
        for (String name : new String[] {
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            "a/._1.pgm",
            ".git/1.pgm",
            ".ipynb_checkpoints/1.pgm",
            "__MACOSX/a/1.pgm",
            "a/@eaDir/1.pgm",
            "$RECYCLE.BIN/1.pgm"
        }) {
            file(name, PGM);
        }
        ImageFiles found = ImageFiles.below(root);
        assertEquals(List.of("a/1.pgm"), names(found));
        assertEquals(List.of(), ignored(found));
    }

    @Test
    void theOrderIsThatOfThePathsComponents() throws IOException {
        List<String> sorted = List.of("a/z.pgm", "a-b/a.pgm", "a.b/a.pgm", "b/B.pgm", "b/a.pgm", "b/sub/0.pgm");
        for (String name : sorted) {
            file(name, PGM);
        }
        assertEquals(sorted, names(ImageFiles.below(root)));
    }

    @Test
    void linksAreFollowedOnce() throws IOException {
        file("b/1.pgm", PGM);
        Files.createDirectories(temp.resolve("elsewhere"));
        Files.write(temp.resolve("elsewhere/2.pgm"), PGM);
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b/loop"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("c"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("d"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("b/one.pgm"), root.resolve("b/1.pgm"));
        Files.createSymbolicLink(root.resolve("b/gone.pgm"), Path.of("nothing"));
        ImageFiles found = ImageFiles.below(root);
        assertEquals(List.of("b/1.pgm", "b/one.pgm", "c/2.pgm"), names(found));
        assertEquals(
                List.of(
                        "a: is a link to a folder that is read already",
                        "b/gone.pgm: is a link to nothing",
                        "b/loop: is a link to a folder that is read already",
                        "d: is a link to a folder that is read already"),
                ignored(found));
        assertEquals(
                List.of("a", "b/gone.pgm", "d"),
                found.ignored().stream()
                        .filter(LeftOut::isFault)
                        .map(LeftOut::name)
                        .toList());
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        assertEquals(names(found), names(ImageFiles.below(link)));
    }

    @Test
    void aMissingFolderIsNamed() {
        String message =
                assertThrows(IOException.class, () -> ImageFiles.below(root)).getMessage();
        assertTrue(message.contains(root + ": there is no such folder"), message);
    }
}
