package dev.whittle.pipeline.cli;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.experiment.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Predicts the classes of the rows of a .npy file, range by range. */
final class TablePrediction {
    private TablePrediction() {}

    /** Receives lines of the output. */
    interface Lines {
        void add(String line) throws IOException;
    }

    /**
     * @param lines receives a heading, and for each row its number, its class and the score of every class
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if rows do not fit the model, or a value or a score is not finite, with the row
     */
    static void write(TableModel model, Path file, Lines lines, Run run) throws IOException {
        List<String> classes = model.classes().isEmpty()
                ? IntStream.range(0, model.head().fitted().classes())
                        .mapToObj(String::valueOf)
                        .toList()
                : model.classes();
        try (MappedRows rows = NpyFile.map(file)) {
            if (rows.columns() != model.columns()) {
                throw new IOException(file + " has rows of " + rows.columns()
                        + " values, but the model was trained on rows of " + model.columns());
            }
            rows.checkFinite(file.toString());
            List<Object> heading = new ArrayList<>(List.of("row", "class"));
            heading.addAll(classes);
            lines.add(CsvFile.line(heading.toArray()));
            int most = Tables.rowsAtOnce(rows.columns());
            for (int from = 0; from < rows.rows(); from += most) {
                int first = from;
                Matrix some = new Matrix(Math.min(most, rows.rows() - from), rows.columns());
                rows.read(from, some.rows(), some.data(), 0);
                Matrix scores = model.scores(some, row -> file + ": row " + (first + row), run);
                for (int r = 0; r < scores.rows(); r++) {
                    lines.add(line(first + r, scores.row(r), classes));
                }
                run.progress("rows", from + some.rows(), rows.rows());
            }
        }
    }

    private static String line(int row, float[] scores, List<String> classes) {
        List<Object> line = new ArrayList<>();
        line.add(row);
        line.add(classes.get(Classifier.largest(scores, 0, scores.length)));
        for (float score : scores) {
            line.add(CanonicalJson.number(score));
        }
        return CsvFile.line(line.toArray());
    }
}
