package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.docs.Guide;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locale changes no result. Where names of files would be destroyed, the command line refuses them. */
@Tag("long")
class LocaleTest {
    private static final String GREEN = "gr\u00fcn";

    @TempDir
    private Path temp;

    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void namesNeedUtf8() {
        assumeTrue(
                System.getProperty("sun.jnu.encoding").equals("UTF-8"),
                "skipped: the tests run in a locale without UTF-8, so they cannot name the files");
    }

    /** Runs a command in {@link #temp}. */
    private Outcome run(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().putAll(environment);
        Path err = temp.resolve("stderr.log");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(3, TimeUnit.MINUTES));
        return new Outcome(process.exitValue(), out, Files.readString(err));
    }

    /** Whittle without its launcher. */
    private Outcome java(Map<String, String> environment, List<String> options, String... args) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // What it computes is little, and the compiler that optimises takes longer than all of it.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return run(environment, command);
    }

    private void photos() throws IOException {
        for (String name : List.of(GREEN, "red")) {
            Path folder = Files.createDirectories(temp.resolve("photos").resolve(name));
            for (int i = 0; i < 4; i++) {
                Planar<GrayU8> image = new Planar<>(GrayU8.class, 16, 16, 3);
                for (int p = 0; p < 256; p++) {
                    image.getBand(0).data[p] = (byte) (p * (i + name.length()));
                }
                ImageFile.write(folder.resolve(i + "\u00e4.png"), image);
            }
        }
    }

    private String experiment() throws IOException {
        Files.writeString(temp.resolve("e.yaml"), """
                name: gr\u00fcn
                data: {set: folder, path: photos, split: {testFraction: 0.5, seed: 1}, validation: 2}
                seeds: [1]
                features:
                  - {name: "p\u0131xels", type: raw-pixels, transforms: [{type: standardize}]}
                  - {name: HoG, type: hog, layout: felzenszwalb}
                heads:
                  - {name: svm, type: linear-svm, solver: lbfgs, hinge: squared}
                  - {name: softmax, type: softmax, candidates: [{l2: 1e-2}, {l2: 1e-3}]}
                """);
        return "e.yaml";
    }

    @Test
    void theLanguageChangesNoResult() throws Exception {
        photos();
        Map<String, String> utf8 = Map.of("LC_ALL", "C.UTF-8");
        Outcome expected = java(utf8, List.of(), "compare", experiment(), "--data", ".", "--out", "english");
        assertEquals(0, expected.exit(), expected.err());
        Map<String, List<String>> languages = Map.of(
                "turkish", List.of("-Duser.language=tr", "-Duser.country=TR"),
                "arabic", List.of("-Duser.language=ar", "-Duser.country=EG"),
                "latin1", List.of("-Dfile.encoding=ISO-8859-1"));
        for (Map.Entry<String, List<String>> language : languages.entrySet()) {
            String out = language.getKey();
            Outcome o = java(utf8, language.getValue(), "compare", "e.yaml", "--data", ".", "--out", out);
            assertEquals(0, o.exit(), o.err());
            Path result = temp.resolve(out).resolve("result.json");
            assertEquals(Files.readString(temp.resolve("english/result.json")), Files.readString(result), out);
            assertEquals(withoutTimes("english"), withoutTimes(out), out);
        }
    }

    /** The report with # for every number, since it has times; very short ones are written as "less than". */
    private String withoutTimes(String out) throws IOException {
        String report = Files.readString(temp.resolve(out).resolve("report.md"));
        return report.replaceAll("\\\\< (?=[0-9])", "").replaceAll("[0-9]+", "#");
    }

    @Test
    void namesThatTheLocaleDestroysAreRefusedWithTheCure() throws Exception {
        photos();
        experiment();
        Files.createDirectory(temp.resolve("plain"));
        Files.copy(temp.resolve("photos/red/0\u00e4.png"), temp.resolve("plain/0.png"));
        List<Map<String, String>> locales = new ArrayList<>(List.of(Map.of("LC_ALL", "C")));
        locales.addAll(latin1());
        for (Map<String, String> locale : locales) {
            for (String[] args : new String[][] {
                {"extract", "photos", "--feature", "hog", "--out", "f.npy"},
                {"extract", "photos/" + GREEN, "--feature", "hog", "--out", "f.npy"},
                {"extract", "plain", "--feature", "hog", "--out", GREEN + ".npy"},
                {"compare", "e.yaml", "--data", ".", "--out", "out"},
            }) {
                Outcome o = java(locale, List.of(), args);
                assertTrue(o.exit() == 1 || o.exit() == 2, o + " of " + List.of(args));
                assertTrue(o.err().contains("LC_ALL=C.UTF-8"), o.err());
                assertFalse(Files.exists(temp.resolve("f.npy")) || Files.exists(temp.resolve("f.csv")));
            }
            Outcome plain = java(locale, List.of(), "extract", "plain", "--feature", "hog", "--out", "plain.npy");
            assertEquals(0, plain.exit(), plain.err());
            assertTrue(plain.out().contains("1 images \u00d7 36 features"), "printed as UTF-8: " + plain.out());
        }
    }

    /** The environment of a Latin-1 locale made here; none if this system cannot make one. */
    private List<Map<String, String>> latin1() throws Exception {
        Path locales = Files.createDirectory(temp.resolve("locales"));
        try {
            Outcome made = run(
                    Map.of(),
                    List.of("localedef", "-i", "en_US", "-f", "ISO-8859-1", locales.resolve("en_US.ISO-8859-1") + ""));
            return made.exit() == 0
                    ? List.of(Map.of("LOCPATH", locales.toString(), "LC_ALL", "en_US.ISO-8859-1"))
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The launcher itself, in a checkout that looks as if it were built. */
    @Test
    void theLauncherSetsALocaleInWhichNamesAreKept() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: the launcher needs bash");
        photos();
        Path checkout = Files.createDirectories(temp.resolve("checkout/pipeline/target"))
                .getParent()
                .getParent();
        Path launcher = Files.copy(Guide.root().resolve("whittle"), checkout.resolve("whittle"));
        Files.createFile(checkout.resolve("pipeline/target/.whittle-built"));
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
        byte[] expected = null;
        for (Map<String, String> locale : List.of(
                Map.of("LC_ALL", "C.UTF-8"),
                Map.of("LC_ALL", "C"),
                Map.<String, String>of(),
                Map.of("LANG", "xx_XX.UTF-8", "LC_ALL", "no_SUCH.UTF-8"))) {
            Map<String, String> environment = new HashMap<>(locale);
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("WHITTLE_CLASS_PATH", classPath);
            environment.put("WHITTLE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
            Outcome o = run(
                    environment,
                    List.of(
                            "/bin/bash",
                            launcher.toString(),
                            "extract",
                            "photos/" + GREEN,
                            "--feature",
                            "hog",
                            "--out",
                            GREEN + ".npy"));
            assertEquals(0, o.exit(), locale + ": " + o.err());
            assertTrue(o.out().contains(GREEN + ".npy: 4 images"), o.out());
            byte[] csv = Files.readAllBytes(temp.resolve(GREEN + ".csv"));
            if (expected == null) {
                expected = csv;
                assertTrue(
                        new String(csv, StandardCharsets.UTF_8).contains("photos/" + GREEN + "/0\u00e4.png"),
                        new String(csv, StandardCharsets.UTF_8));
            }
            assertArrayEquals(expected, csv, locale.toString());
            try (Stream<Path> files = Files.list(temp)) {
                assertTrue(files.noneMatch(
                        f -> f.toString().contains("\ufffd") || f.toString().contains("?")));
            }
        }
    }
}
