package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is said of the finished jar; runs after it is made. */
class JarCheck {
    private static final Path TARGET = Path.of(System.getProperty("benchmarks.target"));
    private static final Path JAR = TARGET.resolve("benchmarks.jar");

    /** Smile and Trove, and libquadmath, which comes with OpenBLAS. */
    @Test
    void nothingUnderTheLgplIsInTheJar() throws IOException {
        Set<String> inside = entries(JAR);
        assertTrue(inside.contains("dev/whittle/benchmarks/HogPeersBenchmark.class"));
        requireNoLgpl(inside);
        for (String fault : List.of(
                "smile/math/MathEx.class",
                "gnu/trove/map/TIntObjectMap.class",
                "org/bytedeco/openblas/linux-x86_64/libquadmath.so.0")) {
            assertThrows(AssertionError.class, () -> requireNoLgpl(Set.of("a/B.class", fault)));
        }
    }

    private static void requireNoLgpl(Set<String> entries) {
        for (String entry : entries) {
            assertFalse(
                    entry.startsWith("smile/") || entry.startsWith("gnu/trove/") || entry.contains("libquadmath"),
                    entry);
        }
    }

    /** A user replaces a library by replacing its file: the jar finds each beside it, and has no copy of a part. */
    @Test
    void replaceableLibrariesLieBesideTheJar() throws IOException {
        List<Path> beside;
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            beside = files.sorted().toList();
        }
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue("Class-Path");
            assertEquals(
                    beside.stream().map(file -> "lib/" + file.getFileName()).toList(),
                    Arrays.stream(classPath.split(" ")).sorted().toList());
        }
        assertTrue(beside.stream().anyMatch(file -> file.toString().contains("smile-core")), beside::toString);
        Set<String> inside = entries(JAR);
        for (Path file : beside) {
            Set<String> both = new TreeSet<>(entries(file));
            both.removeIf(entry -> entry.startsWith("META-INF/") || entry.equals("module-info.class"));
            assertFalse(both.isEmpty(), file.toString());
            both.retainAll(inside);
            assertEquals(Set.of(), both, file.toString());
        }
    }

    private static Set<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toSet());
        }
    }
}
