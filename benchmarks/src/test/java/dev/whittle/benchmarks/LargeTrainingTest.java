package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LargeTrainingTest {
    @Test
    void aSmallFileIsTrainedOn() throws IOException {
        String text = LargeTraining.train(1_000, 200, Run.defaults());
        List<Double> recognised = Pattern.compile("([0-9.]+) % of the first")
                .matcher(text)
                .results()
                .map(share -> Double.valueOf(share.group(1)))
                .toList();
        // Three iterations on all samples, and an epoch of 62 short steps; chance is 10 %. To the digit, as bits are
        // the same everywhere.
        assertEquals(List.of(99.4, 32.5), recognised, text);
    }
}
