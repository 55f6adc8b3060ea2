package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs Jazzer's own driver (code-intelligence.com, on libFuzzer) over a target, without its adapter for JUnit. It
 * changes files so that they reach parts of {@code dev.whittle} that none reached before.
 */
public final class Jazzer {
    private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";
    private static final Pattern END = Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+)");

    private static Mutations.Reader reader;

    private Jazzer() {}

    static boolean isThere() {
        try {
            Class.forName(DRIVER, false, Jazzer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Runs a target; fails if a file is found that is neither read nor refused, or takes 10 seconds or 1 GB. */
    static void run(Class<?> targets, FuzzTarget target) throws Exception {
        Path folder = Path.of("target/fuzz", target.name()).toAbsolutePath();
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Path found = Files.createDirectories(folder.resolve("found"));
        for (int i = 0; i < target.files().size(); i++) {
            Files.write(seeds.resolve("" + i), target.files().get(i));
        }
        Path log = folder.resolve("log");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+EnableDynamicAgentLoading",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DRIVER,
                        "--target_class=" + Jazzer.class.getName(),
                        "--target_args=" + targets.getName() + " " + target.name(),
                        "--instrumentation_includes=dev.whittle.**",
                        "--disabled_hooks=" + String.join(File.pathSeparator, alarms()),
                        "--reproducer_path=" + found,
                        "-artifact_prefix=" + found + "/",
                        "-runs=" + Long.getLong("fuzz.runs", 1_000_000),
                        "-max_total_time=" + Long.getLong("fuzz.seconds", 3600),
                        "-timeout=10",
                        "-rss_limit_mb=3000",
                        "-print_final_stats=1",
                        kept.toString(),
                        seeds.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        Matcher end = END.matcher(text);
        assertTrue(end.find(), () -> log + " ends with " + text.substring(Math.max(0, text.length() - 3000)));
        Files.writeString(
                Path.of("target/fuzz/figures.tsv"),
                String.join("\t", target.name(), System.getProperty("java.version"), end.group(1), end.group(2)) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        try (Stream<Path> files = Files.list(found)) {
            assertEquals(List.of(), files.sorted().toList(), "files that were found, see " + log);
        }
    }

    /** Jazzer's alarms about names of files, SQL and the like, which are no faults of a reader and take time. */
    @SuppressWarnings("unchecked")
    private static List<String> alarms() throws ReflectiveOperationException {
        return (List<String>) Class.forName("com.code_intelligence.jazzer.sanitizers.Constants")
                .getField("SANITIZER_HOOK_NAMES")
                .get(null);
    }

    /** Called by Jazzer, with the class that has the targets and the name of one. */
    public static void fuzzerInitialize(String[] args) throws Exception {
        var constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        FuzzTargets targets = (FuzzTargets) constructor.newInstance();
        Path files = Files.createDirectories(Path.of("target/fuzz", args[1], "files"));
        reader = targets.targets(files).stream()
                .filter(target -> target.name().equals(args[1]))
                .findFirst()
                .orElseThrow()
                .reader();
    }

    /** Called by Jazzer for each file; what it throws is a fault. */
    public static void fuzzerTestOneInput(byte[] file) throws Throwable {
        Throwable thrown = Mutations.read(reader, file);
        if (!Mutations.fault(thrown).isEmpty()) {
            throw thrown;
        }
    }
}
