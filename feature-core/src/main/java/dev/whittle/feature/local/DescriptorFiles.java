package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.NpyFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The files of stored descriptors, all beside each other: for {@code sift.npy}
 *
 * <ul>
 *   <li>{@code sift.npy}: a row for each descriptor, image by image;
 *   <li>{@code sift.counts.npy}: how many descriptors each image has, integers;
 *   <li>{@code sift.places.npy}: x, y and scale of each descriptor as {@link Descriptors} has them. May be missing;
 *   <li>{@code sift.csv}: a line for each image with the columns {@code image} (its number from 0), {@code file} and
 *       {@code pixels}, the hash by which the image is found. It begins with a line of these names.
 * </ul>
 *
 * @param rows the first of these files
 */
public record DescriptorFiles(Path rows) {
    /** The names of the columns of the list of images. */
    static final List<String> COLUMNS = List.of("image", "file", "pixels");

    private static final String END = ".npy";

    /** @throws IllegalArgumentException if the name does not end in .npy */
    public DescriptorFiles {
        if (!rows.toString().endsWith(END)) {
            throw new IllegalArgumentException(
                    "The file of descriptors is " + rows + ", expected a name ending in .npy");
        }
    }

    public Path counts() {
        return beside(".counts.npy");
    }

    public Path places() {
        return beside(".places.npy");
    }

    public Path images() {
        return beside(".csv");
    }

    /** All of them, of which places may be absent. */
    List<Path> all() {
        return List.of(rows, counts(), places(), images());
    }

    private Path beside(String end) {
        String name = rows.getFileName().toString();
        return rows.resolveSibling(name.substring(0, name.length() - END.length()) + end);
    }

    /**
     * The hash of an image: SHA-256 over five big-endian 32-bit integers (0, 0, width, height, bands) and the pixels,
     * band after band, row by row; in lower-case hex.
     */
    public static String pixels(Planar<GrayU8> image) {
        return new PixelHash(List.of()).add(0, image).hex();
    }

    /** Writes descriptors image by image; see {@link Writer#finish}. */
    public Writer writer() {
        return new Writer();
    }

    /** Writes the files. Not thread-safe. */
    public final class Writer implements Closeable {
        private NpyFile.Writer values;
        private NpyFile.Writer places;
        private int columns;
        private int[] counts = new int[16];
        private int size;
        private final StringBuilder list = new StringBuilder(String.join(",", COLUMNS) + "\n");

        private Writer() {}

        /**
         * Appends the descriptors of an image.
         *
         * @param file its name, for people
         * @param pixels as {@link DescriptorFiles#pixels} gives it
         * @throws IllegalArgumentException if descriptors have another number of values than those before
         */
        public void add(String file, String pixels, Descriptors descriptors) throws IOException {
            if (values == null) {
                columns = descriptors.columns();
                values = NpyFile.writer(rows, columns);
                places = NpyFile.writer(places(), 3);
            } else if (descriptors.columns() != columns) {
                throw new IllegalArgumentException(file + " has descriptors of " + descriptors.columns()
                        + " values, but those of the images before have " + columns);
            }
            float[] place = new float[3];
            for (int i = 0; i < descriptors.count(); i++) {
                values.add(descriptors.values(), i * columns);
                place[0] = descriptors.x(i);
                place[1] = descriptors.y(i);
                place[2] = descriptors.scale(i);
                places.add(place, 0);
            }
            counts = size == counts.length ? Arrays.copyOf(counts, 2 * size) : counts;
            counts[size] = descriptors.count();
            list.append(size).append(",\"").append(file.replace("\"", "\"\"")).append("\",");
            list.append(pixels).append('\n');
            size++;
        }

        /** The number of images so far. */
        public int images() {
            return size;
        }

        /** The number of descriptors so far. */
        public long descriptors() {
            return values == null ? 0 : values.size();
        }

        /** The number of values of a descriptor; 0 before the first image. */
        public int columns() {
            return columns;
        }

        /**
         * Ends the files and moves them to their places, the rows last. Rows that were there before are removed first:
         * if this fails or is killed, there are no rows, so files of two calls are never taken for one.
         *
         * @throws IOException if there is no image, more than 2³¹ descriptors, or a file cannot be written
         */
        public void finish() throws IOException {
            if (size == 0) {
                throw new IOException("There is no image to write descriptors of");
            }
            if (descriptors() > Integer.MAX_VALUE) {
                throw new IOException(descriptors() + " descriptors are more than can be read, " + Integer.MAX_VALUE);
            }
            Files.deleteIfExists(rows);
            places.finish();
            NpyFile.write(counts(), Arrays.copyOf(counts, size));
            AtomicFile.write(
                    DescriptorFiles.this.images(),
                    out -> out.write(list.toString().getBytes(StandardCharsets.UTF_8)));
            values.finish();
        }

        /** Removes unfinished files if {@link #finish} was not called. */
        @Override
        public void close() throws IOException {
            try {
                if (values != null) {
                    values.close();
                }
            } finally {
                if (places != null) {
                    places.close();
                }
            }
        }
    }
}
