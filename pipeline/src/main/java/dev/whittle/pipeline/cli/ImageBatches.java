package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes rows from image files. All files are decoded and checked before the first row is computed, so that all that
 * is wrong is said at once. Then they are processed in batches: the files of a batch are decoded on all threads, images
 * of the same shape are converted to rows together, and the rows are passed on in the order of the files. Images that
 * fit into a quarter of the heap are decoded once, the others twice.
 */
final class ImageBatches {
    private static final int MOST_IMAGES = 1024;
    /** The largest number of bytes of decoded pixels in a batch. */
    private static final long MOST_BYTES = 256L << 20;

    /**
     * Receives rows in the order of the files. It throws an {@link IllegalArgumentException} if the file of a row
     * cannot be used.
     */
    interface Sink {
        void accept(Path file, float[] row) throws IOException;
    }

    private final List<Path> files;
    private final CheckedImages images;
    private final ImageWork work;
    private final FaultListener listener;
    private final Run run;

    private ImageBatches(List<Path> files, CheckedImages images, ImageWork work, FaultListener listener, Run run) {
        this.files = files;
        this.images = images;
        this.work = work;
        this.listener = listener;
        this.run = run;
    }

    /**
     * Passes every file's row to {@code sink}.
     *
     * @param skipBad whether the work continues without files that cannot be used
     * @return how many files and folders cannot be used
     * @throws IOException if there are such files and {@code skipBad} is false, if no file can be used, if images have
     *     different sizes and the work does not take them, or if the sink fails
     */
    static int process(GivenImages given, ImageWork work, Sink sink, boolean skipBad, FaultListener listener, Run run)
            throws IOException {
        given.faults().forEach(listener::bad);
        CheckedImages images = new CheckedImages(given.files(), work, listener, run);
        int bad = given.faults().size() + images.bad();
        Optional<String> mixed = MixedShapes.problem(given.files(), images.shapes(), work.takesAnySize(), work::length);
        if (mixed.isPresent()) {
            throw new IOException(mixed.get() + (bad == 0 ? "" : "\nBesides, " + cannotBeUsed(bad, given)));
        }
        refuse(bad, given, skipBad);
        new ImageBatches(given.files(), images, work, listener, run).compute(sink, skipBad);
        bad = given.faults().size() + images.bad();
        refuse(bad, given, skipBad);
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

    /** Passes on the rows of the images that can be used, batch by batch. After a failure, they are only tried. */
    private void compute(Sink sink, boolean skipBad) throws IOException {
        int[] usable = images.usable();
        boolean failed = false;
        int done = 0;
        while (done < usable.length) {
            int to = done;
            long bytes = 0;
            while (to < usable.length && to - done < MOST_IMAGES && (bytes < MOST_BYTES || to - done < run.threads())) {
                bytes += images.bytes(usable[to++]);
            }
            int[] batch = Arrays.copyOfRange(usable, done, to);
            float[][] rows = rows(batch);
            for (int k = 0; k < batch.length; k++) {
                int i = batch[k];
                if (images.failure(i) == null && (skipBad || !failed)) {
                    try {
                        sink.accept(files.get(i), rows[k]);
                    } catch (IllegalArgumentException e) {
                        images.fail(i, e);
                    }
                }
                if (images.failure(i) != null) {
                    failed = true;
                    listener.bad(images.failure(i).getMessage());
                }
            }
            done = to;
            run.progress("images", done, usable.length);
        }
    }

    /** The row of each image of a batch; null where the image cannot be used. */
    private float[][] rows(int[] batch) {
        List<Planar<GrayU8>> taken = new ArrayList<>(Collections.nCopies(batch.length, null));
        run.parallel(batch.length, 1, (k, to) -> taken.set(k, images.take(batch[k])));
        Map<ImageShape, List<Integer>> ofShape = new LinkedHashMap<>();
        for (int k = 0; k < batch.length; k++) {
            if (taken.get(k) != null) {
                ofShape.computeIfAbsent(images.shapes()[batch[k]], s -> new ArrayList<>())
                        .add(k);
            }
        }
        float[][] rows = new float[batch.length][];
        for (List<Integer> group : ofShape.values()) {
            rows(batch, taken, group, rows);
        }
        return rows;
    }

    /**
     * Computes the rows of images of the same shape. If that fails, it computes them image by image to find the bad
     * images.
     */
    private void rows(int[] batch, List<Planar<GrayU8>> taken, List<Integer> group, float[][] rows) {
        DecodedBatch decoded = new DecodedBatch(
                group.stream().map(taken::get).toList(),
                group.stream().map(k -> files.get(batch[k]).toString()).toList());
        try {
            Matrix computed = work.rows(decoded, run);
            for (int g = 0; g < group.size(); g++) {
                rows[group.get(g)] = computed.row(g);
            }
        } catch (IllegalArgumentException e) {
            if (group.size() == 1) {
                images.fail(batch[group.get(0)], e);
                return;
            }
            for (int k : group) {
                rows(batch, taken, List.of(k), rows);
            }
        }
    }

    /** The images of one batch, which nothing else refers to. */
    private record DecodedBatch(List<Planar<GrayU8>> images, List<String> names) implements Dataset {
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
