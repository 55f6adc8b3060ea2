package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    /** The fields of a line before the scores. */
    private static final int BEFORE_SCORES = 3;

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

    /**
     * The scores in such a file.
     *
     * @throws IOException if it cannot be read, or a line does not end with a score for each class
     */
    static Matrix scores(Path file) throws IOException {
        List<float[]> rows = new ArrayList<>();
        int[] line = {0, 0};
        try {
            CsvFile.read(Files.readString(file), fields -> {
                if (line[0]++ == 0) {
                    line[1] = fields.size() - BEFORE_SCORES;
                    return;
                }
                float[] row = new float[line[1]];
                if (fields.size() != BEFORE_SCORES + row.length) {
                    throw new NumberFormatException("got " + fields.size() + " fields");
                }
                for (int c = 0; c < row.length; c++) {
                    row[c] = Float.parseFloat(fields.get(BEFORE_SCORES + c));
                }
                rows.add(row);
            });
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + " must have a score for each of " + line[1] + " classes in record " + line[0] + ", "
                            + e.getMessage(),
                    e);
        }
        if (rows.isEmpty()) {
            throw new IOException(file + " has no images");
        }
        return Matrix.of(rows.toArray(float[][]::new));
    }
}
