package dev.whittle.pipeline.experiment;

import dev.whittle.feature.file.CsvReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A test image in the list of predictions of a run.
 *
 * @param truth its class
 * @param prediction the class it is taken for
 */
public record PredictedImage(String name, String truth, String prediction) {
    /** Those of a list, in the order of the test images. */
    static List<PredictedImage> read(Path list) throws IOException {
        byte[] content = GzipFile.content(list).orElseThrow(() -> new IOException(list + " is damaged"));
        List<PredictedImage> images = new ArrayList<>();
        for (CsvReader.Row row : CsvReader.parse(new String(content, StandardCharsets.UTF_8))) {
            List<String> fields = row.fields();
            if (row.line() > 1 && fields.size() > Predictions.BEFORE_SCORES) {
                images.add(new PredictedImage(fields.get(fields.size() - 1), fields.get(4), fields.get(3)));
            }
        }
        return images;
    }
}
