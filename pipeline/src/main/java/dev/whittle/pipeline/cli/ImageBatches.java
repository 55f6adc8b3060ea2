package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.ImageShape;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works through image files a batch at a time: the files of a batch are decoded on all threads, those of one shape
 * become rows together, and the rows are handed on in the order of the files. Memory does not grow with the number of
 * files.
 */
final class ImageBatches {
    private static final int MOST_IMAGES = 1024;
    /** Bytes of decoded pixels that a batch should not exceed, as far as the size of the images before tells. */
    private static final long MOST_BYTES = 256L << 20;

    /** What becomes of images. */
    interface Work {
        /** Called for each image when it was decoded; may change its size and bands. */
        default Planar<GrayU8> prepare(Planar<GrayU8> image) {
            return image;
        }

        /**
         * A row for each of some images of one shape.
         *
         * @throws IllegalArgumentException if they cannot be used
         */
        Matrix rows(Dataset images, Run run);
    }

    /** Takes rows in the order of the files; an {@link IllegalArgumentException} says that this row's file is bad. */
    interface Sink {
        void accept(Path file, float[] row) throws IOException;
    }

    /** Hears of files that were left out. */
    interface Skipped {
        void accept(Path file, String reason) throws IOException;
    }

    private final List<Path> files;
    private final Work work;
    private final Run run;

    private ImageBatches(List<Path> files, Work work, Run run) {
        this.files = files;
        this.work = work;
        this.run = run;
    }

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
    static int process(List<Path> files, Work work, Sink sink, Skipped skipped, Run run) throws IOException {
        int leftOut = 0;
        long largest = 8L << 20;
        int done = 0;
        while (done < files.size()) {
            int n = (int) Math.max(run.threads(), Math.min(MOST_IMAGES, MOST_BYTES / largest));
            List<Path> some = files.subList(done, Math.min(files.size(), done + n));
            Batch batch = new ImageBatches(some, work, run).batch();
            for (int i = 0; i < some.size(); i++) {
                Path file = some.get(i);
                if (batch.failures[i] == null) {
                    try {
                        sink.accept(file, batch.rows[i]);
                    } catch (IllegalArgumentException e) {
                        batch.failures[i] = failure(file, e);
                    }
                }
                if (batch.failures[i] != null) {
                    if (skipped == null) {
                        throw batch.failures[i];
                    }
                    leftOut++;
                    skipped.accept(file, batch.failures[i].getMessage());
                }
            }
            largest = done == 0 ? batch.largest : Math.max(largest, batch.largest);
            done += some.size();
            run.progress("images", done, files.size());
        }
        return leftOut;
    }

    /** What became of the files of a batch: for each, a row or a failure. */
    private static final class Batch {
        private final float[][] rows;
        private final IOException[] failures;
        /** Bytes of pixels of the largest image, at least 1. */
        private long largest = 1;

        Batch(int n) {
            rows = new float[n][];
            failures = new IOException[n];
        }
    }

    private Batch batch() {
        int n = files.size();
        Batch batch = new Batch(n);
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            images.add(null);
        }
        run.parallel(n, 1, (i, to) -> {
            try {
                images.set(i, work.prepare(ImageFile.read(files.get(i))));
            } catch (IOException e) {
                batch.failures[i] = e;
            } catch (IllegalArgumentException e) {
                batch.failures[i] = failure(files.get(i), e);
            }
        });
        Map<ImageShape, List<Integer>> ofShape = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            if (images.get(i) != null) {
                ImageShape shape = ImageShape.of(images.get(i));
                batch.largest = Math.max(batch.largest, (long) shape.width() * shape.height() * shape.bands());
                ofShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(i);
            }
        }
        for (List<Integer> group : ofShape.values()) {
            rows(images, group, batch);
        }
        return batch;
    }

    /** Computes the rows of images of one shape; where that fails, image by image, to find out which are bad. */
    private void rows(List<Planar<GrayU8>> images, List<Integer> group, Batch batch) {
        Decoded decoded = new Decoded(
                group.stream().map(images::get).toList(),
                group.stream().map(i -> files.get(i).toString()).toList());
        try {
            Matrix rows = work.rows(decoded, run);
            for (int k = 0; k < group.size(); k++) {
                batch.rows[group.get(k)] = rows.row(k);
            }
        } catch (IllegalArgumentException e) {
            if (group.size() == 1) {
                batch.failures[group.get(0)] = failure(files.get(group.get(0)), e);
                return;
            }
            for (int i : group) {
                rows(images, List.of(i), batch);
            }
        }
    }

    private static IOException failure(Path file, IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return new IOException(message.contains(file.toString()) ? message : file + ": " + message, e);
    }

    /** Images of one batch, which nobody else has. */
    private record Decoded(List<Planar<GrayU8>> images, List<String> names) implements Dataset {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public Planar<GrayU8> image(int i) {
            return images.get(i);
        }

        @Override
        public int label(int i) {
            throw new IllegalStateException(names.get(i) + " has no label");
        }

        @Override
        public String name(int i) {
            return names.get(i);
        }

        @Override
        public List<String> classes() {
            return List.of();
        }
    }
}
