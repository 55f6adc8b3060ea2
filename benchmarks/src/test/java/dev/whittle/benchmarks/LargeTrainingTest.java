package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals(2, recognised.size(), text);
        assertTrue(recognised.get(0) > 30 && recognised.get(1) > 30, text);
    }
}
