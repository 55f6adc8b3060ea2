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

    private Comparison run(Path out) throws IOException {
        return Comparison.run(
                experiment(), Tiny.noData(temp), out, Run.defaults().withThreads(2), new Compare.Listener() {});
    }

    @Test
    void theResultMarksThemAndIsTheSameAgain() throws IOException {
        Path out = temp.resolve("out");
        Comparison first = run(out);
        JsonNode features = first.result().path("experiment").path("features");
        assertEquals("unnamed", features.at("/0/type").asText());
        assertEquals(GrayPixels.class.getName(), features.at("/0/class").asText());
        assertEquals(3, features.at("/0/settings/unused").asInt());
        assertEquals("unnamed", features.at("/1/type").asText());
        assertTrue(features.at("/1/settings").isNull());
        assertEquals("concat", features.at("/2/type").asText());
        assertEquals("unnamed", features.at("/2/parts/0/type").asText());
        assertEquals("raw-pixels", features.at("/3/type").asText());
        assertEquals("unnamed", first.result().at("/experiment/heads/1/type").asText());
        Report.write(first, Run.defaults());
        assertTrue(Files.readString(out.resolve(Report.HTML)).contains("unnamed"));
        assertEquals(first.resultSha256(), run(temp.resolve("again")).resultSha256());
        String told =
                assertThrows(IOException.class, () -> Verify.experiment(out)).getMessage();
        assertTrue(told.contains("/features/0/type: this feature extractor has no name in files"), told);
    }

    @Test
    void modelsAreKeptOnlyWhereAFileCanHoldThem() throws IOException {
        for (KeptCell unit : run(temp.resolve("out")).units()) {
            boolean named = unit.feature().equals("pixels") && unit.head().equals("perceptron");
            assertEquals(named, unit.model().isPresent(), unit.feature() + " × " + unit.head());
        }
    }

    @Test
    void aUnitIsReusedOnlyWhereItsSettingsAreKnown() throws IOException {
        Path out = temp.resolve("out");
        List<KeptCell> first = run(out).units();
        List<String> keys = keys(first);
        List<KeptCell> second = run(out).units();
        for (int i = 0; i < second.size(); i++) {
            KeptCell unit = second.get(i);
            boolean known = !unit.feature().equals("secret") && unit.head().equals("perceptron");
            assertEquals(known, keys.get(i).equals(keys(second).get(i)), unit.feature() + " × " + unit.head());
        }
    }

    private static List<String> keys(List<KeptCell> units) throws IOException {
        List<String> keys = new java.util.ArrayList<>();
        for (KeptCell unit : units) {
            keys.add(Files.readString(unit.folder().resolve(KeptCell.KEY)));
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
