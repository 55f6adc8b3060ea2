package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.data.Notes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processes image files in batches. The files of a batch are decoded on all threads. Images of the same shape are
 * converted to rows together, and the rows are passed on in the order of the files. Memory does not grow with the
 * number of files.
 */
final class ImageBatches {
    private static final int MOST_IMAGES = 1024;
    /** The largest number of bytes of decoded pixels in a batch, estimated from the size of earlier images. */
    private static final long MOST_BYTES = 256L << 20;

    /** Computes a row from an image. */
    interface Work {
        /** Called for each decoded image; may change its size and bands. */
        default Planar<GrayU8> prepare(Planar<GrayU8> image) {
            return image;
        }

        /** Whether images may have different sizes. If not, all must have the size of the first. */
        default boolean takesAnySize() {
            return true;
        }

        /**
         * Computes a row for each of some images of the same shape.
         *
         * @throws IllegalArgumentException if they cannot be used
         */
        Matrix rows(Dataset images, Run run);
    }

    /**
     * Receives rows in the order of the files. It throws an {@link IllegalArgumentException} if the file of a row
     * cannot be used.
     */
    interface Sink {
        void accept(Path file, float[] row) throws IOException;
    }

    /** Receives what a user should know of the files. */
    interface Listener {
        /** A file or folder cannot be used. */
        void bad(String reason);

        /** What is to be said of how images were decoded, after the last of them. */
        void note(String text);
    }

    private final List<Path> files;
    private final Work work;
    private final Run run;

    private ImageBatches(List<Path> files, Work work, Run run) {
        this.files = files;
        this.work = work;
        this.run = run;
    }

    /** Prints all that is heard, one on each line. */
    static Listener printed(boolean skipBad, PrintWriter err, ConsoleProgress progress) {
        return new Listener() {
            @Override
            public void bad(String reason) {
                line((skipBad ? "skipped: " : "cannot be used: ") + reason);
            }

            @Override
            public void note(String text) {
                line("note: " + text);
            }

            private void line(String text) {
                progress.close();
                err.println(text);
                err.flush();
            }
        };
    }

    /**
     * Passes every file's row to {@code sink}.
     *
     * @param skipBad whether the work continues without files that cannot be used. If not, the remaining files are
     *     still tried, so that all bad ones are known, but no more rows are passed on
     * @return how many files and folders cannot be used
     * @throws IOException if there are such files and {@code skipBad} is false, if no file can be used, or if the sink
     *     fails
     */
    static int process(GivenImages given, Work work, Sink sink, boolean skipBad, Listener listener, Run run)
            throws IOException {
        List<Path> files = given.files();
        for (String fault : given.faults()) {
            listener.bad(fault);
        }
        int leftOut = given.faults().size();
        Map<String, List<String>> notes = new TreeMap<>();
        long largest = 8L << 20;
        int done = 0;
        ImageShape first = null;
        while (done < files.size()) {
            int n = (int) Math.max(run.threads(), Math.min(MOST_IMAGES, MOST_BYTES / largest));
            List<Path> some = files.subList(done, Math.min(files.size(), done + n));
            Batch batch = new ImageBatches(some, work, run).batch();
            for (int i = 0; i < some.size(); i++) {
                Path file = some.get(i);
                if (batch.failures[i] == null && !work.takesAnySize()) {
                    first = first == null ? batch.shapes[i] : first;
                    if (!first.hasSizeOf(batch.shapes[i])) {
                        // To leave it out would let the first image decide for all.
                        throw new IOException(file + " has " + batch.shapes[i].width() + "x"
                                + batch.shapes[i].height() + " pixels, but the images before have " + first.width()
                                + "x" + first.height()
                                + ", and this feature compares images of one size: give --scale, such as --scale 128");
                    }
                }
                if (batch.failures[i] == null && (skipBad || leftOut == 0)) {
                    try {
                        sink.accept(file, batch.rows[i]);
                    } catch (IllegalArgumentException e) {
                        batch.failures[i] = failure(file, e);
                    }
                }
                for (ImageNote note : batch.notes.get(i)) {
                    notes.computeIfAbsent(note.text(), text -> new ArrayList<>())
                            .add(file.toString());
                }
                if (batch.failures[i] != null) {
                    leftOut++;
                    listener.bad(batch.failures[i].getMessage());
                }
            }
            largest = done == 0 ? batch.largest : Math.max(largest, batch.largest);
            done += some.size();
            run.progress("images", done, files.size());
        }
        Notes.lines(notes).forEach(listener::note);
        if (leftOut == given.size()) {
            throw new IOException("None of the images can be used");
        }
        if (leftOut > 0 && !skipBad) {
            throw new IOException(leftOut + " of " + given.size() + " files and folders cannot be used;"
                    + " to continue without them, give --skip-bad");
        }
        return leftOut;
    }

    /** The outcome for each file of a batch: a row or a failure. */
    private static final class Batch {
        private final float[][] rows;
        private final IOException[] failures;
        private final ImageShape[] shapes;
        private final List<List<ImageNote>> notes = new ArrayList<>();
        /** The number of bytes of the pixels of the largest image, at least 1. */
        private long largest = 1;

        Batch(int n) {
            rows = new float[n][];
            failures = new IOException[n];
            shapes = new ImageShape[n];
            for (int i = 0; i < n; i++) {
                notes.add(new ArrayList<>());
            }
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
                Path file = files.get(i);
                byte[] contents = ImageFile.bytes(file);
                images.set(i, work.prepare(ImageFile.read(contents, file.toString(), batch.notes.get(i)::add)));
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
                batch.shapes[i] = shape;
                batch.largest = Math.max(batch.largest, (long) shape.width() * shape.height() * shape.bands());
                ofShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(i);
            }
        }
        for (List<Integer> group : ofShape.values()) {
            rows(images, group, batch);
        }
        return batch;
    }

    /**
     * Computes the rows of images of the same shape. If that fails, it computes them image by image to find the bad
     * images.
     */
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

    /** The images of one batch, which nothing else refers to. */
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
