package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.Visible;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.DecodedImages;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.data.Notes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Computes rows from image files. All files are decoded and checked before the first row is computed, so that all that
 * is wrong is said at once. Then they are processed in batches: the files of a batch are decoded on all threads, images
 * of the same shape are converted to rows together, and the rows are passed on in the order of the files. Images that
 * fit into a quarter of the heap are decoded once, the others twice.
 */
final class ImageBatches {
    private static final int MOST_IMAGES = 1024;
    /** The largest number of bytes of decoded pixels and of rows in a batch, unless each thread has only one image. */
    private static final long MOST_BYTES =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

    /** Computes a row from an image. */
    interface Work {
        /** Decodes a file. */
        Planar<GrayU8> read(Path file, Consumer<ImageNote> notes) throws IOException;

        /** Called for each decoded image; may change its size and bands. */
        default Planar<GrayU8> prepare(Planar<GrayU8> image) {
            return image;
        }

        /** Whether images may have different sizes. If not, all must have the same size. */
        default boolean takesAnySize() {
            return true;
        }

        /**
         * The number of values of the row of an image of this shape. It must be the same for all images.
         *
         * @throws IllegalArgumentException if such an image has no row, with the reason
         */
        int length(ImageShape shape);

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
    private final Listener listener;
    private final Run run;
    /** How many images have no local descriptors. */
    private int nothingFound;

    private final IOException[] failures;
    /** Of the images that can be used. */
    private final ImageShape[] shapes;
    /** What is to be said of how each image was decoded. */
    private final List<List<ImageNote>> notes;
    /** The decoded images that are kept for their rows; null elsewhere. */
    private final List<Planar<GrayU8>> kept;

    private ImageBatches(List<Path> files, Work work, Listener listener, Run run) {
        this.files = files;
        this.work = work;
        this.listener = listener;
        this.run = run.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                run.progress(stage, done, total);
            }

            @Override
            public void warning(String text) {
                run.warn(text);
            }

            @Override
            public void nothingFound() {
                nothingFound++;
            }
        });
        failures = new IOException[files.size()];
        shapes = new ImageShape[files.size()];
        notes = files.stream().<List<ImageNote>>map(file -> new ArrayList<>()).toList();
        kept = new ArrayList<>(Collections.nCopies(files.size(), null));
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
                err.println(Visible.indented(text));
                err.flush();
            }
        };
    }

    /**
     * Passes every file's row to {@code sink}.
     *
     * @param skipBad whether the work continues without files that cannot be used
     * @return how many files and folders cannot be used
     * @throws IOException if there are such files and {@code skipBad} is false, if no file can be used, if images have
     *     different sizes and the work does not take them, or if the sink fails
     */
    static int process(GivenImages given, Work work, Sink sink, boolean skipBad, Listener listener, Run run)
            throws IOException {
        ImageBatches batches = new ImageBatches(given.files(), work, listener, run);
        batches.check();
        int bad = given.faults().size() + batches.bad();
        Optional<String> mixed = MixedShapes.problem(given.files(), batches.shapes, work.takesAnySize(), work::length);
        List<String> faults = new ArrayList<>(given.faults());
        faults.addAll(LeftOut.grouped(batches.failed()));
        if (mixed.isPresent()) {
            // Nothing is skipped then.
            throw new IOException(mixed.get()
                    + (bad == 0
                            ? ""
                            : "\nBesides, " + cannotBeUsed(bad, given) + ":\n  " + String.join("\n  ", faults)));
        }
        faults.forEach(listener::bad);
        batches.report();
        refuse(bad, given, skipBad);
        batches.compute(sink, skipBad);
        bad = given.faults().size() + batches.bad();
        refuse(bad, given, skipBad);
        if (batches.nothingFound > 0) {
            listener.note("in " + batches.nothingFound + " of " + (given.size() - bad)
                    + " images no local descriptor was found, so their features say nothing of them");
        }
        return bad;
    }

    private static void refuse(int bad, GivenImages given, boolean skipBad) throws IOException {
        if (bad == given.size()) {
            throw new IOException("None of the images can be used");
        }
        if (bad > 0 && !skipBad) {
            throw new IOException(cannotBeUsed(bad, given) + "; to continue without them, give --skip-bad");
        }
    }

    private static String cannotBeUsed(int bad, GivenImages given) {
        return bad + " of " + given.size() + " files and folders cannot be used";
    }

    private int bad() {
        return (int) Arrays.stream(failures).filter(Objects::nonNull).count();
    }

    /** Decodes all images and finds their shapes. */
    private void check() {
        int n = files.size();
        AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / 4);
        AtomicInteger done = new AtomicInteger();
        run.parallel(n, 1, (i, to) -> {
            Planar<GrayU8> image = image(i, notes.get(i)::add);
            if (image != null) {
                shapes[i] = ImageShape.of(image);
                if (room.addAndGet(-bytes(shapes[i])) >= 0) {
                    kept.set(i, image);
                }
                try {
                    work.length(shapes[i]);
                } catch (IllegalArgumentException e) {
                    fail(i, e);
                }
            }
            run.progress("check images", done.incrementAndGet(), n);
        });
    }

    /** The images that cannot be used. */
    private List<LeftOut> failed() {
        return IntStream.range(0, files.size())
                .filter(i -> failures[i] != null)
                .mapToObj(i -> new LeftOut(files.get(i).toString(), failures[i].getMessage()))
                .toList();
    }

    /** Reports how images were decoded. */
    private void report() {
        Map<String, List<String>> said = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            for (ImageNote note : notes.get(i)) {
                said.computeIfAbsent(note.text(), text -> new ArrayList<>())
                        .add(files.get(i).toString());
            }
        }
        Notes.lines(said).forEach(listener::note);
    }

    /** The prepared image; null if it cannot be used. */
    private Planar<GrayU8> image(int i, Consumer<ImageNote> notes) {
        try {
            Path file = files.get(i);
            return work.prepare(work.read(file, notes));
        } catch (IOException e) {
            failures[i] = e;
        } catch (IllegalArgumentException e) {
            fail(i, e);
        }
        return null;
    }

    private void fail(int i, IllegalArgumentException e) {
        String name = files.get(i).toString();
        String message = String.valueOf(e.getMessage());
        failures[i] = new IOException(message.contains(name) ? message : name + ": " + message, e);
        shapes[i] = null;
        kept.set(i, null);
    }

    private static long bytes(ImageShape shape) {
        return (long) shape.width() * shape.height() * shape.bands();
    }

    /** Passes on the rows of the images that can be used, batch by batch. After a failure, they are only tried. */
    private void compute(Sink sink, boolean skipBad) throws IOException {
        int[] usable = IntStream.range(0, files.size())
                .filter(i -> failures[i] == null)
                .toArray();
        List<LeftOut> failed = new ArrayList<>();
        int done = 0;
        while (done < usable.length) {
            int to = done;
            long bytes = 0;
            while (to < usable.length && to - done < MOST_IMAGES && (bytes < MOST_BYTES || to - done < run.threads())) {
                ImageShape shape = shapes[usable[to++]];
                // The rows of a group, and the same once more in the order of the batch.
                bytes += bytes(shape) + 2L * Float.BYTES * work.length(shape);
            }
            int[] batch = Arrays.copyOfRange(usable, done, to);
            float[][] rows = rows(batch);
            for (int k = 0; k < batch.length; k++) {
                int i = batch[k];
                if (failures[i] == null && (skipBad || failed.isEmpty())) {
                    try {
                        sink.accept(files.get(i), rows[k]);
                    } catch (IllegalArgumentException e) {
                        fail(i, e);
                    }
                }
                if (failures[i] != null) {
                    failed.add(new LeftOut(files.get(i).toString(), failures[i].getMessage()));
                }
            }
            done = to;
            run.progress("images", done, usable.length);
        }
        LeftOut.grouped(failed).forEach(listener::bad);
    }

    /** The row of each image of a batch; null where the image cannot be used. */
    private float[][] rows(int[] batch) {
        List<Planar<GrayU8>> images = new ArrayList<>(Collections.nCopies(batch.length, null));
        run.parallel(batch.length, 1, (k, to) -> {
            int i = batch[k];
            Planar<GrayU8> image = kept.get(i);
            kept.set(i, null);
            if (image == null) {
                image = image(i, note -> {});
                if (image != null && !ImageShape.of(image).equals(shapes[i])) {
                    fail(i, new IllegalArgumentException("was changed while whittle was reading it; start again"));
                    image = null;
                }
            }
            images.set(k, image);
        });
        Map<ImageShape, List<Integer>> ofShape = new LinkedHashMap<>();
        for (int k = 0; k < batch.length; k++) {
            if (images.get(k) != null) {
                ofShape.computeIfAbsent(shapes[batch[k]], s -> new ArrayList<>())
                        .add(k);
            }
        }
        float[][] rows = new float[batch.length][];
        for (List<Integer> group : ofShape.values()) {
            rows(batch, images, group, rows);
        }
        return rows;
    }

    /**
     * Computes the rows of images of the same shape. If that fails, it computes them image by image to find the bad
     * images.
     */
    private void rows(int[] batch, List<Planar<GrayU8>> images, List<Integer> group, float[][] rows) {
        DecodedImages decoded = new DecodedImages(
                group.stream().map(images::get).toList(),
                group.stream().map(k -> files.get(batch[k]).toString()).toList());
        int before = nothingFound;
        try {
            Matrix computed = work.rows(decoded, run);
            for (int g = 0; g < group.size(); g++) {
                rows[group.get(g)] = computed.row(g);
            }
        } catch (IllegalArgumentException e) {
            nothingFound = before;
            if (group.size() == 1) {
                fail(batch[group.get(0)], e);
                return;
            }
            for (int k : group) {
                rows(batch, images, List.of(k), rows);
            }
        }
    }
}
