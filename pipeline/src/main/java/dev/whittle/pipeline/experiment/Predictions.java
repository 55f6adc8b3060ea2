package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The test images of a run with their scores.
 *
 * @param images the test images
 * @param scores a row for each image, a column for each class
 */
record Predictions(Dataset images, Matrix scores) {
    /** The predicted class of each image: the one with the largest score. */
    int[] classes() {
        return Classifier.largest(scores);
    }

    /** Writes a CSV file with the name of each image, its class, the prediction, and the score of every class. */
    void write(Path file) throws IOException {
        int[] predicted = classes();
        AtomicFile.write(file, out -> {
            List<Object> header = new ArrayList<>(List.of("name", "class", "prediction"));
            header.addAll(images.classes());
            out.write(CsvFile.line(header.toArray()).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < predicted.length; i++) {
                List<Object> line = new ArrayList<>();
                line.add(images.name(i));
                line.add(images.classes().get(images.label(i)));
                line.add(images.classes().get(predicted[i]));
                for (float score : scores.row(i)) {
                    line.add(CanonicalJson.number(score));
                }
                out.write(CsvFile.line(line.toArray()).getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
