package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LargeTrainingTest {
    @Test
    void aSmallFileIsTrainedOn() throws IOException {
        String text = LargeTraining.train(1_000, 200, Run.defaults());
        double recognised = Double.parseDouble(text.replaceAll(".* ([0-9.]+) % of the first.*", "$1"));
        assertTrue(recognised > 30, text);
    }
}
