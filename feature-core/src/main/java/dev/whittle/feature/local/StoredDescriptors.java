package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.CsvReader;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptors read from the .npy files that {@link DescriptorFiles} describes, such as those of another program. An
 * image is found by the hash of its pixels, so it may have any name and any place in a data set. It must be prepared as
 * it was when its descriptors were stored, for example scaled. Of equal images the first in the list counts. Without
 * the file of places, all descriptors are in the middle of their image.
 *
 * <p>The promise of the same bits everywhere does not cover them, as files may change. Where a file changed, kept runs
 * of a comparison are computed again.
 *
 * @param file the file of the rows, such as {@code sift.npy}; relative to the working folder, or absolute
 */
public record StoredDescriptors(String file) implements NeedsNoData<Dataset, LocalDescriptors> {
    public StoredDescriptors {
        if (file == null) {
            throw new IllegalArgumentException("Stored descriptors: file must be given, such as sift.npy");
        }
        new DescriptorFiles(Path.of(file));
    }

    /**
     * Opens the files; their descriptors are not read yet.
     *
     * @throws UncheckedIOException if a file is missing or bad, or the files do not belong together; no image is to
     *     blame for it
     */
    @Override
    public LocalDescriptors fitted() {
        try {
            return new Stored(new DescriptorFiles(Path.of(file)));
        } catch (IOException e) {
            String missing = e instanceof NoSuchFileException ? " does not exist; whittle describe writes it" : "";
            IOException named = new IOException("Stored descriptors: " + e.getMessage() + missing, e);
            throw new UncheckedIOException(named.getMessage(), named);
        }
    }

    @Override
    public List<Path> files() {
        return new DescriptorFiles(Path.of(file)).all();
    }

    @Override
    public boolean bitsPromised() {
        return false;
    }

    private static final class Stored implements LocalDescriptors {
        private final DescriptorFiles files;
        private final MappedRows rows;
        /** Null if there are none. */
        private final MappedRows places;
        /** The descriptors of image i are start[i] to start[i + 1] - 1. */
        private final int[] start;

        private final Map<String, Integer> imageOfPixels = new HashMap<>();

        Stored(DescriptorFiles files) throws IOException {
            this.files = files;
            rows = NpyFile.map(files.rows());
            if (rows.columns() == 0) {
                throw new IOException(files.rows() + " has descriptors of 0 values, expected at least 1");
            }
            start = starts(NpyFile.readInts(files.counts()));
            places = Files.exists(files.places()) ? NpyFile.map(files.places()) : null;
            if (places != null && (places.rows() != rows.rows() || places.columns() != 3)) {
                throw new IOException(files.places() + " is " + places.rows() + "x" + places.columns()
                        + ", expected x, y and scale of each of the " + rows.rows() + " descriptors");
            }
            readImages();
        }

        private int[] starts(int[] counts) throws IOException {
            int[] starts = new int[counts.length + 1];
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] < 0) {
                    throw new IOException(
                            files.counts() + ": image " + i + " has " + counts[i] + " descriptors, expected 0 or more");
                }
                sum += counts[i];
                starts[i + 1] = (int) Math.min(Integer.MAX_VALUE, sum);
            }
            if (sum != rows.rows()) {
                throw new IOException(files.counts() + ": the " + counts.length + " images have " + sum
                        + " descriptors, but " + files.rows() + " has " + rows.rows() + " rows");
            }
            return starts;
        }

        private void readImages() throws IOException {
            List<CsvReader.Row> lines = CsvReader.read(files.images());
            if (lines.isEmpty() || !lines.get(0).fields().equals(DescriptorFiles.COLUMNS)) {
                throw new IOException(
                        files.images() + " must begin with the line " + String.join(",", DescriptorFiles.COLUMNS));
            }
            int image = 0;
            for (CsvReader.Row line : lines.subList(1, lines.size())) {
                List<String> fields = line.fields();
                if (fields.equals(List.of(""))) {
                    continue;
                }
                boolean right = line.problem() == null
                        && fields.size() == DescriptorFiles.COLUMNS.size()
                        && fields.get(0).equals(String.valueOf(image))
                        && fields.get(2).matches("[0-9a-f]{64}");
                if (!right) {
                    throw new IOException(files.images() + ": line " + line.line() + " is " + fields
                            + ", expected the number " + image + ", a file and 64 hexadecimal digits");
                }
                imageOfPixels.putIfAbsent(fields.get(2), image);
                image++;
            }
            if (image != start.length - 1) {
                throw new IOException(files.images() + " lists " + image + " images, but " + files.counts() + " has "
                        + (start.length - 1));
            }
        }

        @Override
        public int columns(int width, int height, int bands) {
            DescribedImage.check("Stored descriptors", 1, width, height, bands);
            return rows.columns();
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            int columns = columns(image.width, image.height, image.getNumBands());
            Integer found = imageOfPixels.get(DescriptorFiles.pixels(image));
            if (found == null) {
                throw new IllegalArgumentException("An image of " + image.width + "x" + image.height + " pixels with "
                        + image.getNumBands() + " bands is none of the " + (start.length - 1) + " images of "
                        + files.images() + ", whose descriptors are stored; images must be prepared in the same way");
            }
            int from = start[found];
            int n = start[found + 1] - from;
            out.reset(n, columns);
            rows.read(from, n, out.values(), 0);
            Finite.check(files.rows().toString(), out.values(), 0, n, columns, from);
            float[] place = {image.width / 2f, image.height / 2f, Math.min(image.width, image.height)};
            for (int i = 0; i < n; i++) {
                if (places != null) {
                    places.read(from + i, 1, place, 0);
                    Finite.check(files.places().toString(), place, 0, 1, 3, from + i);
                }
                out.place(i, place[0], place[1], place[2]);
            }
        }
    }
}
