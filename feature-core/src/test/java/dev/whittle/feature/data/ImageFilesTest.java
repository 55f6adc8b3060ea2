package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** A camera that writes both. A RAW file alone, or beside another picture, is one that its user may miss. */
    @Test
    void aRawFileBesideItsJpegIsIgnored() throws IOException {
        for (String name : List.of(
                "a/DSC_1.JPG",
                "a/DSC_1.NEF",
                "a/DSC_2.nef",
                "a/dsc_3.Jpeg",
                "a/DSC_3.CR2",
                "b/DSC_1.nef",
                "a/DSC_1.heic")) {
            file(name, PGM);
        }
        ImageFiles found = ImageFiles.below(root);
        assertEquals(
                List.of("a/DSC_1.JPG", "a/DSC_1.heic", "a/DSC_2.nef", "a/dsc_3.Jpeg", "b/DSC_1.nef"), names(found));
        assertEquals(
                List.of("a/DSC_1.NEF", "a/DSC_3.CR2"),
                found.ignored().stream().map(LeftOut::name).toList());
        assertTrue(found.ignored().stream().noneMatch(LeftOut::isFault));
    }

    /** A thumbnail is a JPEG by its contents. Alone it is a photo. */
    @Test
    void aThumbnailBesideItsCameraFileIsIgnored() throws IOException {
        for (String name : List.of(
                "a/MVI_1.AVI",
                "a/MVI_1.THM",
                "a/crw_2.crw",
                "a/CRW_2.thm",
                "a/3.jpg",
                "a/3.THM",
                "a/4.THM",
                "b/3.THM",
                "a/5.png",
                "a/5.THM")) {
            file(name, PGM);
        }
        ImageFiles found = ImageFiles.below(root);
        assertEquals(
                List.of("a/CRW_2.thm", "a/3.THM", "a/MVI_1.THM").stream()
                        .sorted()
                        .toList(),
                found.ignored().stream().map(LeftOut::name).sorted().toList());
        assertTrue(names(found).containsAll(List.of("a/4.THM", "b/3.THM", "a/5.THM", "a/crw_2.crw")));
        assertTrue(found.ignored().stream().noneMatch(LeftOut::isFault));
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

    /** The plain definition: component by component, by the bytes of their UTF-8. */
    private static int plainly(String a, String b) {
        String[] as = a.split("/", -1);
        String[] bs = b.split("/", -1);
        for (int i = 0; i < Math.min(as.length, bs.length); i++) {
            int order = Arrays.compareUnsigned(
                    as[i].getBytes(StandardCharsets.UTF_8), bs[i].getBytes(StandardCharsets.UTF_8));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(as.length, bs.length);
    }

    @Test
    void theOrderIsThatOfUtf8() {
        String[] parts = {"/", "/", "a", "-", "0", "\u00e9", "\uffee", "\ud83d\ude00", "\ud83d\ude01", "\ud801\udc00"};
        Rng random = new Rng(1, "names", 0);
        int before = 0;
        int after = 0;
        for (int n = 0; n < 20_000; n++) {
            String[] names = new String[2];
            for (int k = 0; k < 2; k++) {
                StringBuilder name = new StringBuilder();
                for (int length = random.nextInt(5); length > 0; length--) {
                    name.append(parts[random.nextInt(parts.length)]);
                }
                names[k] = name.toString();
            }
            int order = Integer.signum(plainly(names[0], names[1]));
            assertEquals(order, Integer.signum(ImageFiles.ORDER.compare(names[0], names[1])), String.join(" ", names));
            before += order < 0 ? 1 : 0;
            after += order > 0 ? 1 : 0;
        }
        assertTrue(before > 5000 && after > 5000);
    }

    /** Names in Latin-1, on the disk as bytes. Java shows them with U+FFFD. */
    private void rename(String name, String latin) throws Exception {
        assumeTrue(
                System.getProperty("sun.jnu.encoding").equals("UTF-8") && Files.isExecutable(Path.of("/bin/sh")),
                "skipped: needs a locale with UTF-8 and /bin/sh");
        Process move = new ProcessBuilder("/bin/sh", "-c", "mv '" + name + "' \"$(printf '" + latin + "')\"")
                .directory(root.toFile())
                .start();
        assumeTrue(move.waitFor() == 0, "skipped: this file system has names in UTF-8 only");
    }

    @Test
    void namesThatAreNotInUtf8AreLeftOut() throws Exception {
        file("a/1.pgm", PGM);
        file("a/2.pgm", PGM);
        file("a/text.txt", new byte[] {1});
        file("b/3.pgm", PGM);
        file("c/4.pgm", PGM);
        rename("a/2.pgm", "a/gr\\374n.pgm");
        rename("a/text.txt", "a/\\374.txt");
        rename("b", "b\\374");
        ImageFiles found = ImageFiles.below(root);
        assertEquals(List.of("a/1.pgm", "c/4.pgm"), names(found));
        assertEquals(
                List.of(
                        "a/gr\ufffdn.pgm: " + FileNames.NOT_UTF_8,
                        "a/\ufffd.txt: is no image",
                        "b\ufffd: " + FileNames.NOT_UTF_8),
                ignored(found));
        assertEquals(
                List.of(true, false, true),
                found.ignored().stream().map(LeftOut::isFault).toList());
        assertEquals(PixelHash.ofBytes(PGM), found.ignored().get(0).sha256());
        assertEquals("", found.ignored().get(2).sha256());
        // All problems are reported at once, or these files are left out.
        Files.write(root.resolve("c/broken.pgm"), new byte[] {1});
        ImageFolder images = ImageFolder.read(root);
        Messages.says(
                IOException.class,
                () -> images.checked(Run.defaults()),
                "3 of 5",
                "a/gr\ufffdn.pgm: its name is not in UTF-8",
                "b\ufffd: its name is not in UTF-8",
                "c/broken.pgm: ");
        ImageFolder usable = images.usable(Run.defaults());
        assertEquals(2, usable.size());
        assertEquals(
                PixelHash.ofBytes(PGM),
                usable.leftOut().stream()
                        .filter(out -> out.name().startsWith("a/gr"))
                        .findFirst()
                        .orElseThrow()
                        .sha256());
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
