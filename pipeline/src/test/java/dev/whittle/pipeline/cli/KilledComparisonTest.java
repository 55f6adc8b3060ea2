package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line is killed or interrupted at random moments and started again, until it ends by itself: everything is
 * as if it had not been killed. {@code -Dkills=100} asks for more of them, {@code -Dkills.seed} for other moments.
 */
@Tag("long")
class KilledComparisonTest {
    private static final int KILLS = Integer.getInteger("kills", 6);
    private static final long SEED = Long.getLong("kills.seed", 20);
    /** Few seconds of a short life are for the compiler of Java. */
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path temp;

    private SmallComparison small;
    private Path expected;
    /** How long it takes without a kill. */
    private long millis;

    /** How many were stopped by each signal. */
    private final int[] stopped = new int[Stop.values().length];

    private int starts;
    private int wholes;

    /** How a process is stopped. The exit code is 128 and the number of the signal. */
    private enum Stop {
        KILL(137),
        TERM(143),
        INT(130);

        private final int exitCode;

        Stop(int exitCode) {
            this.exitCode = exitCode;
        }

        void send(Process process) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name(), String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    @BeforeEach
    void theExpectedResult() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "skipped: signals are sent by the program kill");
        small = SmallComparison.in(temp.resolve("small"), 2);
        expected = temp.resolve("expected");
        Path log = temp.resolve("log");
        long start = System.nanoTime();
        assertEquals(0, small.run(List.of(), Map.of(), OPTIONS, expected, log), () -> SmallComparison.text(log));
        millis = (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void theResultIsThatOfOneThatWasNotKilled() throws Exception {
        Random random = new Random(SEED);
        List<String> before = takesInterrupts();
        Path folder = temp.resolve("killed");
        Path log = temp.resolve("log");
        for (int kill = 0; kill < KILLS; ) {
            starts++;
            assertTrue(starts <= 5 * KILLS + 20, "most of them end before they are killed");
            Stop stop = Stop.values()[random.nextInt(3)];
            Process process = small.start(before, Map.of(), OPTIONS, folder, log);
            // Of each start the first third passes until anything is written, so most moments are later.
            long wait = random.nextInt(5) == 0 ? random.nextLong(millis) : millis / 4 + random.nextLong(millis);
            boolean endedBefore = process.waitFor(wait, TimeUnit.MILLISECONDS);
            if (!endedBefore) {
                stop.send(process);
                if (!process.waitFor(3, TimeUnit.MINUTES)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("does not end after " + stop + ": " + SmallComparison.text(log));
                }
            }
            if (process.exitValue() == 0) {
                checkWhole(folder);
            } else {
                assertFalse(endedBefore, () -> SmallComparison.text(log));
                assertEquals(stop.exitCode, process.exitValue(), () -> SmallComparison.text(log));
                stopped[stop.ordinal()]++;
                kill++;
                tell();
                if (stop != Stop.KILL) {
                    assertEquals(List.of(), unfinished(folder), "after " + stop);
                }
            }
        }
        starts++;
        assertEquals(0, small.run(List.of(), Map.of(), OPTIONS, folder, log), () -> SmallComparison.text(log));
        checkWhole(folder);
    }

    /** What lets a process be interrupted where these tests run in the background, in which a shell ignores Ctrl-C. */
    private static List<String> takesInterrupts() throws Exception {
        List<String> command = List.of("env", "--default-signal=INT");
        try {
            Process process = new ProcessBuilder("env", "--default-signal=INT", "true").start();
            return process.waitFor() == 0 ? command : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void tell() {
        System.out.printf(
                "%d starts: %d killed, %d terminated, %d interrupted; %d results, each equal%n",
                starts, stopped[0], stopped[1], stopped[2], wholes);
    }

    /** Compares a finished folder, and deletes it with the cache, so that the next start has everything to do. */
    private void checkWhole(Path folder) throws IOException {
        SmallComparison.assertSame(expected, folder, "after " + List.of(stopped[0], stopped[1], stopped[2]) + " stops");
        wholes++;
        tell();
        delete(folder);
        delete(small.cache());
    }

    /** Files that a program that was not killed would have deleted or renamed. */
    private static List<Path> unfinished(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("[^.].*\\.[0-9]+\\.tmp"))
                    .toList();
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> paths = new ArrayList<>(all.toList());
                for (int i = paths.size() - 1; i >= 0; i--) {
                    Files.delete(paths.get(i));
                }
            }
        }
    }

    /** What the check of a result sees. */
    @Test
    void aDifferenceIsSeen() throws IOException {
        Path other = temp.resolve("other");
        for (String fault : List.of("result.json", "images.csv", "cells/pixels--net--seed-2/model.npz", "notes.txt")) {
            delete(other);
            PlantedFaults.copy(expected, other);
            SmallComparison.assertSame(expected, other, "a copy");
            Path file = other.resolve(fault);
            if (fault.endsWith("model.npz")) {
                file = other.resolve("cells/pixels--net--seed-1/model.npz");
                Files.delete(file);
            } else {
                Files.writeString(file, "{}");
            }
            assertThrows(AssertionError.class, () -> SmallComparison.assertSame(expected, other, fault), fault);
        }
    }
}
