package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.docs.Guide;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final String RANDOM =
            "{method: random, trials: 50, seed: 7, over: {l2: {from: 1e-4, to: 1, log: true},"
                    + " iterations: {from: 10, to: 12}}}";

    @TempDir
    Path folder;

    private Experiment read(String search) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, """
                name: example
                data: {set: generated, train: 60, validation: 20, test: 30}
                seeds: [1]
                features: [{name: pixels, type: raw-pixels}]
                heads:
                  - name: softmax
                    type: softmax
                    tolerance: 0.5
                    search:
                """ + "      " + search.replace("\n", "\n      ") + "\n");
        return Experiment.read(file);
    }

    private List<Softmax> trials(String search) throws IOException {
        List<Softmax> trials = new ArrayList<>();
        read(search).heads().get(0).candidates().forEach(c -> trials.add((Softmax) c));
        return trials;
    }

    private void assertRefused(String search, String message) {
        String found = assertThrows(IOException.class, () -> read(search)).getMessage();
        assertEquals(folder.resolve("e.yaml") + ":" + message, found);
    }

    @Test
    void aGridIsEveryCombinationTheLastKeyFastest() throws IOException {
        Experiment e = read("{method: grid, over: {l2: [0.1, 0.01], iterations: [3, 5, 9]}}");
        List<Softmax> expected = new ArrayList<>();
        for (double l2 : new double[] {0.1, 0.01}) {
            for (int iterations : new int[] {3, 5, 9}) {
                expected.add(new Softmax(l2, 0, Intercept.FREE, ClassWeights.EQUAL, iterations, 0.5));
            }
        }
        assertEquals(expected, e.heads().get(0).candidates());
        assertEquals(6, e.heads().get(0).search().trials());
        assertEquals(
                "grid search, all 6 combinations of l2 0.1 or 0.01, iterations 3 or 5 or 9",
                e.heads().get(0).search().text());
    }

    @Test
    void randomTrialsAreSpreadOverTheRange() throws IOException {
        List<Softmax> trials = trials(RANDOM);
        assertEquals(50, trials.size());
        int[] decades = new int[4];
        Set<Integer> iterations = new HashSet<>();
        for (Softmax trial : trials) {
            assertTrue(trial.l2() >= 1e-4 && trial.l2() <= 1, trial.toString());
            assertTrue(new BigDecimal(Double.toString(trial.l2())).precision() <= 5, trial.toString());
            assertEquals(0.5, trial.tolerance());
            decades[Math.min(3, (int) Math.floor(Math.log10(trial.l2()) + 4))]++;
            iterations.add(trial.iterations());
        }
        for (int n : decades) {
            // 12.5 expected with deviation 3.1
            assertTrue(n >= 4 && n <= 22, "trials in a decade: " + n);
        }
        assertEquals(Set.of(10, 11, 12), iterations);
    }

    /** The draws are pinned: another order or generator would change every search there is. */
    @Test
    void trialsDependOnTheSeedAndOnNothingElse() throws IOException {
        String search =
                "{method: random, trials: 3, over: {l2: {from: 1e-4, to: 1, log: true}, iterations: [30, 100]}}";
        List<Softmax> trials = trials(search);
        assertEquals(trials, trials(search.replace("trials: 3", "trials: 3, seed: 1")));
        assertEquals(trials, trials(search.replace("trials: 3", "trials: 5")).subList(0, 3));
        assertNotEquals(trials, trials(search.replace("trials: 3", "trials: 3, seed: 2")));
        List<Softmax> without = trials(search.replace(", iterations: [30, 100]", ""));
        for (int t = 0; t < 3; t++) {
            assertEquals(without.get(t).l2(), trials.get(t).l2());
        }
        assertEquals(
                PINNED, trials.stream().map(t -> t.l2() + " " + t.iterations()).collect(Collectors.joining(", ")));
    }

    private static final String PINNED = "0.008091 100, 0.00273 100, 0.03127 30";

    @Test
    void noTrialIsMadeTwice() throws IOException {
        List<Softmax> trials = trials("{method: random, trials: 6, over: {l2: [1, 2], iterations: {from: 1, to: 3}}}");
        assertEquals(6, new HashSet<>(trials).size());
        assertRefused(
                "{method: random, trials: 7, over: {l2: [1, 2], iterations: {from: 1, to: 3}}}",
                "9: heads/0/search: only 6 different trials are found, 7 are asked for;"
                        + " ask for fewer, or use method: grid");
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() {
        assertRefused("{method: random, over: {l2: [1]}}", "9: heads/0/search: 'trials' is missing");
        assertRefused("{method: best}", "10: heads/0/search/method: expected random or grid, got the text 'best'");
        assertRefused(
                "method: grid\ntrials: 4\nover: {l2: [1]}",
                "11: heads/0/search/trials: a grid tries all combinations and draws nothing; leave 'trials' out");
        assertRefused(
                "{method: random, trials: 0, over: {l2: [1]}}",
                "10: heads/0/search/trials: expected a whole number from 1 to 10000, got 0");
        assertRefused(
                "method: grid\nover:\n  l2: {from: 0.1, to: 1}",
                "12: heads/0/search/over/l2: a grid takes lists of values; a range is for method: random");
        assertRefused(
                "method: random\ntrials: 2\nover:\n  l22: {from: 0.1, to: 1}",
                "13: heads/0/search/over/l22: unknown key 'l22'; did you mean 'l2'?"
                        + " Valid: l2, l1, intercept, classWeights, iterations, tolerance");
        assertRefused(
                "{method: random, trials: 3, over: {lr: [1]}}",
                "10: heads/0/search/over/lr: unknown key 'lr'; did you mean 'l1'?"
                        + " Valid: l2, l1, intercept, classWeights, iterations, tolerance");
        assertRefused(
                "method: random\ntrials: 2\nover:\n  l2: [0.1, x]",
                "13: heads/0/search/over/l2: expected a number in the range of double, got the text 'x'");
        assertRefused(
                "{method: random, trials: 2, over: {l2: {from: 1, to: 1}}}",
                "10: heads/0/search/over/l2: a range goes from a number to a larger one, got 1 to 1");
        assertRefused(
                "{method: random, trials: 2, over: {l2: {from: -1.7e308, to: 1.7e308}}}",
                "10: heads/0/search/over/l2: the range is wider than the largest double;"
                        + " give ends that are nearer to each other");
        assertRefused(
                "{method: random, trials: 2, over: {l2: [1e309, 0.1]}}",
                "10: heads/0/search/over/l2/0: expected a number in the range of double, got 1E+309");
        assertRefused(
                "{method: random, trials: 2, over: {l2: {from: 0, to: 1, log: true}}}",
                "10: heads/0/search/over/l2: a range with log begins above 0, got 0");
        assertRefused(
                "{method: random, trials: 2, over: {iterations: {from: 0.5, to: 1}}}",
                "10: heads/0/search/over/iterations/from: expected a whole number, got 0.5");
        assertRefused(
                "{method: random, trials: 2, over: {l2: {from: 1, to: 2, lag: true}}}",
                "10: heads/0/search/over/l2/lag: unknown key 'lag'; did you mean 'log'? Valid: from, to, log");
        assertRefused(
                "{method: grid, over: {l2: [1, 1.0]}}", "10: heads/0/search/over/l2/1: the value is listed twice");
        assertRefused(
                "{method: grid, over: {l2: []}}",
                "10: heads/0/search/over/l2: there is no value, at least one is needed");
        assertRefused(
                "{method: grid, over: {l2: 1}}",
                "10: heads/0/search/over/l2: expected a list of values,"
                        + " or a range such as {from: 1e-4, to: 1, log: true}, got 1");
        assertRefused(
                "{method: grid, over: {}}",
                "10: heads/0/search/over: there is no setting to search over, at least one is needed, such as"
                        + " l2: [0.1, 0.01]");
        assertRefused(
                "{method: grid, over: 3}",
                "10: heads/0/search/over: expected settings to search over, each a list of values or a range, got 3");
        assertRefused(
                "{method: grid, over: {type: [mlp]}}",
                "10: heads/0/search/over/type: a search varies the settings of one type;"
                        + " make another head for another type");
        assertTrue(assertThrows(IOException.class, () -> read("{method: grid, over: {l2: [-1, 1]}}"))
                .getMessage()
                .contains("heads/0/search/over: Softmax: "));
    }

    @Test
    void anExperimentWithASearchIsWrittenAndReadBack() throws IOException {
        for (String search : List.of(RANDOM, "{method: grid, over: {l2: [1e-1, 1.0], iterations: [3, 5]}}")) {
            Experiment e = read(search);
            byte[] bytes = CanonicalJson.bytes(e.encode());
            Experiment again = Experiment.decode(new JsonAt(CanonicalJson.parse(bytes), p -> p));
            assertEquals(e, again);
            assertEquals(new String(bytes, "UTF-8"), new String(CanonicalJson.bytes(again.encode()), "UTF-8"));
        }
    }

    @Test
    void mappingsAreOverlaidKeyByKey() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode below = (ObjectNode)
                mapper.readTree("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}, \"e\": {\"type\": \"x\", \"f\": 4}}");
        ObjectNode above =
                (ObjectNode) mapper.readTree("{\"a\": 9, \"b\": {\"d\": 8}, \"e\": {\"type\": \"y\", \"g\": 5}}");
        assertEquals(
                mapper.readTree("{\"a\": 9, \"b\": {\"c\": 2, \"d\": 8}, \"e\": {\"type\": \"y\", \"g\": 5}}"),
                Settings.overlay(below, above));
        assertEquals(2, below.path("b").path("c").asInt());
        assertEquals(3, below.path("b").path("d").asInt(), "the tree below stays as it was");
    }

    @Test
    void aKeyWithADotIsToldToBeNested() throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(
                file,
                DIVERGING.formatted("1").replace("{training: {learningRate: [1]}}", "{training.learningRate: [1]}"));
        String message =
                assertThrows(IOException.class, () -> Experiment.read(file)).getMessage();
        assertTrue(
                message.endsWith(
                        "over/training.learningRate: unknown key 'training.learningRate'; settings within others are"
                                + " nested: {training: {learningRate: …}}"),
                message);
        Files.writeString(file, DIVERGING.formatted("1").replace("learningRate: [1]", "rate: [1]"));
        message = assertThrows(IOException.class, () -> Experiment.read(file)).getMessage();
        assertTrue(message.contains("over/training/rate: unknown key 'rate'"), message);
    }

    private static final String DIVERGING = """
            name: example
            data: {set: generated, train: 60, validation: 20, test: 30}
            seeds: [1]
            features: [{name: pixels, type: raw-pixels}]
            heads:
              - name: svm
                type: linear-svm
                solver: mini-batches
                training: {epochs: 2, schedule: constant, optimizer: sgd, clipNorm: 0}
                search: {method: grid, over: {training: {learningRate: [%s]}}}
            """;

    private ComparisonResult diverging(String rates, String out) throws IOException {
        Path file = folder.resolve("e.yaml");
        Files.writeString(file, DIVERGING.formatted(rates));
        return Tiny.run(Experiment.read(file), Run.defaults())
                .withFolder(folder.resolve(out))
                .run();
    }

    /** A rate of 1e30 diverges; the comparison goes on, says so, and comes out the same again. */
    @Test
    void aTrialThatDivergesIsRecordedAndTheOthersCompete() throws IOException {
        ComparisonResult comparison = diverging("1e30, 1e-6", "out");
        CellRun.Choice choice = ResultFile.read(folder.resolve("out").resolve(ResultFile.NAME))
                .cells()
                .get(0)
                .runs()
                .get(0)
                .choice();
        CellRun.Candidate first = choice.candidates().get(0);
        assertTrue(first.diverged().startsWith("Training diverged in epoch "), first.toString());
        assertNull(first.validation());
        assertNull(choice.candidates().get(1).diverged());
        assertEquals(1, choice.index());
        diverging("1e30, 1e-6", "again");
        assertEquals(
                Optional.empty(),
                ResultDifference.first(
                        folder.resolve("out").resolve(ResultFile.NAME),
                        folder.resolve("again").resolve(ResultFile.NAME)));
        Report.write(comparison, folder.resolve("out"), Run.defaults());
        for (String report : List.of("report.md", "report.html")) {
            assertTrue(Files.readString(folder.resolve("out").resolve(report)).contains("; 1 diverged)"), report);
        }
    }

    @Test
    void ifAllDivergeTheErrorNamesThem() {
        String message = assertThrows(ArithmeticException.class, () -> diverging("1e30, 1e31", "out"))
                .getMessage();
        assertTrue(message.startsWith("pixels × svm, seed 1: All 2 candidates of head 'svm' diverged; "), message);
        assertTrue(message.contains("1E+30"), message);
        assertEquals(3, message.split("Training diverged in epoch", -1).length, message);
    }

    @Test
    void theExampleOfTheExperimentsRunsSmall() throws IOException {
        Experiment file = Experiment.read(Guide.root().resolve("experiments/search.yaml"));
        Experiment small = new Experiment(
                file.name(),
                new DataSpec(Generated.defaults(), 60, 20, 30),
                List.of(1L, 2L),
                file.features(),
                file.heads());
        for (CellResult cell : Tiny.run(small, Run.defaults()).run().cells()) {
            int budget = cell.head().equals("softmax") ? 8 : 3;
            List<CellRun.Candidate> first = cell.runs().get(0).choice().candidates();
            for (CellRun run : cell.runs()) {
                List<CellRun.Candidate> candidates = run.choice().candidates();
                assertEquals(budget, candidates.size(), "the same budget everywhere");
                double best = 0;
                for (int c = 0; c < budget; c++) {
                    best = Math.max(best, candidates.get(c).validation());
                    assertEquals(
                            first.get(c).settings(), candidates.get(c).settings(), "the same trials for each seed");
                }
                assertEquals(best, candidates.get(run.choice().index()).validation());
            }
        }
    }
}
