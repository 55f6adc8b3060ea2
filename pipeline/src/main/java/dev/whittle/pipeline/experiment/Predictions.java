package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.CsvReader;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The test images of a run with their scores.
 *
 * @param images the test images
 * @param scores a row for each image, a column for each class
 * @param repeat the place of the seed among the seeds, from 0; null for a run with fewer training images, of which no
 *     list is written
 * @param fold the number of the fold, from 0; null without folds, for which the list has 0
 */
record Predictions(Dataset images, Matrix scores, Integer repeat, Integer fold) {
    private static final int BYTE_VALUES = 256;
    /** The fields of a line of the list before the scores; behind them stands the name. */
    static final int BEFORE_SCORES = 5;

    /** The predicted class of each image: the one with the largest score. */
    int[] classes() {
        return Classifier.largest(scores);
    }

    /** Writes the predicted classes as .npy, of one byte each where there are no more than 256 classes. */
    void writeClasses(Path file) throws IOException {
        int[] predicted = classes();
        if (scores.columns() > BYTE_VALUES) {
            NpyFile.write(file, predicted);
            return;
        }
        byte[] bytes = new byte[predicted.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) predicted[i];
        }
        NpyFile.write(file, NdArray.bytes(bytes, bytes.length));
    }

    /**
     * Writes a compressed CSV file with the columns of predictions in OpenML: {@code repeat}, {@code fold}, {@code
     * row_id}, {@code prediction}, {@code truth}, and the score of every class as {@code confidence.CLASS}. The last
     * column is the name of the image. Rows are in the order of the test images. Scores have {@link ThreeDigits}:
     * enough to read, and a fifth of the bytes of all.
     */
    void writeList(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            GZIPOutputStream zip = new GZIPOutputStream(out);
            list(zip);
            zip.finish();
        });
    }

    /**
     * The scores in such a list, to the digits that it has.
     *
     * @throws IOException if it cannot be read, or a line has no score for each class
     */
    static Matrix scores(Path file) throws IOException {
        byte[] content = GzipFile.content(file).orElseThrow(() -> new IOException(file + " is damaged"));
        // Row by row, as the fields of all take many times the memory of the scores.
        List<float[]> rows = new ArrayList<>();
        int[] classes = new int[1];
        List<CsvReader.Row> wrong = new ArrayList<>();
        CsvReader.forEach(new String(content, StandardCharsets.UTF_8), line -> {
            if (line.line() == 1) {
                classes[0] = line.fields().size() - BEFORE_SCORES - 1;
            } else if (wrong.isEmpty()) {
                float[] row = classes[0] < 1 ? null : row(line.fields(), classes[0]);
                if (row == null) {
                    wrong.add(line);
                } else {
                    rows.add(row);
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw new IOException(file + " must have a score for each of " + classes[0] + " classes in line "
                    + wrong.get(0).line() + ", got " + wrong.get(0).fields());
        }
        if (rows.isEmpty()) {
            throw new IOException(file + " has no images");
        }
        return Matrix.of(rows.toArray(float[][]::new));
    }

    /** The scores of a line; null if it has not one for each class. */
    private static float[] row(List<String> fields, int classes) {
        if (fields.size() != BEFORE_SCORES + classes + 1) {
            return null;
        }
        float[] row = new float[classes];
        try {
            for (int c = 0; c < classes; c++) {
                row[c] = Float.parseFloat(fields.get(BEFORE_SCORES + c));
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return row;
    }

    /** Scores to the digits of the list, as if they were read from it. */
    static Matrix rounded(Matrix scores) {
        Matrix rounded = new Matrix(scores.rows(), scores.columns());
        for (int i = 0; i < scores.rows(); i++) {
            float[] row = scores.row(i);
            for (int c = 0; c < row.length; c++) {
                rounded.set(i, c, Float.parseFloat(ThreeDigits.of(row[c]).toString()));
            }
        }
        return rounded;
    }

    private void list(OutputStream out) throws IOException {
        int[] predicted = classes();
        List<String> names = images.classes();
        List<Object> header = new ArrayList<>(List.of("repeat", "fold", "row_id", "prediction", "truth"));
        names.forEach(name -> header.add("confidence." + name));
        header.add("name");
        out.write(CsvFile.line(header.toArray()).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < predicted.length; i++) {
            List<Object> line = new ArrayList<>(
                    List.of(repeat, fold == null ? 0 : fold, i, names.get(predicted[i]), names.get(images.label(i))));
            for (float score : scores.row(i)) {
                line.add(CanonicalJson.number(ThreeDigits.of(score)));
            }
            line.add(images.name(i));
            out.write(CsvFile.line(line.toArray()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
