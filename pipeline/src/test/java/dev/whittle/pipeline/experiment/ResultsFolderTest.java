package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
    @TempDir
    Path temp;

    private ComparisonRun tiny() throws IOException {
        return Tiny.run(Experiment.read(Tiny.file()), Run.defaults());
    }

    private static void assertLocked(Path folder, org.junit.jupiter.api.function.Executable write) {
        String message = assertThrows(IOException.class, write).getMessage();
        assertEquals("Another comparison is writing into " + folder + "; wait for it, or give another --out", message);
    }

    /** The lock was released after the last run, before the pages were written. */
    @Test
    void itStaysLockedUntilWhoOpenedItIsDone() throws IOException {
        Path folder = temp.resolve("out");
        ComparisonResult result;
        try (ResultsFolder locked = ResultsFolder.open(folder)) {
            result = tiny().withFolder(locked).run();
            assertLocked(folder, () -> tiny().withFolder(folder).run());
            assertLocked(folder, () -> new Comparison(result, Run.defaults()).report(folder));
        }
        new Comparison(result, Run.defaults()).report(folder);
        tiny().withFolder(folder).run();
    }

    @Test
    void whatAProgramThatWasKilledHadBegunToWriteIsDeleted() throws IOException {
        Path folder = temp.resolve("out");
        Files.createDirectories(folder.resolve("cells/.hog--svm--seed-1.tmp/a"));
        List<String> begun =
                List.of("result.json.0.tmp", "report.html.12.tmp", "images.csv.0.tmp", "timing.json.1.tmp");
        List<String> others = List.of("notes.tmp", "0.tmp", "result.json", "a.json.tmp");
        for (String name : Stream.concat(begun.stream(), others.stream()).toList()) {
            Files.writeString(folder.resolve(name), name);
        }
        ResultsFolder.open(folder).close();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> left = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(ResultsFolder.LOCK))
                    .sorted()
                    .toList();
            assertEquals(List.of("0.tmp", "a.json.tmp", "cells", "notes.tmp", "result.json"), left);
        }
        assertTrue(Files.list(folder.resolve("cells")).toList().isEmpty());
    }

    /** A new file of results is not forgotten. */
    @Test
    void eachFileThatAComparisonWritesIsRefusedWhereItIsAUsers() throws IOException {
        Path folder = temp.resolve("out");
        new Comparison(tiny().withFolder(folder).run(), Run.defaults()).report(folder);
        List<String> taken = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                Path mine = Files.createDirectory(temp.resolve("with " + name));
                Files.copy(file, mine.resolve(name));
                if (!List.of(ResultsFolder.LOCK, ResultFile.NAME).contains(name)) {
                    taken.add(name);
                    Messages.says(IOException.class, () -> ResultsFolder.open(mine), "has " + name);
                }
            }
        }
        assertTrue(taken.containsAll(List.of("report.html", "timing.json", "model-card.md")), taken.toString());
    }

    /** They would be lost: checkpoints and features are deleted in the end, and the pages replaced. */
    @Test
    void whatAUserHasInAFolderWithoutResultsStays() throws IOException {
        for (String mine : List.of("checkpoints/epoch.pt", "features/mine.npy", "references.bib", "images.csv")) {
            Path folder = Files.createDirectories(temp.resolve("my " + mine.length()));
            Path file = folder.resolve(mine);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "mine");
            Messages.says(
                    IOException.class,
                    () -> tiny().withFolder(folder).run(),
                    folder.toString(),
                    mine.replaceFirst("/.*", ""),
                    "new, empty or has results");
            assertEquals("mine", Files.readString(file));
            assertFalse(Files.exists(folder.resolve(ResultsFolder.LOCK)));
        }
        Path other = Files.createDirectories(temp.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "mine");
        ResultsFolder.open(other).close();
        Files.createDirectories(other.resolve("checkpoints"));
        ResultsFolder.open(other).close();
    }

    /** A run whose times cannot be read is made again, and stops no comparison. */
    @Test
    void damagedTimesOfARunAreMadeAgain() throws IOException {
        Path folder = temp.resolve("out");
        tiny().withFolder(folder).run();
        byte[] result = Files.readAllBytes(folder.resolve("result.json"));
        Path times;
        try (Stream<Path> files = Files.walk(folder.resolve("cells"))) {
            times = files.filter(file -> file.endsWith(TimingFile.NAME))
                    .sorted()
                    .toList()
                    .get(0);
        }
        for (String damaged : List.of("{}", "", "{\"threads\": \"x\"", "[]", "\0\1")) {
            Files.writeString(times, damaged);
            tiny().withFolder(folder).run();
            assertTrue(java.util.Arrays.equals(result, Files.readAllBytes(folder.resolve("result.json"))), damaged);
            TimingFile.readRun(times);
        }
    }
}
