package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A comparison of a folder of images, in this process or in another one. It writes files of most kinds: models,
 * predictions, scores, checkpoints, outcomes of candidates, tables, pages and a cache of decoded images.
 *
 * @param home the folder of its data, its experiment and its cache
 */
record SmallComparison(Path home) {
    /** Writes the images and the experiment. */
    static SmallComparison in(Path home, int seeds) throws IOException {
        Random random = new Random(5);
        for (String split : List.of("train", "test")) {
            for (String name : List.of("one", "two")) {
                Path folder = Files.createDirectories(
                        home.resolve("data/set").resolve(split).resolve(name));
                for (int i = 0; i < (split.equals("train") ? 14 : 6); i++) {
                    Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 3);
                    for (GrayU8 band : image.bands) {
                        for (int p = 0; p < 256; p++) {
                            band.data[p] = (byte) (random.nextInt(200) + (name.equals("one") ? 9 : 0));
                        }
                    }
                    ImageFile.write(folder.resolve(i + ".png"), image);
                }
            }
        }
        List<String> all = Stream.iterate(1, seed -> seed + 1)
                .limit(seeds)
                .map(String::valueOf)
                .toList();
        Files.writeString(home.resolve("small.yaml"), """
                name: small
                data: {set: folder, path: set, validation: 8}
                seeds: [SEEDS]
                features:
                  - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
                heads:
                  - {name: softmax, type: softmax, iterations: 10, candidates: [{l2: 1.0}, {l2: 1e-3}]}
                  - {name: net, type: image-network, width: 2, training: {epochs: 2, batchSize: 10}}
                fusions:
                  - {name: both, of: [{feature: pixels, head: softmax}, {feature: pixels, head: net}]}
                """.replace("SEEDS", String.join(", ", all)));
        return new SmallComparison(home);
    }

    /** The arguments of the command line. */
    List<String> arguments(Path out) {
        return List.of(
                "compare",
                home.resolve("small.yaml").toString(),
                "--data",
                home.resolve("data").toString(),
                "--out",
                out.toString());
    }

    /** Where decoded images are kept by {@link #start}. */
    Path cache() {
        return home.resolve("cache");
    }

    /**
     * Starts it in another process.
     *
     * @param before a command that runs it, such as {@code taskset}
     * @param more options of Java
     */
    Process start(List<String> before, Map<String, String> environment, List<String> more, Path out, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(java(more));
        command.add(Main.class.getName());
        command.addAll(arguments(out));
        return process(command, environment, log);
    }

    /** How Java is called, up to the name of a class. */
    static List<String> java(List<String> more) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData"));
        command.addAll(more);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    Process process(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", cache().toString());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Runs it to its end in another process, and returns its exit code. */
    int run(List<String> before, Map<String, String> environment, List<String> more, Path out, Path log)
            throws IOException, InterruptedException {
        Process process = start(before, environment, more, out, log);
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("does not end within 5 minutes: " + text(log));
        }
        return process.exitValue();
    }

    static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a results folder has that is the same bytes for every run: all files, without contents where times are. */
    private static Map<String, byte[]> lasting(Path out) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString().replace('\\', '/');
                boolean hasTimes = name.matches("(.*/)?timing\\.json|[^/]*\\.(html|md|tex)|ro-crate-metadata\\.json");
                files.put(name, hasTimes ? new byte[0] : Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Checks that two results folders have the same files, and the same bytes where no times are in them. */
    static void assertSame(Path expected, Path out, String what) throws IOException {
        Map<String, byte[]> first = lasting(expected);
        Map<String, byte[]> second = lasting(out);
        assertEquals(first.keySet(), second.keySet(), what);
        for (Map.Entry<String, byte[]> file : first.entrySet()) {
            assertArrayEquals(file.getValue(), second.get(file.getKey()), what + ": " + file.getKey());
        }
    }
}
