package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that is compiled here, and that Whittle knows nothing of, adds a feature and a head to experiments. */
class PluginTest {
    private static final String EXPERIMENT = """
            name: with a plug-in
            data: {set: generated, train: 60, validation: 20, test: 30}
            seeds: [1]
            features:
              - {name: colour of the scene, type: mean-colour, factor: 0.5}
              - {name: pixels, type: raw-pixels}
              - {name: both, type: concat, parts: [{type: mean-colour}, {type: raw-pixels, gray: true}]}
            heads:
              - {name: the nearest, type: nearest-mean}
              - {name: perceptron, type: perceptron}
            """;

    @TempDir
    private Path temp;

    /** As with the jar on the class path. */
    private static Outcome whittleWith(List<Path> jars, Object... args) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return whittle(args);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Compiles the sources of the plug-in. */
    private Path jar(String name, String meanColour) throws IOException {
        Path sources = Files.createDirectories(temp.resolve(name + "-sources"));
        Path classes = Files.createDirectories(temp.resolve(name + "-classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-classpath", System.getProperty("java.class.path"), "-proc:none", "-d"));
        arguments.add(classes.toString());
        for (String source : List.of("MeanColour.java", "NearestMean.java", "Names.java")) {
            String text = source.startsWith("MeanColour") ? meanColour : text(source);
            arguments.add(Files.writeString(sources.resolve(source), text).toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.whittle.feature.registry.SpecProvider"), "com.example.plugin.Names\n");
        Path jar = temp.resolve(name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> walk = Files.walk(classes)) {
            for (Path entry : walk.filter(Files::isRegularFile).sorted().toList()) {
                JarEntry inside =
                        new JarEntry(classes.relativize(entry).toString().replace('\\', '/'));
                inside.setTime(0);
                out.putNextEntry(inside);
                out.write(Files.readAllBytes(entry));
            }
        }
        return jar;
    }

    private static String text(String source) throws IOException {
        try (InputStream in = PluginTest.class.getResourceAsStream("/plugin/" + source)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The keys of the kept units, by their folders. */
    private static Map<String, String> keys(Path out) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
            for (Path cell : cells.toList()) {
                keys.put(
                        cell.getFileName().toString(),
                        Files.readString(cell.resolve("key"))
                                .lines()
                                .findFirst()
                                .orElseThrow());
            }
        }
        return keys;
    }

    @Test
    void itsFeatureAndHeadAreComparedReportedVerifiedAndPredictWith() throws IOException {
        Path jar = jar("plugin", text("MeanColour.java"));
        Path yaml = Files.writeString(temp.resolve("e.yaml"), EXPERIMENT);
        Path out = temp.resolve("out");
        Outcome compared = whittleWith(List.of(jar), "compare", yaml, "--out", out, "--data", temp);
        assertEquals(0, compared.exit(), compared.err());
        assertTrue(compared.out().contains("| colour of the scene |"), compared.out());
        String result = Files.readString(out.resolve("result.json"));
        assertTrue(result.contains("\"type\" : \"mean-colour\",\n      \"factor\" : 0.5"), result);
        assertTrue(result.contains("\"type\" : \"nearest-mean\""), result);
        for (String page : List.of("report.html", "report.md")) {
            String text = Files.readString(out.resolve(page));
            assertTrue(text.contains("colour of the scene") && text.contains("the nearest"), page);
        }
        assertTrue(Files.readString(out.resolve("report.html")).contains("mean-colour"));

        Outcome verified = whittleWith(List.of(jar), "verify", out, "--data", temp, "--threads", "1");
        assertEquals(0, verified.exit(), verified.out() + verified.err());
        Path image = temp.resolve("image.png");
        ImageFile.write(image, new Planar<>(GrayU8.class, 32, 32, 3));
        Path model;
        try (Stream<Path> cells = Files.list(out.resolve("cells"))) {
            model = cells.sorted().findFirst().orElseThrow().resolve("model.npz");
        }
        Outcome predicted = whittleWith(List.of(jar), "predict", model, image);
        assertEquals(0, predicted.exit(), predicted.err());

        // Without the jar.
        Outcome refused = whittle("verify", out, "--data", temp);
        assertEquals(1, refused.exit());
        assertTrue(
                refused.err().contains("unknown feature extractor type 'mean-colour'")
                        && refused.err().contains("that jar is not on the class path"),
                refused.err());
    }

    @Test
    void keptUnitsAreThoseOfTheJarsContent() throws IOException {
        Path jar = jar("plugin", text("MeanColour.java"));
        Path yaml = Files.writeString(temp.resolve("e.yaml"), EXPERIMENT);
        Path out = temp.resolve("out");
        assertEquals(
                0,
                whittleWith(List.of(jar), "compare", yaml, "--out", out, "--data", temp)
                        .exit());
        Map<String, String> keys = keys(out);
        assertEquals(6, keys.size());

        // The same content in another place, beside another jar.
        Path moved = Files.move(
                jar, Files.createDirectories(temp.resolve("elsewhere")).resolve("p.jar"));
        Path other = temp.resolve("other.jar");
        new JarOutputStream(Files.newOutputStream(other)).close();
        whittleWith(List.of(other, moved), "compare", yaml, "--out", out, "--data", temp);
        assertEquals(keys, keys(out));

        Path changed = jar("changed", text("MeanColour.java").replace("factor * sum", "2 * factor * sum"));
        whittleWith(List.of(changed), "compare", yaml, "--out", out, "--data", temp);
        keys(out).forEach((cell, key) -> {
            if (cell.contains("pixels") && cell.contains("perceptron")) {
                assertEquals(keys.get(cell), key, cell + " has no part from the jar");
            } else {
                assertNotEquals(keys.get(cell), key, cell);
            }
        });
    }

    @Test
    void twoJarsWithOneNameAreRefusedByTheirPlaces() throws IOException {
        Path one = jar("one", text("MeanColour.java"));
        Path two = temp.resolve("two");
        Files.createDirectories(two.resolve("META-INF/services"));
        Path source = Files.writeString(
                temp.resolve("Again.java"),
                text("Names.java")
                        .replace("package com.example.plugin;", "import com.example.plugin.*;")
                        .replace("class Names", "class Again"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-classpath",
                                System.getProperty("java.class.path") + java.io.File.pathSeparator + one,
                                "-proc:none",
                                "-d",
                                two.toString(),
                                source.toString()));
        Files.writeString(two.resolve("META-INF/services/dev.whittle.feature.registry.SpecProvider"), "Again\n");
        Path yaml = Files.writeString(temp.resolve("e.yaml"), EXPERIMENT);
        Outcome refused = whittleWith(List.of(one, two), "compare", yaml, "--out", temp.resolve("out"));
        assertEquals(1, refused.exit());
        assertTrue(
                refused.err().contains("Two specs are called 'mean-colour'")
                        && refused.err().contains("one.jar")
                        && refused.err().contains("two/"),
                refused.err());

        // A class that is named and is not there.
        Files.writeString(two.resolve("META-INF/services/dev.whittle.feature.registry.SpecProvider"), "no.Such\n");
        Outcome broken = whittleWith(List.of(two), "compare", yaml, "--out", temp.resolve("out"));
        assertEquals(1, broken.exit());
        assertTrue(broken.err().contains("cannot be loaded") && broken.err().contains("no.Such"), broken.err());
    }
}
