package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.feature.kernel.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class BenchTest {
    private record Answer(int code, String out, String err, String progress) {}

    /** In this JVM, since forks would take a minute. */
    private static Answer bench(String... arguments) {
        return bench(0, arguments);
    }

    private static Answer bench(int forks, String... arguments) {
        // JMH refuses to run twice on a machine, so as not to spoil figures; none are taken here.
        System.setProperty("jmh.ignoreLock", "true");
        Pictures.part = Variant.PART;
        Bench bench = new Bench();
        bench.forks = forks;
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        bench.progress = new PrintStream(progress, true, StandardCharsets.UTF_8);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Bench.commandLine(bench)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Answer(code, out.toString(), err.toString(), progress.toString(StandardCharsets.UTF_8));
    }

    @Test
    void quickRunHasEveryLineMeasured(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("speed.md");
        Answer answer = bench("--quick", "--no-python", "--out", file.toString());
        assertEquals(0, answer.code, answer.err);
        assertEquals(Files.readString(file), answer.out);
        Map<String, List<String>> lines = Arrays.stream(answer.out.split("\n"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| -"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .collect(Collectors.toMap(cells -> cells.get(1), cells -> cells));
        List<Target> targets = Target.all(true);
        assertEquals(targets.stream().map(Target::name).collect(Collectors.toSet()), lines.keySet());
        boolean natives = OpenCv.isPresent() && OpenBlas.isPresent();
        for (Target target : targets) {
            List<String> cells = lines.get(target.name());
            assertNumber(cells.get(3));
            boolean fromPython = target.timed().containsKey(Target.Column.PEER)
                    && target.timed().get(Target.Column.PEER).isPython();
            if (target.peer() != null && natives && !fromPython) {
                assertTrue(cells.get(7).matches("[0-9.]+×"), cells::toString);
            } else {
                assertEquals("–", cells.get(7), cells::toString);
            }
            assertTrue(answer.progress.contains(target.name()), target.name());
        }
        assertEquals(!natives, answer.out.contains("Failed"), answer.out);
        assertTrue(answer.out.contains("GFLOP/s on one thread"), answer.out);
        assertTrue(answer.out.contains("The numbers mean nothing"), answer.out);
    }

    @Test
    void quickRunOfHeadsHasItsLinesMeasured() {
        Answer answer = bench("--quick", "--heads", "--no-python", "--only", "SVM|Softmax|threads: 1$");
        assertEquals(0, answer.code, answer.err);
        boolean natives = MlpHeads.Pytorch.isPresent();
        assertTrue(answer.out.contains("| SVM, squared hinge, 600×32 | s |"), answer.out);
        for (String line :
                answer.out.lines().filter(l -> l.contains("600×32 |")).toList()) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            boolean measured = !line.contains("scikit-learn") && (natives || !line.contains("PyTorch"));
            assertEquals(measured, cells.get(7).matches("[0-9.]+×"), line);
        }
    }

    private static void assertNumber(String cell) {
        assertTrue(cell.matches("[0-9,.]+") && Double.parseDouble(cell.replace(",", "")) >= 0, cell);
    }

    /** JVMs of their own warn about the incubator's module; a reader of the Markdown must not see it. */
    @Test
    void forksWriteNothingToStandardOutput() {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Answer answer;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            answer = bench(1, "--quick", "--no-python", "--only", "equalisation");
        } finally {
            System.setOut(before);
        }
        assertEquals(0, answer.code, answer.err);
        assertTrue(answer.out.startsWith("# "), answer.out);
        assertTrue(answer.out.contains("| Histogram equalisation"), answer.out);
        assertEquals("", written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrongUsageSaysWhatIsRight() {
        Answer none = bench("--only", "no such line");
        assertEquals(2, none.code);
        assertTrue(none.err.contains("k-means"), none.err);
        assertEquals(2, bench("--only", "(").code);
        assertEquals(2, bench("--rounds", "0").code);
        assertEquals(2, bench("--out", "no/such/folder/speed.md").code, "before anything is measured");
        assertEquals(2, bench("--out", System.getProperty("java.io.tmpdir")).code);
        assertEquals(2, bench("--no-such-option").code);
        assertEquals(2, bench("--rounds", "many").err.lines().count());
        Answer help = bench("--help");
        assertEquals(0, help.code);
        assertTrue(help.out.contains("--rounds"), help.out);
    }

    @Test
    void onlyTheLinesAskedForAreMeasured() {
        Answer answer = bench("--quick", "--no-python", "--only", "equalisation");
        assertEquals(0, answer.code, answer.err);
        assertTrue(answer.out.contains("| Histogram equalisation"), answer.out);
        assertFalse(answer.out.contains("HoG"), answer.out);
    }

    /** Run in a child without OpenCV's libraries. */
    static final class WithoutOpenCv {
        private WithoutOpenCv() {}

        public static void main(String[] arguments) {
            Answer answer = bench("--quick", "--no-python", "--only", "equalisation");
            System.out.println("absent: " + OpenCv.absence() + "\ncode: " + answer.code + "\n" + answer.out);
        }
    }

    /** A failing benchmark leaves a gap and a note, and the rest is shown. */
    @Test
    void failuresAreNamed() throws Exception {
        String output = ChildJvm.run(
                WithoutOpenCv.class,
                "--add-modules",
                "jdk.incubator.vector",
                "-Dorg.bytedeco.javacpp.platform=nowhere");
        assertTrue(output.contains("code: 0"), output);
        assertTrue(output.contains("| Histogram equalisation"), output);
        assertTrue(output.matches("(?s).*Failed: [^\n]*OpenCV's libraries for nowhere cannot be loaded.*"), output);
    }

    /** Every line of the table has its aim, and the parameters exist. */
    @Test
    void targetsAreBenchmarksThatExist() {
        List<Variant> variants = Variant.all();
        List<Target> targets = new ArrayList<>(Target.all(false));
        targets.addAll(Target.heads(false));
        for (Target target : targets) {
            for (Measurement measurement : target.timed().values()) {
                if (measurement.isPython()) {
                    continue;
                }
                Optional<Variant> method = variants.stream()
                        .filter(v -> measurement
                                .benchmark()
                                .equals(v.method().getDeclaringClass().getSimpleName() + "."
                                        + v.method().getName()))
                        .findAny();
                assertTrue(method.isPresent(), measurement.toString());
                assertEquals(method.get().params().keySet(), withDefaults(measurement, method.get(), variants));
            }
        }
    }

    /** JMH runs all values of a parameter that is not given, and a line needs exactly one. */
    private static Set<String> withDefaults(Measurement measurement, Variant variant, List<Variant> all) {
        Set<String> names = new HashSet<>(measurement.params().keySet());
        for (String name : variant.params().keySet()) {
            Set<String> values = all.stream()
                    .filter(v -> v.method().equals(variant.method()))
                    .map(v -> v.params().get(name))
                    .collect(Collectors.toSet());
            if (values.size() == 1) {
                names.add(name);
            }
        }
        return names;
    }

    /** The script on few data: its k-means ends at the energy of Whittle's, which began at the same centroids. */
    @Test
    void pythonPeersComputeTheSame() {
        List<String> reasons = new ArrayList<>();
        Optional<Python> python = Python.find(Path.of("peers/peers.py").toAbsolutePath(), reasons);
        Assumptions.assumeTrue(python.isPresent(), reasons::toString);
        Answer answer = bench("--quick", "--only", "k-means|nearest");
        assertEquals(0, answer.code, answer.err);
        String energies = Arrays.stream(answer.out.split("\n"))
                .filter(line -> line.startsWith("Energy"))
                .findAny()
                .orElseThrow();
        double difference =
                Double.parseDouble(energies.replaceFirst(".*difference ", "").replaceFirst(" of it.*", ""));
        assertEquals(0, difference, 1e-4, energies);
        assertTrue(answer.out.contains("scikit-learn"), answer.out);
    }

    /** Means of EM, in standard deviations. Peers use all posteriors, Whittle those above the cut. Measured: 1.3e-3. */
    @Test
    void peersOfMixturesComputeTheSame(@TempDir Path folder) throws IOException {
        List<String> reasons = new ArrayList<>();
        Optional<Python> python = Python.find(Path.of("peers/peers.py").toAbsolutePath(), reasons);
        Assumptions.assumeTrue(python.isPresent(), reasons::toString);
        PeerData.write(folder, 100, List.of(10));
        PeerData.writeMixture(folder, Target.mixtureShape(true));
        JsonNode results = python.get().time(folder, 0, "--only", List.of("em")).get("results");
        assertEquals(0, results.get(0).get("difference").doubleValue(), 3e-3, results.toString());
        JsonNode all = python.get()
                .time(folder, 0, "--skip", List.of("kmeans-10", "nearest"))
                .get("results");
        for (JsonNode result : all) {
            if (result.get("case").asText().equals("em-vlfeat")) {
                assertEquals(0, result.get("difference").doubleValue(), 3e-3, result.toString());
            }
        }
    }
}
