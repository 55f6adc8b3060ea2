package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.DrawnImages;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.table.Matrix;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Descriptors drawn at random from images.
 *
 * @param descriptors a row for each
 * @param places the same rows with x/width - 0.5 and y/height - 0.5
 */
record Sample(Matrix descriptors, Matrix places) {
    /**
     * Draws an image uniformly and then one of its descriptors uniformly, {@code count} times. Row i depends on the
     * images, {@code run.seed()} and i only. Draws of images without descriptors are left out, with a warning.
     *
     * @throws IllegalArgumentException if there is no image or no descriptor, images have descriptors of different
     *     lengths, or the drawn ones are larger than Java's heap; the message names the image
     */
    static Sample draw(Dataset train, LocalDescriptors local, int count, Run run) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("Descriptors are drawn from at least 1 image, got none");
        }
        int d = columns(train, 0, train.image(0), local);
        Heap.requireFloats(
                (long) count * d,
                String.format(Locale.ROOT, "A sample of %,d descriptors of %d values", count, d),
                "fewer samples");
        int[][] rowsOfImage = DrawnImages.rows(count, train.size(), run.random("descriptors/image", 0));
        Matrix descriptors = new Matrix(count, d);
        Matrix places = new Matrix(count, 2);
        boolean[] drawn = new boolean[count];
        AtomicInteger none = new AtomicInteger();
        Scratch<Descriptors> buffers = new Scratch<>(Descriptors::new);
        run.parallel(train.size(), 1, (from, to) -> {
            if (rowsOfImage[from].length > 0) {
                Planar<GrayU8> image = train.image(from);
                int own = columns(train, from, image, local);
                if (own != d) {
                    throw new IllegalArgumentException("Image " + train.name(from) + " has descriptors of " + own
                            + " values, but those of " + train.name(0) + " have " + d);
                }
                Descriptors all = run.take(buffers);
                local.describe(image, all, run);
                none.addAndGet(all.count() == 0 ? 1 : 0);
                for (int row : rowsOfImage[from]) {
                    if (all.count() > 0) {
                        int i = run.random("descriptors/place", row).nextInt(all.count());
                        System.arraycopy(all.values(), i * d, descriptors.data(), row * d, d);
                        writePlace(all, i, image.width, image.height, places.data(), row * 2);
                        drawn[row] = true;
                    }
                }
                run.giveBack(buffers, all);
            }
            run.progress("descriptors", to, train.size());
        });
        int[] rows = IntStream.range(0, count).filter(row -> drawn[row]).toArray();
        if (rows.length == 0) {
            throw new IllegalArgumentException("None of the " + train.size() + " images has a descriptor");
        }
        if (none.get() > 0) {
            run.warn(none.get() + " of the " + train.size()
                    + " training images were drawn and have no descriptors; the code of such an image is 0");
        }
        return rows.length == count
                ? new Sample(descriptors, places)
                : new Sample(descriptors.selectRows(rows), places.selectRows(rows));
    }

    private static int columns(Dataset images, int i, Planar<GrayU8> image, LocalDescriptors local) {
        try {
            return local.columns(image.width, image.height, image.getNumBands());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + images.name(i) + ": " + e.getMessage(), e);
        }
    }

    /** The centre of descriptor i, from -0.5 to 0.5 in both directions. */
    static void writePlace(Descriptors all, int i, int width, int height, float[] to, int at) {
        to[at] = all.x(i) / width - 0.5f;
        to[at + 1] = all.y(i) / height - 0.5f;
    }

    /** The rows, with their places as two more columns. */
    Matrix withPlaces(Matrix rows) {
        int d = rows.columns();
        Matrix joined = new Matrix(rows.rows(), d + 2);
        for (int i = 0; i < rows.rows(); i++) {
            System.arraycopy(rows.data(), i * d, joined.data(), i * (d + 2), d);
            System.arraycopy(places.data(), i * 2, joined.data(), i * (d + 2) + d, 2);
        }
        return joined;
    }
}
