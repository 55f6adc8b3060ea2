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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that ended in the middle of training continues there, with the same bits. */
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

    /** What the killed training took. */
    private double before;

    private ComparisonRun comparison(Path out, int lastEpoch) throws IOException {
        Path file = Files.writeString(temp.resolve("resumed.yaml"), EXPERIMENT);
        seen.clear();
        return Tiny.run(Experiment.read(file), Run.defaults())
                .withListener(new ComparisonRun.Listener() {
                    @Override
                    public void step(String stage, long done, long total) {
                        if (stage.equals("train")) {
                            seen.add(done);
                        }
                    }

                    @Override
                    public void resumed(double seconds) {
                        before = seconds;
                    }

                    @Override
                    public void iteration(int iteration, double objective, double accuracy) {
                        if (iteration == lastEpoch) {
                            throw new IllegalStateException("killed");
                        }
                    }
                })
                .withFolder(out);
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
        assertTrue(before > 0 && result.runs().get(0).timing().trainSeconds() > before, "all of it is counted");
        assertEquals(2L * SAMPLES + 20, seen.get(0), "the first two epochs are not trained again");
        assertEquals((long) EPOCHS * SAMPLES, seen.get(seen.size() - 1));
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("result.json")), Files.readAllBytes(resumed.resolve("result.json")));
        assertFalse(Files.exists(resumed.resolve("checkpoints")));
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
