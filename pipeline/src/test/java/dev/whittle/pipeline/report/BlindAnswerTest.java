package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first screen says of robustness. */
class BlindAnswerTest {
    @TempDir
    private Path temp;

    private static BlindSpots.Row row(String feature, String head, double... accuracies) {
        List<BlindSpots.Loss> losses = new ArrayList<>();
        for (int i = 0; i < accuracies.length; i++) {
            losses.add(new BlindSpots.Loss(List.of("hue", "jpeg", "shift").get(i), accuracies[i], 75 - accuracies[i]));
        }
        return new BlindSpots.Row(feature, head, 75, losses, true);
    }

    private Answers.Answer blind(ComparisonResult comparison, BlindSpots.Row... rows) throws IOException {
        Summary summary = Summary.of(comparison);
        BlindSpots spots = new BlindSpots(
                List.of("hue", "jpeg", "shift"),
                "severity 3",
                List.of(new BlindSpots.Table(null, List.of(rows))),
                AnswersTest.IMAGES,
                "seeds");
        return AnswersTest.answer(
                Answers.of(
                        comparison.plan(),
                        false,
                        summary,
                        Rivals.of(comparison, summary),
                        Baselines.of(comparison),
                        Costs.of(comparison, summary),
                        Optional.of(spots)),
                "blind");
    }

    /** 1.96 deviations of a difference of two counts of 100 images are 13.9 points at most. */
    @Test
    void whatEachIsBlindTo() throws IOException {
        AnswersTest.says(
                blind(
                        AnswersTest.features(temp, "", new int[] {0, 50}, new int[] {0, 75}, new int[] {0, 67}),
                        row("f0", "softmax", 40, 60, 74),
                        row("f1", "softmax", 76, 70, 10),
                        row("f2", "softmax", 1, 2, 3)),
                "f1 is hurt least by hue (+1.0 points) and most by shift (-65.0 points).",
                "The baseline, f0, is hurt least by shift (-1.0) and most by hue (-35.0). It is blind to what"
                        + " costs nothing. Changes below 13.9 points may be chance.");
    }

    /** The table's head is chosen on the validation images; the winner is the baseline, so the next one is named. */
    @Test
    void anotherHeadAndNoOtherBaseline() throws IOException {
        AnswersTest.says(
                blind(
                        AnswersTest.features(temp, "", new int[] {0, 75}, new int[] {0, 50}),
                        row("f0", "SVM", 70),
                        row("f1", "softmax", 75, 75, 75)),
                "f0 under SVM changes by -5.0 points by hue.",
                "The next, f1, changes by 0.0 points by every corruption. It is blind to");
    }
}
