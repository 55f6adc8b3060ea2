package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.pipeline.data.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Image files that were all decoded once: which of them can be used, and their shapes. Images that fit into a quarter
 * of the heap are kept until they are {@link #take taken}, the others are then decoded again.
 */
final class CheckedImages {
    private final List<Path> files;
    private final ImageWork work;
    private final Run run;
    private final IOException[] failures;
    /** Of the images that can be used. */
    private final ImageShape[] shapes;
    /** The decoded images that are kept for their rows; null elsewhere. */
    private final List<Planar<GrayU8>> kept;

    /** Decodes all images and finds their shapes, and reports those that cannot be used. */
    CheckedImages(List<Path> files, ImageWork work, FaultListener listener, Run run) {
        this.files = files;
        this.work = work;
        this.run = run;
        failures = new IOException[files.size()];
        shapes = new ImageShape[files.size()];
        kept = new ArrayList<>(Collections.nCopies(files.size(), null));
        check(listener);
    }

    /** How many cannot be used. */
    int bad() {
        return (int) Arrays.stream(failures).filter(Objects::nonNull).count();
    }

    /** The numbers of those that can be used. */
    int[] usable() {
        return IntStream.range(0, files.size()).filter(i -> failures[i] == null).toArray();
    }

    /** Why an image cannot be used; null if it can be. */
    IOException failure(int i) {
        return failures[i];
    }

    /** The shapes of all images; null for those that cannot be used. Shared, not copied. */
    ImageShape[] shapes() {
        return shapes;
    }

    /** The bytes of the pixels of an image that can be used. */
    long bytes(int i) {
        return bytes(shapes[i]);
    }

    /** The prepared image, which is no longer kept; null if it cannot be used. */
    Planar<GrayU8> take(int i) {
        Planar<GrayU8> image = kept.get(i);
        kept.set(i, null);
        if (image == null) {
            image = image(i, note -> {});
            if (image != null && !ImageShape.of(image).equals(shapes[i])) {
                fail(i, new IllegalArgumentException("was changed while whittle was reading it; start again"));
                image = null;
            }
        }
        return image;
    }

    private void check(FaultListener listener) {
        int n = files.size();
        List<List<ImageNote>> notes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            notes.add(new ArrayList<>());
        }
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
        Map<String, List<String>> said = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            for (ImageNote note : notes.get(i)) {
                said.computeIfAbsent(note.text(), text -> new ArrayList<>())
                        .add(files.get(i).toString());
            }
            if (failures[i] != null) {
                listener.bad(failures[i].getMessage());
            }
        }
        Notes.lines(said).forEach(listener::note);
    }

    /** The prepared image; null if it cannot be used. */
    private Planar<GrayU8> image(int i, Consumer<ImageNote> notes) {
        try {
            Path file = files.get(i);
            return work.prepare(ImageFile.read(ImageFile.bytes(file), file.toString(), notes));
        } catch (IOException e) {
            failures[i] = e;
        } catch (IllegalArgumentException e) {
            fail(i, e);
        }
        return null;
    }

    /** Notes that an image cannot be used. */
    void fail(int i, IllegalArgumentException e) {
        String name = files.get(i).toString();
        String message = String.valueOf(e.getMessage());
        failures[i] = new IOException(message.contains(name) ? message : name + ": " + message, e);
        shapes[i] = null;
        kept.set(i, null);
    }

    private static long bytes(ImageShape shape) {
        return (long) shape.width() * shape.height() * shape.bands();
    }
}
