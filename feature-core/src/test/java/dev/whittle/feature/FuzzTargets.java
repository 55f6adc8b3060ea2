package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests that all targets of a class have: files that were found once, files damaged by a seed, and, with the
 * profile {@code fuzz}, files that Jazzer makes, guided by coverage.
 */
public interface FuzzTargets {
    /** How many files a target makes by a seed, unless {@code -Dmutations} says otherwise. */
    int MUTATED = 1500;

    /** @param folder an empty one, for readers that need a file */
    List<FuzzTarget> targets(Path folder) throws Exception;

    private Stream<DynamicTest> each(Path folder, Body body) throws Exception {
        return targets(folder).stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> body.accept(target)));
    }

    /** What is done with a target. */
    interface Body {
        void accept(FuzzTarget target) throws Exception;
    }

    @TestFactory
    default Stream<DynamicTest> wholeAndFoundFiles(@TempDir Path folder) throws Exception {
        return each(folder, target -> {
            int read = 0;
            for (byte[] file : target.files()) {
                read += Mutations.read(target.reader(), file) == null ? 1 : 0;
            }
            assertTrue(read > 0, "no whole file is read");
            Path found = Path.of("src/test/resources/found", target.name());
            for (Path file : Files.isDirectory(found) ? list(found) : List.<Path>of()) {
                long start = System.nanoTime();
                String fault = Mutations.fault(Mutations.read(target.reader(), Files.readAllBytes(file)));
                assertTrue(fault.isEmpty(), () -> file + " " + fault);
                long seconds = (System.nanoTime() - start) / 1_000_000_000;
                assertTrue(seconds < 10, () -> file + " took " + seconds + " s");
            }
        });
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    @Tag("long")
    default Stream<DynamicTest> filesDamagedByASeed(@TempDir Path folder) throws Exception {
        return each(folder, target -> {
            Mutations.Count count = Mutations.check(
                    target.files(), target.name().hashCode(), Mutations.count(MUTATED), target.reader());
            assertTrue(count.refused() > 0, () -> "" + count);
        });
    }

    /**
     * Starts Jazzer in a JVM of its own for each target. {@code -Dfuzz.runs} says how many files each gets and {@code
     * -Dfuzz.seconds} when it ends at the latest; what it keeps is in {@code target/fuzz}.
     */
    @TestFactory
    @Tag("fuzz")
    default Stream<DynamicTest> filesGuidedByCoverage(@TempDir Path folder) throws Exception {
        assumeTrue(Jazzer.isThere(), "Jazzer is not on the class path; use mvn -Pfuzz");
        List<DynamicTest> tests = new ArrayList<>();
        for (FuzzTarget target : targets(folder)) {
            tests.add(DynamicTest.dynamicTest(target.name(), () -> Jazzer.run(getClass(), target)));
        }
        return tests.stream();
    }
}
