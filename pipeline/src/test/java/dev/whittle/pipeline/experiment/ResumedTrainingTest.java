package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that ended in the middle of training continues there, with the same bits. */
@Tag("long")
class ResumedTrainingTest {
    private static final int SAMPLES = 60;
    private static final int EPOCHS = 4;
    private static final String EXPERIMENT = """
            name: resumed
            data: {set: generated, train: 60, test: 20}
            seeds: [1]
            features:
              - {name: pixels, type: raw-pixels}
            heads:
              - {name: net, type: image-network, width: 2, training: {epochs: 4, batchSize: 20}}
            """;

    @TempDir
    private Path temp;

    /** Which samples were seen in training, counted over the epochs. */
    private final List<Long> seen = new ArrayList<>();

    /** What the killed trainings took. */
    private final List<Double> before = new ArrayList<>();

    /** When a training continued and when its last epoch was reported, in nanoseconds. */
    private long continued;

    private long ended;
    /** How long the listener pauses after the first epoch of a training that is killed, in milliseconds. */
    private int pause;

    private ComparisonRun comparison(Path out, int lastEpoch) throws IOException {
        return comparison(EXPERIMENT, out, lastEpoch);
    }

    private ComparisonRun comparison(String experiment, Path out, int lastEpoch) throws IOException {
        Path file = Files.writeString(temp.resolve("resumed.yaml"), experiment);
        before.clear();
        seen.clear();
        return Tiny.run(Experiment.read(file), Run.defaults())
                .withListener(new ComparisonListener() {
                    @Override
                    public void step(String stage, long done, long total) {
                        if (stage.equals("train")) {
                            seen.add(done);
                        }
                    }

                    @Override
                    public void resumed(double seconds) {
                        before.add(seconds);
                        continued = System.nanoTime();
                    }

                    @Override
                    public void iteration(int iteration, double objective, double accuracy) {
                        // Softmax has fewer iterations.
                        if (iteration == EPOCHS) {
                            ended = System.nanoTime();
                        }
                        if (iteration == 1 && lastEpoch <= EPOCHS) {
                            sleep(pause);
                        }
                        if (iteration == lastEpoch) {
                            throw new IllegalStateException("killed");
                        }
                    }
                })
                .withFolder(out);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasCheckpoint(Path out) throws IOException {
        Path folder = out.resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.walk(folder)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    @Test
    void killedAndResumedItHasTheSameBits() throws IOException {
        Path whole = temp.resolve("whole");
        comparison(whole, EPOCHS + 1).run();
        Path resumed = temp.resolve("resumed");
        ComparisonRun killed = comparison(resumed, 2);
        assertThrows(IllegalStateException.class, killed::run);
        assertTrue(hasCheckpoint(resumed));
        ComparisonResult result = comparison(resumed, EPOCHS + 1).run();
        double trained = result.runs().get(0).timing().trainSeconds();
        assertTrue(before.size() == 1 && before.get(0) > 0 && trained > before.get(0), "all of it is counted");
        assertEquals(2L * SAMPLES + 20, seen.get(0), "the first two epochs are not trained again");
        assertEquals((long) EPOCHS * SAMPLES, seen.get(seen.size() - 1));
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("result.json")), Files.readAllBytes(resumed.resolve("result.json")));
        assertFalse(Files.exists(resumed.resolve("checkpoints")));
    }

    /** In the last fit, after all candidates: none of them is fitted again, and their seconds count. */
    @Test
    void candidatesAreKept() throws IOException {
        String candidates = EXPERIMENT
                .replace("train: 60,", "train: 60, validation: 20,")
                .replace(
                        "{name: net, type: image-network, width: 2, training: {epochs: 4, batchSize: 20}}",
                        "{name: net, type: image-network, training: {epochs: 4, batchSize: 20},"
                                + " candidates: [{width: 1}, {width: 2}]}");
        Path whole = temp.resolve("whole");
        comparison(candidates, whole, EPOCHS + 1).run();
        Path resumed = temp.resolve("resumed");
        ComparisonRun killed = comparison(candidates, resumed, 2);
        assertThrows(IllegalStateException.class, killed::run);
        ComparisonResult result = comparison(candidates, resumed, EPOCHS + 1).run();
        assertEquals(2, before.size(), "the candidates, and the last fit");
        double seconds = result.runs().get(0).timing().trainSeconds();
        assertTrue(seconds > before.get(0) + before.get(1), () -> seconds + " s, before " + before);
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("result.json")), Files.readAllBytes(resumed.resolve("result.json")));
        assertFalse(Files.exists(resumed.resolve("checkpoints")));
    }

    @Test
    void theSecondsOfALearnedFeatureAreCountedWhole() throws IOException {
        String layer = EXPERIMENT
                .replace(
                        "{name: pixels, type: raw-pixels}",
                        "{name: pool, type: learned-layer, layer: pool1, network: {width: 2, training: {epochs: 4,"
                                + " batchSize: 20}}}")
                .replace(
                        "{name: net, type: image-network, width: 2, training: {epochs: 4, batchSize: 20}}",
                        "{name: softmax, type: softmax, iterations: 2}");
        Path out = temp.resolve("out");
        // Longer than anything before the first epoch, which is not counted twice.
        pause = 3000;
        ComparisonRun killed = comparison(layer, out, 3);
        assertThrows(IllegalStateException.class, killed::run);
        ComparisonResult result = comparison(layer, out, EPOCHS + 1).run();
        assertEquals(1, before.size());
        double seconds = result.runs().get(0).timing().fitFeatureSeconds();
        double least = before.get(0) + (ended - continued) / 1e9;
        assertTrue(before.get(0) > 3 && seconds >= least, () -> seconds + " s, at least " + least);
    }

    @Test
    void aCheckpointOfAnotherProgramIsNotUsed() throws IOException {
        Path out = temp.resolve("out");
        ComparisonRun killed = comparison(out, 2);
        assertThrows(IllegalStateException.class, killed::run);
        Path checkpoints = out.resolve("checkpoints");
        Path own;
        try (var programs = Files.list(checkpoints)) {
            own = programs.findFirst().orElseThrow();
        }
        Files.move(own, checkpoints.resolve("of-another-program"));
        comparison(out, EPOCHS + 1).run();
        assertEquals(20, seen.get(0), "training begins anew");
    }
}
