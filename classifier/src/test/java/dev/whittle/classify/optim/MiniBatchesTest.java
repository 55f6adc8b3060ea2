package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MiniBatchesTest {
    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertEquals(
                "Mini-batch training: optimizer must be given, got null;"
                        + " learningRate must be above 0 and finite, got 0.0;"
                        + " epochs must be at least 1, got 0; batchSize must be at least 1, got -1;"
                        + " momentum must be at least 0 and below 1 as a float, got 1.0;"
                        + " decay must be at least 0 and below 1 as a float, got -0.1;"
                        + " epsilon must be above 0 and finite as a float, got 1.0E-60;"
                        + " weightDecay must be at least 0 and finite, got NaN;"
                        + " muonRate must be above 0 and finite, got 0.0;"
                        + " muonMomentum must be at least 0 and below 1 as a float, got 1.0;"
                        + " schedule must be given, got null; warmup must be at least 0 and at most epochs, got 1.0;"
                        + " schedulePeriod must be above 0 and finite, got 0.0;"
                        + " scheduleFactor must be above 0 and at most 1, got 2.0;"
                        + " clipNorm must be at least 0 and finite, got -1.0;"
                        + " clipValue must be at least 0 and finite, got Infinity; average must be given, got null;"
                        + " averageDecay must be at least 0 and below 1 as a float, got 1.0;"
                        + " patience must be at least 0, got -1; validation must be above 0 and below 1, got 1.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MiniBatches(
                                        null,
                                        0,
                                        0,
                                        -1,
                                        1,
                                        -0.1,
                                        1e-60,
                                        Double.NaN,
                                        0,
                                        1,
                                        null,
                                        1,
                                        0,
                                        2,
                                        -1,
                                        Double.POSITIVE_INFINITY,
                                        null,
                                        1,
                                        -1,
                                        1))
                        .getMessage());
    }

    /** 1 - 1e-9 is 1 as a float: momentum would never end. */
    @Test
    void whatIsOneAsAFloatIsNotBelowOne() {
        double almost = 1 - 1e-9;
        assertEquals(
                "Mini-batch training: momentum must be at least 0 and below 1 as a float, got " + almost
                        + "; decay must be at least 0 and below 1 as a float, got " + almost,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MiniBatches.builder()
                                        .momentum(almost)
                                        .decay(almost)
                                        .build())
                        .getMessage());
        assertEquals(1 - 1e-7, MiniBatches.builder().momentum(1 - 1e-7).build().momentum());
    }

    @Test
    void onlyLinearMayEndAtZero() {
        MiniBatches.Builder zero = MiniBatches.builder().scheduleFactor(0);
        assertEquals(0, zero.schedule(Schedule.LINEAR).build().scheduleFactor());
        assertEquals(
                "Mini-batch training: scheduleFactor must be above 0 and at most 1, got 0.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> zero.schedule(Schedule.STEP).build())
                        .getMessage());
        assertEquals(
                "Mini-batch training: scheduleFactor must be at least 0 and at most 1, got -0.5",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> zero.schedule(Schedule.LINEAR)
                                        .scheduleFactor(-0.5)
                                        .build())
                        .getMessage());
    }

    private static List<String> unused(MiniBatches.Builder settings) {
        return settings.build().unusedSettings().stream().map(Object::toString).toList();
    }

    @Test
    void settingsOfMuonAndAveragesAreUnusedWithoutThem() {
        List<String> plain = unused(MiniBatches.builder());
        for (String key : List.of("muonRate", "muonMomentum", "averageDecay", "scheduleFactor")) {
            assertEquals(1, plain.stream().filter(s -> s.contains(key)).count(), key);
        }
        List<String> all = unused(MiniBatches.builder()
                .optimizer(Optimizer.MUON)
                .schedule(Schedule.LINEAR)
                .average(Averaging.EMA));
        for (String key : List.of("muonRate", "muonMomentum", "momentum", "averageDecay", "scheduleFactor")) {
            assertEquals(0, all.stream().filter(s -> s.contains(key)).count(), key);
        }
    }

    @Test
    void oneCycleNeedsAWarmUp() {
        MiniBatches.Builder cycle = MiniBatches.builder().schedule(Schedule.ONE_CYCLE);
        for (double warmup : new double[] {0, 6.5}) {
            assertEquals(
                    "Mini-batch training: warmup must be above 0 and at most half of epochs for one-cycle, got "
                            + warmup,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> cycle.warmup(warmup).build())
                            .getMessage());
        }
        assertEquals(6, cycle.warmup(6).build().warmup());
    }

    @Test
    void readsAndWritesAsJson() throws IOException {
        String text = "{\"optimizer\": \"adamw\", \"learningRate\": 0.001, \"schedule\": \"one-cycle\", \"warmup\": 4}";
        MiniBatches settings = SpecJson.installed()
                .decodeRecord(
                        new JsonAt(CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)), pointer -> pointer),
                        MiniBatches.class);
        assertEquals(
                MiniBatches.builder()
                        .optimizer(Optimizer.ADAMW)
                        .learningRate(0.001)
                        .schedule(Schedule.ONE_CYCLE)
                        .warmup(4)
                        .build(),
                settings);
        JsonAt written = new JsonAt(SpecJson.installed().encodeRecord(settings), pointer -> pointer);
        assertEquals(settings, SpecJson.installed().decodeRecord(written, MiniBatches.class));
    }

    /** Every setter of the builder sets the component of its name, and no other. */
    @Test
    void theBuilderSetsWhatItSays() throws ReflectiveOperationException {
        MiniBatches other = new MiniBatches(
                Optimizer.ADAMW,
                0.5,
                7,
                9,
                0.4,
                0.3,
                0.2,
                0.1,
                0.15,
                0.25,
                Schedule.STEP,
                1,
                2,
                0.6,
                3,
                4,
                Averaging.EMA,
                0.35,
                5,
                0.7);
        MiniBatches.Builder all = MiniBatches.builder();
        for (var component : MiniBatches.class.getRecordComponents()) {
            MiniBatches.Builder one = MiniBatches.builder();
            Object value = component.getAccessor().invoke(other);
            for (MiniBatches.Builder builder : new MiniBatches.Builder[] {one, all}) {
                MiniBatches.Builder.class
                        .getMethod(component.getName(), component.getType())
                        .invoke(builder, value);
            }
            MiniBatches changed = one.build();
            for (var each : MiniBatches.class.getRecordComponents()) {
                MiniBatches from = each.getName().equals(component.getName()) ? other : MiniBatches.defaults();
                assertEquals(each.getAccessor().invoke(from), each.getAccessor().invoke(changed), each.getName());
            }
        }
        assertEquals(other, all.build());
        assertEquals(other, other.toBuilder().build());
    }
}
