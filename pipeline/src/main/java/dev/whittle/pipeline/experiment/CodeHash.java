package dev.whittle.pipeline.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hash over the program itself: part of the key of kept results, so that a result made by other code is never reused. It
 * covers the classes of Whittle by content and other jars by name and size. It is no part of a result.
 */
final class CodeHash {
    private CodeHash() {}

    static String ofClassPath() {
        MessageDigest digest = Hashes.sha256();
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(java.io.File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry));
            }
        }
        try {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    addFolder(digest, entry);
                } else if (Files.exists(entry)) {
                    digest.update((entry.getFileName() + ":" + Files.size(entry)).getBytes(StandardCharsets.UTF_8));
                    if (String.valueOf(entry.getFileName()).matches("(feature-core|classifier|pipeline)-.*\\.jar")) {
                        digest.update(Files.readAllBytes(entry));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The class path cannot be read: " + e.getMessage(), e);
        }
        return Hashes.hex(digest);
    }

    private static void addFolder(MessageDigest digest, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
    }
}
