package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of {@link Predictions} and of {@link CsvFile}, which reads them. */
class PredictionsTest {
    private static final List<String> CLASSES = List.of("a, \"quoted\"", "two\nlines", "c");

    @TempDir
    private Path temp;

    @Test
    void scoresComeBack() throws IOException {
        Matrix scores = Matrix.of(
                new float[] {0.1f, -1e-30f, 3.4e38f}, new float[] {1 / 3f, Float.MIN_VALUE, -0.5f}, new float[] {7, 8, 9
                });
        Path file = temp.resolve("predictions.csv");
        new Predictions(HandMade.Images.plain(new int[] {0, 1, 2}, CLASSES), scores).write(file);
        Matrix read = Predictions.scores(file);
        assertEquals(3, read.columns());
        assertArrayEquals(scores.data(), read.data());
        String text = Files.readString(file);
        for (String wrong : new String[] {text.replace("0.1,", "x,"), text.replace("0.1,", "")}) {
            Files.writeString(file, wrong);
            String message = assertThrows(IOException.class, () -> Predictions.scores(file))
                    .getMessage();
            assertTrue(message.contains("predictions.csv") && message.contains("record 2"), message);
        }
        Files.writeString(file, CsvFile.line("name", "class", "prediction", "a"));
        assertThrows(IOException.class, () -> Predictions.scores(file));
    }

    @Test
    void fieldsComeBack() {
        List<List<String>> lines = new ArrayList<>();
        CsvFile.read(CsvFile.line("a", "", "\"") + CsvFile.line("x,\"y\"", "z\n\r", ""), lines::add);
        assertEquals(List.of(List.of("a", "", "\""), List.of("x,\"y\"", "z\n\r", "")), lines);
    }
}
