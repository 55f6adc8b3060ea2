package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageFolder;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.RawPixels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and links within a folder of images that cannot be read: images may be missing, so the exit code says so. */
class UnreadableFolderTest {
    @TempDir
    private Path temp;

    private Path photos;

    @BeforeEach
    void images() throws IOException {
        photos = temp.resolve("photos");
        for (String name : List.of("a/1.png", "b/2.png")) {
            Files.createDirectories(photos.resolve(name).getParent());
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 1);
            image.getBand(0).data[name.charAt(0)] = 99;
            ImageFile.write(photos.resolve(name), image);
        }
    }

    @Test
    void aLinkToNothingEndsExtractAndPredictUnlessSkipped() throws IOException {
        Files.createSymbolicLink(photos.resolve("a/gone"), Path.of("nowhere"));
        Path npy = temp.resolve("f.npy");
        Outcome extracted = whittle("extract", photos, "--feature", "raw-pixels", "--out", npy);
        assertEquals(1, extracted.exit());
        String line = photos.resolve("a/gone") + ": is a link to nothing\n";
        assertTrue(extracted.err().contains("cannot be used: " + line), extracted.err());
        assertTrue(extracted.err().contains("1 of 3 files and folders")
                && extracted.err().contains("--skip-bad"));
        assertFalse(Files.exists(npy) || Files.exists(temp.resolve("f.csv")));

        Outcome skipped = whittle("extract", photos, "--feature", "raw-pixels", "--out", npy, "--skip-bad");
        assertEquals(0, skipped.exit(), skipped.err());
        assertTrue(skipped.err().contains("skipped: " + line), skipped.err());
        assertTrue(skipped.out().contains("2 images") && skipped.out().contains("skipped: 1"), skipped.out());

        Dataset images = ImageFolder.read(photos);
        Path model = temp.resolve("model.npz");
        Pipeline.of(RawPixels.defaults(), Softmax.defaults())
                .fit(images, Run.defaults())
                .write(model);
        Path csv = temp.resolve("p.csv");
        Outcome predicted = whittle("predict", model, photos, "--out", csv);
        assertEquals(1, predicted.exit());
        assertTrue(predicted.err().contains("cannot be used: " + line), predicted.err());
        assertFalse(Files.exists(csv));
        assertEquals(
                0, whittle("predict", model, photos, "--out", csv, "--skip-bad").exit());
        assertEquals(3, Files.readAllLines(csv).size());
    }

    @Test
    void ofALinkToAFolderThatIsReadAlreadyNothingIsMissing() throws IOException {
        Files.createSymbolicLink(photos.resolve("c"), Path.of("a"));
        Outcome o = whittle("extract", photos, "--feature", "raw-pixels", "--out", temp.resolve("f.npy"));
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.out().contains("2 images"), o.out());
    }

    @Test
    void whereNoneCanBeUsedSkippingIsNotOffered() throws IOException {
        Files.writeString(photos.resolve("a/1.png"), "no picture");
        Files.writeString(photos.resolve("b/2.png"), "no picture");
        for (Object[] more : new Object[][] {{}, {"--skip-bad"}}) {
            List<Object> args = new ArrayList<>(
                    List.of("extract", photos, "--feature", "raw-pixels", "--out", temp.resolve("f.npy")));
            args.addAll(List.of(more));
            Outcome o = whittle(args.toArray());
            assertEquals(1, o.exit());
            assertTrue(o.err().contains("1.png") && o.err().contains("2.png"), "all are named: " + o.err());
            assertTrue(o.err().contains("None of the images can be used"), o.err());
            assertFalse(o.err().contains("--skip-bad"), o.err());
        }
    }

    /** Run as another user if this one may read every folder. */
    @Tag("long")
    @Test
    void aFolderThatMayNotBeReadEndsExtractUnlessSkipped() throws Exception {
        assumeTrue(
                Files.getFileStore(temp).supportsFileAttributeView("posix"),
                "skipped: folders cannot be closed on this system");
        Path closed = photos.resolve("a");
        Files.setPosixFilePermissions(closed, Set.of());
        List<String> java = Files.isReadable(closed) ? javaOfAnother() : java(System.getProperty("java.class.path"));
        try {
            Path npy = temp.resolve("open/f.npy");
            Outcome extracted = run(java, "extract", photos, "--feature", "raw-pixels", "--out", npy);
            assertEquals(1, extracted.exit(), extracted.toString());
            assertTrue(extracted.err().contains(closed + ": is a folder that cannot be read"), extracted.err());
            assertTrue(extracted.err().contains("1 of 2 files and folders"), extracted.err());
            assertFalse(Files.exists(npy));
            Outcome skipped = run(java, "extract", photos, "--feature", "raw-pixels", "--out", npy, "--skip-bad");
            assertEquals(0, skipped.exit(), skipped.toString());
            assertTrue(skipped.out().contains("1 images"), skipped.out());
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private List<String> java(String classPath) throws IOException {
        open(Files.createDirectory(temp.resolve("open")), "rwxrwxrwx");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Main.class.getName());
    }

    /** The classes are copied to where every user may read them. */
    private List<String> javaOfAnother() throws Exception {
        open(temp, "rwxr-xr-x");
        open(photos, "rwxr-xr-x");
        open(photos.resolve("b"), "rwxr-xr-x");
        open(photos.resolve("b/2.png"), "rw-r--r--");
        Path copy = Files.createDirectory(temp.resolve("classes"));
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = copy.resolve(classPath.size() + "-" + from.getFileName());
                PlantedFaults.copy(from, to);
                classPath.add(to.toString());
            }
        }
        assertEquals(
                0,
                new ProcessBuilder("chmod", "-R", "a+rX", copy.toString())
                        .start()
                        .waitFor());
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        try {
            new ProcessBuilder(command.get(0), "--version").start().waitFor();
        } catch (IOException e) {
            assumeTrue(false, "skipped: this user may write everywhere, and cannot be another: " + e.getMessage());
        }
        command.addAll(java(String.join(File.pathSeparator, classPath)));
        return command;
    }

    private static void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Outcome run(List<String> java, Object... args) throws Exception {
        List<String> command = new ArrayList<>(java);
        Stream.of(args).map(String::valueOf).forEach(command::add);
        Path err = temp.resolve("stderr.log");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        return new Outcome(process.exitValue(), out, Files.readString(err));
    }
}
