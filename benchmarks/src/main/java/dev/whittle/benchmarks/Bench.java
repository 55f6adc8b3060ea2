package dev.whittle.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code whittle bench}: how fast Whittle is beside its peers on this machine, in one run. */
@Command(
        name = "whittle bench",
        mixinStandardHelpOptions = true,
        version = "whittle bench",
        sortOptions = false,
        description = {
            "Times Whittle beside OpenCV, BoofCV, OpenBLAS and, where installed, scikit-learn, "
                    + "scikit-image and VLFeat, and prints a table of ratios in Markdown; about five minutes.",
            "Each round times all sides of a line right after one another, each in a separate JVM; a "
                    + "ratio is the median of those of the rounds."
        })
final class Bench implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", description = "How often all is timed (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Only the lines of the first table whose text this is found in, such as hog or k-means.")
    private String only;

    @Option(
            names = "--heads",
            description = "The lines about training heads in place of the others: an hour or more, most for peers. "
                    + "Settings that bring a solver near the optimum are kept in ~/.cache/whittle/benchmarks.")
    private boolean heads;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the Markdown to a file as well.")
    private Path out;

    @Option(names = "--no-python", description = "Leave out the peers in Python.")
    private boolean noPython;

    @Option(
            names = "--quick",
            description = "One round of hardly any time on less data: to see that all works. Its numbers mean nothing.")
    private boolean quick;

    /** JVMs for each measurement, 0 for this one; a test's. */
    int forks = 1;
    /** Where progress goes. */
    PrintStream progress = System.err;

    /** What each measurement took, in each round. */
    private final Map<Measurement, List<Double>> seconds = new LinkedHashMap<>();

    /** What the script says of each case, the last time it was run. */
    private final Map<String, JsonNode> python = new LinkedHashMap<>();

    /** Of Whittle's k-means after the iterations that are timed, where the script runs it too. */
    private double energy;

    private final Set<String> notes = new LinkedHashSet<>();
    private final List<Double> peakOfOne = new ArrayList<>();
    private final List<Double> peakOfTwo = new ArrayList<>();
    private final List<Double> copied = new ArrayList<>();

    /** Exit codes are those of {@code whittle}: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new Bench()).execute(arguments));
    }

    /** What is wrong is said in one line, as {@code whittle} does, and where to look in another. */
    static CommandLine commandLine(Bench bench) {
        return new CommandLine(bench)
                .setParameterExceptionHandler((e, arguments) -> {
                    PrintWriter err = e.getCommandLine().getErr();
                    err.println("whittle bench: " + e.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
                    err.println("See: whittle bench --help");
                    err.flush();
                    return 2;
                })
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    commandLine.getErr().println("whittle bench: " + (e.getMessage() == null ? e : e.getMessage()));
                    return 1;
                });
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be at least 1, got " + rounds);
        }
        if (out != null) {
            // Now, and not after minutes of measuring.
            Path folder = out.toAbsolutePath().getParent();
            if (Files.isDirectory(out) || folder == null || !Files.isWritable(folder)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--out " + out + " is a folder, or in none that can be written to, expected a file to write");
            }
        }
        List<Target> targets = targets();
        Timer timer = (quick ? Timer.QUICK : Timer.STANDARD).withForks(forks);
        Path data = Files.createTempDirectory("whittle-bench");
        try {
            Optional<Python> script = script();
            if (script.isPresent()) {
                prepare(targets, data);
            }
            for (int round = 1; round <= (quick ? 1 : rounds); round++) {
                round(round, targets, timer, script, data);
            }
            String pythonTable = script.isPresent() ? pythonTable(script.get(), data) : "";
            String markdown = markdown(targets, pythonTable);
            spec.commandLine().getOut().print(markdown);
            spec.commandLine().getOut().flush();
            if (out != null) {
                AtomicFile.write(out, stream -> stream.write(markdown.getBytes(StandardCharsets.UTF_8)));
            }
            return 0;
        } finally {
            delete(data);
        }
    }

    private List<Target> targets() {
        List<Target> all = heads ? Target.heads(quick) : Target.all(quick);
        if (only == null) {
            return all;
        }
        try {
            Pattern pattern = Pattern.compile(only, Pattern.CASE_INSENSITIVE);
            List<Target> some = all.stream()
                    .filter(target -> pattern.matcher(target.name()).find())
                    .toList();
            if (!some.isEmpty()) {
                return some;
            }
        } catch (PatternSyntaxException e) {
            throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage(), e);
        }
        throw new ParameterException(
                spec.commandLine(),
                "--only: no line has '" + only + "'. The lines: "
                        + String.join("; ", all.stream().map(Target::name).toList()));
    }

    private Optional<Python> script() {
        if (noPython) {
            notes.add("Peers in Python were left out.");
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        Optional<Python> found = Python.find(scriptFile(), reasons);
        notes.addAll(reasons);
        return found;
    }

    /** Beside the folder {@code target}, in which the jar or the classes lie. */
    private static Path scriptFile() {
        try {
            var source = Bench.class.getProtectionDomain().getCodeSource();
            Path code = Path.of(source.getLocation().toURI());
            return code.resolveSibling("../peers/peers.py").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The problems that the script is to solve; to find the optimum of another would take minutes for nothing. */
    private static List<LinearProblem> asked(List<Target> targets, String shape) {
        return Stream.of(LinearProblem.values())
                .filter(problem -> targets.stream()
                        .anyMatch(
                                t -> t.timed().containsValue(Measurement.ofPython(problem.scriptName() + "-" + shape))))
                .toList();
    }

    /** Writes the script's data, and computes what its k-means is compared with. */
    private void prepare(List<Target> targets, Path data) throws IOException {
        progress.println("writing data for the peers in Python …");
        if (heads) {
            for (String shape : quick ? List.of("600x32") : List.of("50000x324", "50000x1764")) {
                if (targets.stream().anyMatch(t -> t.name().contains(shape.replace('x', '×')))) {
                    HeadData head = HeadData.of(shape);
                    notes.add("Features of " + shape.replace('x', '×') + ": " + head.text() + ".");
                    PeerData.writeHeads(data, head, shape, asked(targets, shape));
                }
            }
            return;
        }
        int rows = quick ? 2_000 : 100_000;
        PeerData.write(data, rows, quick ? List.of(64, 1024) : List.of(256, 1024));
        PeerData.writeMixture(data, Target.mixtureShape(quick));
        if (targets.stream().anyMatch(target -> target.name().startsWith("k-means"))) {
            Matrix descriptors = Descriptors.of(rows, NearestWordBenchmark.COLUMNS);
            energy = new KMeans(quick ? 64 : 1024, KMeansBenchmark.ITERATIONS, KMeans.Start.RANDOM, 0)
                    .fit(descriptors, Run.defaults())
                    .energy(descriptors, Run.defaults());
        }
    }

    private void round(int round, List<Target> targets, Timer timer, Optional<Python> script, Path data) {
        roofs(quick ? 1 : 5);
        Set<Measurement> done = new LinkedHashSet<>();
        for (Target target : targets) {
            for (Measurement measurement : target.timed().values()) {
                if (!done.add(measurement)) {
                    continue;
                }
                progress.printf(
                        Locale.ROOT, "round %d of %d: %s: %s%n", round, quick ? 1 : rounds, target.name(), measurement);
                Double took = measurement.isPython() ? byPython(measurement, script, data) : byJmh(measurement, timer);
                if (took != null) {
                    seconds.computeIfAbsent(measurement, m -> new ArrayList<>()).add(took);
                }
            }
        }
    }

    private void roofs(int stretches) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            peakOfOne.add(FmaPeak.gigaflops(1, stretches));
            peakOfTwo.add(FmaPeak.gigaflops(2, stretches));
        }
        copied.add(Machine.copyGigabytes(stretches));
    }

    private Double byJmh(Measurement measurement, Timer timer) {
        try {
            return timer.seconds(measurement);
        } catch (RunnerException e) {
            Throwable cause = e;
            while (cause.getCause() != null || cause.getSuppressed().length > 0) {
                cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
            }
            notes.add("Failed: " + measurement + ": " + cause.getMessage());
            return null;
        }
    }

    private Double byPython(Measurement measurement, Optional<Python> script, Path data) {
        if (script.isEmpty()) {
            return null;
        }
        String name = measurement.params().get("case");
        try {
            JsonNode result = script.get()
                    .time(data, quick ? 0 : 1, "--only", List.of(name))
                    .get("results")
                    .get(0);
            python.put(name, result);
            return result.get("seconds").doubleValue();
        } catch (IOException e) {
            notes.add("Failed: " + e.getMessage());
            return null;
        }
    }

    /** The cases of the script that no line of the first table has; empty with {@link #only}. */
    private String pythonTable(Python script, Path data) throws IOException {
        if (only != null || heads) {
            return "";
        }
        progress.println("the peers in Python …");
        JsonNode answer = script.time(data, quick ? 0 : 0.5, "--skip", python.keySet());
        StringBuilder table = new StringBuilder("\n| | peer | unit | |\n| --- | --- | --- | ---: |\n");
        for (JsonNode r : answer.get("results")) {
            table.append(String.format(
                    "| %s | %s | %s | %s |%n",
                    r.get("what").asText(),
                    r.get("peer").asText(),
                    r.get("unit").asText(),
                    RatioTable.number(r.get("rate").doubleValue())));
        }
        answer.get("missing").forEach(name -> notes.add("Left out, not found: " + name.asText()));
        return table.toString();
    }

    private String markdown(List<Target> targets, String pythonTable) {
        StringBuilder text = new StringBuilder();
        text.append("# Whittle beside its peers\n\n");
        if (quick) {
            text.append("**A quick run, to see that all works. The numbers mean nothing.**\n\n");
        }
        machine(text);
        text.append('\n').append(RatioTable.markdown(targets, complete())).append(pythonTable);
        text.append("""

                Medians of the rounds, here %d; a round times the sides of a line right after one another, \
                and a ratio is the median of the rounds' ratios.
                One thread where no other number is given. What is measured, and where a peer's mathematics differs:
                `benchmarks/README.md`.
                """.formatted(quick ? 1 : rounds));
        JsonNode kMeans = python.get(quick ? "kmeans-64" : "kmeans-1024");
        if (kMeans != null) {
            double theirs = kMeans.get("energy").doubleValue();
            text.append(String.format(
                    Locale.ROOT,
                    "%nEnergy of k-means after ten iterations from the same start: Whittle %.8g, "
                            + "scikit-learn %.8g, difference %+.1e of it.%n",
                    energy,
                    theirs,
                    energy / theirs - 1));
        }
        notes.forEach(note -> text.append("\n").append(note.strip()).append("\n"));
        return text.toString();
    }

    private void machine(StringBuilder text) {
        line(text, "Date", LocalDate.now().toString());
        line(
                text,
                "Machine",
                Machine.processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name"));
        line(text, "Java", Machine.java());
        line(text, "Vector kernels", KernelChoice.AUTO.kernels().name());
        if (!peakOfOne.isEmpty()) {
            line(
                    text,
                    "Fused multiply-adds, nothing else",
                    range(peakOfOne) + " GFLOP/s on one thread, " + range(peakOfTwo) + " on two");
        }
        line(text, "Copying memory", range(copied) + " GB/s read and written on one thread");
        line(text, "OpenCV", OpenCv.isPresent() ? OpenCv.description() : OpenCv.absence());
        line(text, "OpenBLAS", OpenBlas.isPresent() ? "kernels for " + OpenBlas.core() : OpenBlas.absence());
        if (OpenBlas.isPresent()
                && Machine.hasAvx512()
                && OpenBlas.core().matches("(?i)haswell|zen|prescott|sandybridge")) {
            notes.add("OpenBLAS does not use the processor's AVX-512. Set OPENBLAS_CORETYPE=SkylakeX, since "
                    + "its lines are too slow without it.");
        }
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("- ").append(what).append(": ").append(value).append('\n');
    }

    /** Lowest and highest of the rounds: how steady the machine was. */
    private static String range(List<Double> values) {
        double least = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double most = values.stream().mapToDouble(v -> v).max().orElseThrow();
        String low = RatioTable.number(least);
        String high = RatioTable.number(most);
        return low.equals(high) ? low : low + " to " + high;
    }

    /** What succeeded in every round. */
    private Map<Measurement, double[]> complete() {
        Map<Measurement, double[]> complete = new LinkedHashMap<>();
        seconds.forEach((measurement, times) -> {
            if (times.size() == (quick ? 1 : rounds)) {
                complete.put(measurement, times.stream().mapToDouble(t -> t).toArray());
            }
        });
        return complete;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
