package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderExperimentTest {
    @TempDir
    private Path temp;

    private void image(String name, int value) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, ("P5 1 1 255\n" + (char) ('a' + value)).getBytes(StandardCharsets.US_ASCII));
    }

    private FolderExperiment open(String folder) throws IOException {
        Path path = temp.resolve(folder);
        return FolderExperiment.open(path, FolderExperiment.nameOf(path), Tiny.noData(temp), Run.defaults());
    }

    /** Writes what a comparison of the folder writes first; returns the results folder. */
    private String compared(String folder) throws IOException {
        Path results = temp.resolve("results");
        Path path = temp.resolve(folder);
        String name = FolderExperiment.name(path, results);
        Path to = results.resolve(FolderNames.slug(name));
        FolderExperiment experiment = FolderExperiment.open(path, name, Tiny.noData(temp), Run.defaults());
        assertEquals(name, experiment.plan().name());
        assertEquals(Optional.empty(), experiment.write(to));
        assertEquals(experiment.text(), Files.readString(to.resolve(FolderExperiment.FILE)));
        return to.getFileName().toString();
    }

    @Test
    void foldersOfOneNameHaveResultsOfTheirOwn() throws IOException {
        for (String folder : List.of("a/My Photos", "b/My Photos", "c/my.photos")) {
            for (int i = 0; i < 4; i++) {
                image(folder + "/" + i % 2 + "/" + i + ".pgm", i);
            }
        }
        assertEquals("my-photos", compared("a/My Photos"));
        assertEquals("my-photos-2", compared("b/My Photos"));
        assertEquals("my-photos-3", compared("c/my.photos"));
        // Each again into its own, by another way too.
        Files.createSymbolicLink(temp.resolve("link"), Path.of("b"));
        assertEquals("my-photos", compared("a/My Photos"));
        assertEquals("my-photos-2", compared("link/My Photos"));
        assertEquals("my-photos-3", compared("c/../c/my.photos"));

        Path second = temp.resolve("results/my-photos-2/experiment.yaml");
        assertEquals("my-photos-2", FolderNames.slug(Experiment.read(second).name()), "it is run into the same folder");
        // What is not known to be of this folder is left alone.
        Files.writeString(second, "name: other\n");
        assertEquals("my-photos-4", compared("b/My Photos"));
        Files.delete(temp.resolve("results/my-photos/experiment.yaml"));
        Files.writeString(temp.resolve("results/my-photos/result.json"), "{}");
        assertEquals("my-photos-5", compared("a/My Photos"));
    }

    @Test
    void anExperimentThatWasEditedIsKept() throws IOException {
        for (int i = 0; i < 4; i++) {
            image("photos/" + i % 2 + "/" + i + ".pgm", i);
        }
        Path results = temp.resolve("results");
        FolderExperiment experiment = open("photos");
        experiment.write(results);
        assertEquals(Optional.empty(), experiment.write(results), "it is the same");
        Files.writeString(results.resolve("experiment.yaml"), "edited");
        Path before = experiment.write(results).orElseThrow();
        assertEquals("edited", Files.readString(before));
        assertEquals(experiment.text(), Files.readString(results.resolve("experiment.yaml")));

        Path file = Files.writeString(temp.resolve("file"), "");
        for (Path bad : List.of(file, file.resolve("below"))) {
            String message =
                    assertThrows(IOException.class, () -> experiment.write(bad)).getMessage();
            assertTrue(message.startsWith("The results folder " + bad + " cannot be made: "), message);
        }
    }

    @Test
    void aFlatFolderHasItsClassesInAList() throws IOException {
        for (int i = 0; i < 6; i++) {
            image("flat/" + i + ".pgm", i);
        }
        String message = assertThrows(IOException.class, () -> open("flat")).getMessage();
        for (String part : List.of("its 6 images, such as 0.pgm", "no folder of a class", "labels.csv", "extract")) {
            assertTrue(message.contains(part), part + " in " + message);
        }
        assertEquals(1, message.lines().count());
        Files.writeString(temp.resolve("flat/labels.csv"), "0.pgm,x\n1.pgm,y\n2.pgm,x\n3.pgm,y\n4.pgm,x\n5.pgm,y\n");
        FolderExperiment experiment = open("flat");
        assertTrue(experiment.text().contains(", labels: labels.csv, "), experiment.text());
        Plan plan = experiment.plan();
        assertEquals(List.of("x", "y"), plan.data().train().classes());
        assertEquals(6, plan.data().train().size() + plan.data().test().size());
        assertEquals(List.of(), plan.data().origin().leftOut(), "the list itself is used");
        assertEquals(plan.experiment(), Experiment.decode(YamlFile.parse(experiment.text(), "text")));

        // Of a folder with folders, a file of this name may be anything.
        Files.writeString(temp.resolve("labels.csv"), "anything");
        image("deep/a/1.pgm", 1);
        image("deep/a/2.pgm", 2);
        image("deep/b/3.pgm", 3);
        image("deep/b/4.pgm", 4);
        Files.writeString(temp.resolve("deep/labels.csv"), "anything");
        assertEquals(List.of("a", "b"), open("deep").plan().data().train().classes());
    }
}
