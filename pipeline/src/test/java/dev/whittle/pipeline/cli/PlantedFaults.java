package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small results folder and its images, copied anew for each test, to plant faults into. */
abstract class PlantedFaults {
    static final String CELL = "cells/pixels--softmax--seed-";

    @TempDir
    private static Path all;

    static Path made;

    @TempDir
    Path temp;

    Path data;
    Path results;
    JsonNode verdict;

    @BeforeAll
    static void compare() throws IOException {
        Random random = new Random(5);
        for (String split : List.of("train", "test")) {
            for (String name : List.of("one", "two")) {
                Path folder = Files.createDirectories(
                        all.resolve("data/set").resolve(split).resolve(name));
                for (int i = 0; i < (split.equals("train") ? 10 : 6); i++) {
                    Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 1);
                    for (int p = 0; p < 256; p++) {
                        image.getBand(0).data[p] = (byte) (random.nextInt(200) + (name.equals("one") ? 6 : 0));
                    }
                    ImageFile.write(folder.resolve(i + ".png"), image);
                }
            }
        }
        Path yaml = Files.writeString(all.resolve("e.yaml"), """
                name: e
                data: {set: folder, path: set, validation: 4}
                seeds: [1, 2]
                features: [{name: pixels, type: raw-pixels, transforms: [{type: standardize}]}, {name: HoG, type: hog}]
                heads: [{name: softmax, type: softmax, iterations: 20}]
                """);
        made = all.resolve("made");
        Outcome compared = whittle("compare", yaml, "--out", made, "--data", all.resolve("data"));
        assertEquals(0, compared.exit(), compared.err());
    }

    @BeforeEach
    void copies() throws IOException {
        data = temp.resolve("data");
        results = temp.resolve("results");
        copy(all.resolve("data"), data);
        copy(made, results);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Checks that the verdict of a check has these parts, and that no check before it found anything. */
    void assertFound(String check, String... parts) throws IOException {
        Outcome found = verify();
        assertEquals(1, found.exit(), found.toString());
        JsonNode first = firstDifference();
        assertEquals(check, first.get("name").asText(), found.out());
        assertLocated(found, first, parts);
    }

    static void assertLocated(Outcome found, JsonNode check, String... parts) {
        for (String part : parts) {
            assertTrue(check.get("text").asText().contains(part), part + " in " + check);
        }
        String line = String.format("%-12s DIFFERS: ", check.get("name").asText());
        assertTrue(found.out().contains(line + check.get("text").asText()), found.out());
        assertTrue(found.out().lines().reduce((a, b) -> b).orElseThrow().startsWith("DIFFERS ("), found.out());
    }

    JsonNode firstDifference() {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("outcome").asText().equals("differs")) {
                return check;
            }
        }
        throw new AssertionError("no difference in " + verdict);
    }

    JsonNode check(String name) {
        for (JsonNode check : verdict.get("checks")) {
            if (check.get("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name);
    }

    void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(results.resolve(file));
        assertTrue(text.contains(from), from + " is in " + file);
        Files.writeString(results.resolve(file), text.replace(from, to));
    }

    /** Replaces a hash in all files that name it, as somebody would who wants a changed file to pass. */
    void forge(String name, String before) throws IOException {
        String now = sha256(results.resolve(name));
        String run = name.replaceFirst("[^/]*$", "run.json");
        String runBefore = sha256(results.resolve(run));
        edit(run, before, now);
        String key = name.replaceFirst("[^/]*$", "key");
        edit(key, runBefore, sha256(results.resolve(run)));
        edit("result.json", before, now);
        edit("result.json", runBefore, sha256(results.resolve(run)));
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the values of the last array of this name begin in a model. */
    static int firstValue(byte[] model, String name) {
        String all = new String(model, StandardCharsets.ISO_8859_1);
        // The header of the model has the names, too, and the directory at the end.
        int entry = all.lastIndexOf(name, all.indexOf("PK\1\2"));
        return all.indexOf(".npy", entry) + ".npy".length() + 128;
    }

    Outcome verify(Object... more) throws IOException {
        Path json = temp.resolve("verdict.json");
        List<Object> args = new ArrayList<>(List.of("verify", results, "--data", data, "--json", json));
        args.addAll(List.of(more));
        Outcome found = whittle(args.toArray());
        assertTrue(Files.exists(json), found.err());
        verdict = new ObjectMapper().readTree(json.toFile());
        return found;
    }
}
