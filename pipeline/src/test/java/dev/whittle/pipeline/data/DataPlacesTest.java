package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPlacesTest {
    private static final Path HOME = Path.of("/home/of/user");

    @TempDir
    Path dir;

    @Test
    void placesFollowTheOrder() {
        Path asked = Path.of("/asked");
        assertEquals(
                List.of(asked, Path.of("/env"), Path.of("/cache/whittle/data")),
                DataPlaces.of(asked, Map.of("WHITTLE_DATA", "/env", "XDG_CACHE_HOME", "/cache", "HOME", "/h"), HOME)
                        .places());
        assertEquals(
                List.of(Path.of("/h/.cache/whittle/data")),
                DataPlaces.of(null, Map.of("HOME", "/h", "XDG_CACHE_HOME", "", "WHITTLE_DATA", ""), HOME)
                        .places());
        DataPlaces bare = DataPlaces.of(null, Map.of(), HOME);
        assertEquals(List.of(HOME.resolve(".cache/whittle/data")), bare.places());
        assertEquals(bare.places().get(0), bare.target());
        assertEquals(asked, DataPlaces.of(asked, Map.of(), HOME).target());
    }

    @Test
    void theFirstPlaceThatHasTheFolderIsUsed() throws IOException {
        Path asked = Files.createDirectories(dir.resolve("asked"));
        Path env = dir.resolve("env");
        Path inEnv = Files.createDirectories(env.resolve("set"));
        Files.createFile(inEnv.resolve("images"));
        DataPlaces where = DataPlaces.of(asked, Map.of("WHITTLE_DATA", env.toString()), dir.resolve("home"));
        assertEquals(inEnv, where.find("set", "set", "steps"));
        Path inAsked = Files.createDirectories(asked.resolve("set"));
        // Empty, or with what a broken download left, it hides no complete data set.
        assertEquals(inEnv, where.find("set", "set", "steps"));
        Files.createFile(inAsked.resolve("images.part"));
        assertEquals(inEnv, where.find("set", "set", "steps"));
        Files.createFile(inAsked.resolve("images"));
        assertEquals(inAsked, where.find("set", "set", "steps"));
        assertEquals(inEnv, where.find("set", inEnv.toString(), "steps"));
    }

    @Test
    void aTildeIsTheHomeFolder() throws IOException {
        Path home = Files.createDirectories(dir.resolve("home"));
        Path photos = Files.createDirectories(home.resolve("my photos"));
        Files.createFile(photos.resolve("images"));
        DataPlaces where = DataPlaces.of(null, Map.of("HOME", home.toString()), HOME);
        assertEquals(photos, where.find("set", "~/my photos", "steps"));
        assertEquals(photos, DataPlaces.of(null, Map.of(), home).find("set", "~/my photos", "steps"));
        assertFails(() -> where.find("set", "~/none", "steps"), "Looked for\n  " + home.resolve("none") + "\nTo get");
        assertFails(() -> where.find("set", "~photos", "steps"), "data/~photos");
    }

    @Test
    void absentDataGivesTheStepsAndThePlaces() throws IOException {
        Path asked = Files.createDirectories(dir.resolve("my data"));
        DataPlaces where = DataPlaces.of(asked, Map.of("WHITTLE_DATA", dir + "/env"), dir.resolve("home"));
        Run run = Run.defaults();
        assertFails(
                () -> new Cifar10().open(where, run),
                "no data set cifar10",
                asked.resolve("cifar-10-batches-bin").toString(),
                dir + "/env/cifar-10-batches-bin",
                dir + "/home/.cache/whittle/data/cifar-10-batches-bin",
                "run: whittle fetch cifar10 --data '" + asked + "'");
        DataPlaces usual = DataPlaces.of(null, Map.of(), dir);
        assertFails(
                () -> new Cifar100().open(usual, run), "no data set cifar100", "cifar-100-binary", "fetch cifar100");
        assertFails(() -> new Mnist().open(usual, run), "no data set mnist", "data/mnist", "run: whittle fetch mnist");
        assertFails(() -> new FashionMnist().open(usual, run), "data/fashion-mnist", "whittle fetch fashion-mnist");
        assertFails(
                () -> new FolderSource("scene15").open(usual, run),
                "data/scene15",
                "train/CLASS/*.jpg",
                "https://figshare");
        assertFalse(assertFails(() -> new FolderSource("leaves").open(usual, run), "data/leaves")
                .getMessage()
                .contains("figshare"));
        // A newcomer looks for the folder where he stands.
        assertFails(() -> new FolderSource("src").open(usual, run), "There is a folder src here: give --data .");
        Path empty = Files.createDirectories(dir.resolve("empty"));
        assertFails(() -> new FolderSource(empty.toString()).open(usual, run), empty + ": the folder is empty; make");
        Path gone = dir.resolve("gone");
        assertFails(() -> new FolderSource(gone.toString()).open(usual, run), "Looked for\n  " + gone + "\nTo get it");
        assertFails(
                () -> new Mnist().open(DataPlaces.of(gone, Map.of(), dir), run), "--data " + gone + " is no folder");
    }

    @Test
    void incompleteDataNamesWhatIsMissing() throws IOException {
        Path mnist = Files.createDirectories(dir.resolve(".cache/whittle/data/mnist"));
        Files.createFile(mnist.resolve("t10k-labels-idx1-ubyte.gz"));
        assertFails(
                () -> new Mnist().open(DataPlaces.of(null, Map.of(), dir), Run.defaults()),
                "incomplete",
                "train-images-idx3-ubyte or train-images-idx3-ubyte.gz",
                "run: whittle fetch mnist");
    }

    @Test
    void theStepsNameSetsThatFetchKnows() {
        for (String set : Fetch.NAMES) {
            assertEquals(set, Fetch.published(set).name());
        }
    }
}
