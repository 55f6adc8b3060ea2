package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.PixelHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A hash over the program itself. It is part of the key of kept results, so that a result from other code is never
 * reused. It covers the contents of the jars or class folders of certain classes, not their paths. It is not part of a
 * result.
 */
final class CodeHash {
    /** A class of each of Whittle's modules. */
    private static final List<Class<?>> WHITTLE = List.of(Spec.class, Classifier.class, CodeHash.class);

    private CodeHash() {}

    /** A hash over the jars of these classes and the jars of Whittle. */
    static String of(Collection<Class<?>> classes) {
        Set<Class<?>> all = new LinkedHashSet<>(WHITTLE);
        all.addAll(classes);
        Set<String> places = new TreeSet<>();
        Set<String> contents = new TreeSet<>();
        for (Class<?> type : all) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            URL place = source == null ? null : source.getLocation();
            if (place == null) {
                // A class made in memory, for example by JShell, counts as other code each time.
                contents.add(UUID.randomUUID().toString());
            } else if (places.add(place.toString())) {
                contents.add(content(place));
            }
        }
        return Hashes.of(String.join("\n", contents).getBytes(StandardCharsets.UTF_8));
    }

    private static String content(URL place) {
        try {
            if (!place.getProtocol().equals("file")) {
                try (InputStream jar = place.openStream()) {
                    return Hashes.of(jar.readAllBytes());
                }
            }
            Path path = Path.of(place.toURI());
            return Files.isDirectory(path) ? ofFolder(path) : Hashes.of(path);
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(
                    "The code at " + place + " cannot be read: " + e.getMessage(),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static String ofFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        MessageDigest digest = PixelHash.sha256();
        for (Path file : files) {
            digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return Hashes.hex(digest);
    }
}
