package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Works through image files a batch at a time: the files of a batch are decoded and processed on all threads, then handed on in
 * order. Memory does not grow with the number of files.
 */
final class ImageStream {
    private static final int BATCH = 256;

    /** Computes a row from an image. */
    interface Row {
        float[] of(Planar<GrayU8> image);
    }

    /** Takes rows in the order of the files; an {@link IllegalArgumentException} says that this row's file is bad. */
    interface Sink {
        void accept(Path file, float[] row) throws IOException;
    }

    /** Hears of files that were left out. */
    interface Skipped {
        void accept(Path file, String reason) throws IOException;
    }

    private ImageStream() {}

    /** Lists what is left out, a line each. */
    static Skipped listed(PrintWriter err, ConsoleProgress progress) {
        return (file, reason) -> {
            progress.close();
            err.println("skipped: " + reason);
            err.flush();
        };
    }

    /**
     * Gives every file's row to {@code sink}.
     *
     * @param skipped null: a bad file ends the work; else it is told of each bad file, and the work goes on
     * @return how many files were left out
     * @throws IOException of the first bad file in order, or of the sink
     */
    static int process(List<Path> files, Row row, Sink sink, Skipped skipped, Run run) throws IOException {
        int leftOut = 0;
        for (int start = 0; start < files.size(); start += BATCH) {
            int n = Math.min(BATCH, files.size() - start);
            int first = start;
            float[][] results = new float[n][];
            IOException[] failures = new IOException[n];
            run.parallel(n, 8, (from, to) -> {
                for (int i = from; i < to; i++) {
                    Path file = files.get(first + i);
                    try {
                        results[i] = row.of(ImageFile.read(file));
                    } catch (IOException e) {
                        failures[i] = e;
                    } catch (IllegalArgumentException e) {
                        failures[i] = new IOException(file + ": " + e.getMessage(), e);
                    }
                }
            });
            for (int i = 0; i < n; i++) {
                Path file = files.get(first + i);
                if (failures[i] == null) {
                    try {
                        sink.accept(file, results[i]);
                    } catch (IllegalArgumentException e) {
                        failures[i] = new IOException(file + ": " + e.getMessage(), e);
                    }
                }
                if (failures[i] != null) {
                    if (skipped == null) {
                        throw failures[i];
                    }
                    leftOut++;
                    skipped.accept(file, failures[i].getMessage());
                }
            }
            run.progress("images", first + n, files.size());
        }
        return leftOut;
    }
}
