package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.smile.SmileHead;
import dev.whittle.classify.smile.SmileRandomForest;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs of a program, which no file can name, are compared all the same. */
class UnnamedSpecTest {
    @TempDir
    private Path temp;

    /** Its settings are known from outside. */
    record GrayPixels(int unused) implements Delegating {}

    /** Its settings are not. */
    static final class Secret implements Delegating {}

    interface Delegating extends Spec<Dataset, FeatureExtractor> {
        @Override
        default FeatureExtractor fit(Dataset train, Run run) {
            return new RawPixels(true).fit(train, run);
        }

        @Override
        default FeatureExtractor restore(NamedArrays arrays, Run run) {
            return new RawPixels(true).restore(arrays, run);
        }

        @Override
        default boolean needsData() {
            return false;
        }
    }

    private static Experiment experiment() {
        return new Experiment(
                "in code",
                new DataSpec(Generated.defaults(), 30, 10, 20),
                List.of(1L),
                List.of(
                        new Experiment.Feature("gray", new GrayPixels(3), List.of()),
                        new Experiment.Feature("secret", new Secret(), List.of()),
                        new Experiment.Feature("part", new Concat(List.of(new GrayPixels(4))), List.of()),
                        new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                List.of(
                        new Experiment.Head("perceptron", Perceptron.defaults()),
                        new Experiment.Head(
                                "neighbours", new SmileHead((x, y) -> smile.classification.KNN.fit(x, y, 1)))));
    }

    private static ComparisonResult run(Path out) throws IOException {
        return Tiny.run(experiment(), Run.defaults().withThreads(2))
                .withFolder(out)
                .run();
    }

    @Test
    void theResultMarksThemAndIsTheSameAgain() throws IOException {
        Path out = temp.resolve("out");
        ComparisonResult first = run(out);
        JsonNode features = first.result().experiment().path("features");
        assertEquals("unnamed", features.at("/0/type").asText());
        assertEquals(GrayPixels.class.getName(), features.at("/0/class").asText());
        assertEquals(3, features.at("/0/settings/unused").asInt());
        assertEquals("unnamed", features.at("/1/type").asText());
        assertTrue(features.at("/1/settings").isNull());
        assertEquals("concat", features.at("/2/type").asText());
        assertEquals("unnamed", features.at("/2/parts/0/type").asText());
        assertEquals("raw-pixels", features.at("/3/type").asText());
        assertEquals("unnamed", first.result().experiment().at("/heads/1/type").asText());
        Report.write(first, out, Run.defaults());
        assertTrue(Files.readString(out.resolve(Report.HTML)).contains("unnamed"));
        assertEquals(first.resultSha256(), run(temp.resolve("again")).resultSha256());
        String told = assertThrows(
                        IOException.class,
                        () -> StoredComparison.experiment(first.result(), out.resolve(ResultFile.NAME)))
                .getMessage();
        assertTrue(told.contains("/features/0/type: this feature extractor has no name in files"), told);
    }

    @Test
    void modelsAreKeptOnlyWhereAFileCanHoldThem() throws IOException {
        for (FinishedRun run : run(temp.resolve("out")).runs()) {
            boolean named = run.cell().feature().equals("pixels")
                    && run.cell().head().equals("perceptron")
                    && run.run().seed() == 1;
            assertEquals(
                    named,
                    run.outputs().model(Run.defaults()).isPresent(),
                    run.cell().feature() + " × " + run.cell().head());
        }
    }

    @Test
    void aRunIsReusedOnlyWhereItsSettingsAreKnown() throws IOException {
        Path out = temp.resolve("out");
        List<FinishedRun> first = run(out).runs();
        List<String> keys = keys(out, first);
        List<FinishedRun> second = run(out).runs();
        for (int i = 0; i < second.size(); i++) {
            CellResult cell = second.get(i).cell();
            boolean known = !cell.feature().equals("secret") && cell.head().equals("perceptron");
            assertEquals(known, keys.get(i).equals(keys(out, second).get(i)), cell.feature() + " × " + cell.head());
        }
    }

    private static List<String> keys(Path out, List<FinishedRun> runs) throws IOException {
        List<String> keys = new java.util.ArrayList<>();
        for (FinishedRun run : runs) {
            keys.add(Files.readString(out.resolve(run.run().folder()).resolve(RunFolder.KEY)));
        }
        return keys;
    }

    @Test
    void whatCanBeSavedIsNotWhatIsPromised() {
        assertTrue(Experiment.canBeSaved(Softmax.defaults()));
        assertFalse(Experiment.canBeSaved(SmileRandomForest.defaults()));
        assertFalse(Experiment.canBeSaved(new GrayPixels(1)));
        assertFalse(new Concat(List.of(RawPixels.defaults(), new NotSaved())).canBeSaved());
        assertTrue(new NotSaved().bitsPromised());
    }

    record NotSaved() implements Delegating {
        @Override
        public boolean canBeSaved() {
            return false;
        }
    }

    @Test
    void theHashOfCodeIsThatOfTheClassesAskedFor() {
        String whittle = CodeHash.of(List.of());
        assertEquals(whittle, CodeHash.of(List.of(Softmax.class, Spec.class)));
        String withTests = CodeHash.of(List.of(UnnamedSpecTest.class));
        assertNotEquals(whittle, withTests);
        assertEquals(withTests, CodeHash.of(List.of(GrayPixels.class, Softmax.class)));
        // A class without a place, as of the Java platform, may be another each time.
        assertNotEquals(CodeHash.of(List.of(String.class)), CodeHash.of(List.of(String.class)));
    }
}
