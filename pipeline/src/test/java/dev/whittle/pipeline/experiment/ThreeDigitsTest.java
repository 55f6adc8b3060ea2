package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Rng;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeDigitsTest {
    @TempDir
    private Path temp;

    /** The definition: the exact value of the float, rounded. */
    private static String reference(float value) {
        return CanonicalJson.number(
                        new BigDecimal(value).round(new MathContext(3)).doubleValue())
                .toString();
    }

    private static void check(float value) {
        assertEquals(
                reference(value),
                CanonicalJson.number(ThreeDigits.of(value)).toString(),
                () -> "bits " + Integer.toHexString(Float.floatToRawIntBits(value)) + ", " + value);
    }

    @Test
    void everyKindOfFloat() {
        Rng random = new Rng(1, "floats", 0);
        for (int i = 0; i < 200_000; i++) {
            float any = Float.intBitsToFloat(random.nextInt(1 << 16) << 16 | random.nextInt(1 << 16));
            if (Float.isFinite(any)) {
                check(any);
            }
            check((random.nextInt(2_000_000) - 1_000_000) / 50_000f);
        }
    }

    /** Halves are exact in binary: 1.125, 100.5, 12.25 and so on; and values beside powers of ten. */
    @Test
    void halvesAndPowersOfTen() {
        for (int n = 1000; n < 10_000; n++) {
            for (int shift = 0; shift < 12; shift++) {
                check(n / (float) (1 << shift));
                check(-n / (float) (1 << shift));
            }
        }
        for (float power :
                new float[] {1e-38f, 1e-10f, 1e-9f, 1e-3f, 0.1f, 1, 10, 100, 1000, 1e7f, 1e14f, 1e15f, 1e38f}) {
            for (float value : new float[] {Math.nextDown(power), power, Math.nextUp(power), 0.9995f * power}) {
                check(value);
                check(-value);
            }
        }
        for (float value : new float[] {0, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, 999.5f, 99.95f}) {
            check(value);
        }
    }

    /** Scores have the same digits from a list, from memory and from the file of a part of a fusion. */
    @Test
    void scoresAreRoundedWhereverTheyAreFrom() throws IOException {
        Matrix scores = new Matrix(2, 2, new float[] {1.0012f, 1.0034f, -7.77777f, 3e-8f});
        HandMade.Images images = HandMade.Images.plain(new int[] {1, 1}, List.of("a", "b"));
        Path list = temp.resolve("p.csv.gz");
        Predictions predictions = new Predictions(images, scores, 0, null);
        predictions.writeList(list);
        float[] expected = Predictions.scores(list).data();
        assertArrayEquals(expected, Predictions.rounded(scores).data());
        FinishedRun.Scores kept = new FinishedRun.Scores(scores, scores);
        FinishedRun.Outputs inMemory = new FinishedRun.InMemory(predictions.classes(), kept, null);
        assertArrayEquals(expected, inMemory.testScores().orElseThrow().data());
        assertArrayEquals(new int[] {1, 1}, inMemory.predictions());
    }
}
