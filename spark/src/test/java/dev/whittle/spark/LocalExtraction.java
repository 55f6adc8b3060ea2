package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The rows that {@code whittle extract --skip-bad} writes of a folder, and the files that it skips.
 *
 * @param lines a line for each row, as {@link #lines} makes them of a table
 * @param skipped what it prints of files that cannot be used
 */
record LocalExtraction(List<String> lines, String skipped) {
    static LocalExtraction of(Path folder, Path temp, String... options) throws IOException {
        Path npy = Files.createTempFile(temp, "local", ".npy");
        List<String> args =
                new ArrayList<>(List.of("extract", folder.toString(), "--out", npy.toString(), "--skip-bad"));
        args.addAll(List.of(options));
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
        assertEquals(0, code, err.toString());
        List<String> lines = new ArrayList<>();
        List<String> csv = Files.readAllLines(Path.of(npy.toString().replace(".npy", ".csv")));
        try (MappedRows rows = NpyFile.map(npy)) {
            assertEquals(rows.rows(), csv.size() - 1);
            for (int i = 0; i < rows.rows(); i++) {
                String file = csv.get(i + 1).substring(csv.get(i + 1).indexOf(',') + 1);
                String name = folder.relativize(Path.of(file.replace("\"", ""))).toString();
                float[] row = new float[rows.columns()];
                rows.read(i, 1, row, 0);
                lines.add(line(i, name, row));
            }
        }
        return new LocalExtraction(lines, err.toString());
    }

    /** The rows with features of a table, in the order of their numbers, to the last bit. */
    static List<String> lines(List<Row> table) {
        List<String> lines = new ArrayList<>();
        List<Row> good = new ArrayList<>(table);
        good.removeIf(row -> row.getAs("reason") != null);
        good.sort(Comparator.comparingLong(row -> row.getLong(0)));
        for (Row row : good) {
            List<Float> features = row.getList(row.fieldIndex("features"));
            float[] values = new float[features.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = features.get(i);
            }
            lines.add(line(row.getLong(0), row.getAs("name"), values));
        }
        return lines;
    }

    private static String line(long number, String name, float[] row) {
        StringBuilder line = new StringBuilder(number + " " + name + ":");
        for (float value : row) {
            line.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
        }
        return line.toString();
    }
}
