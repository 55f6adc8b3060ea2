package dev.whittle.feature.image;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads PNG files (ISO/IEC 15948). The compressed data must hold exactly the rows of the image and end with the right
 * checksum.
 */
final class PngFile {
    private static final int IDAT_OVERHEAD = 12;
    /** Column and row where each pass of an interlaced image begins, and the steps between its columns and rows. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final Bytes in;
    private final PngHeader header;
    private final Inflater inflater = new Inflater();
    private long chunk;

    private PngFile(Bytes in, PngHeader header) {
        this.in = in;
        this.header = header;
        chunk = header.data();
    }

    /** Takes the samples of {@code n} pixels of row {@code y} in columns {@code x}, {@code x + step}, … */
    @FunctionalInterface
    private interface RowSink {
        void put(int y, int x, int step, int n, int[] samples) throws IOException;
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        PngHeader header = PngHeader.scan(in);
        PixelRows pixels;
        if (header.colourType() == 3) {
            pixels = PixelRows.indexed(in, header.width(), header.height(), new Palette(header.palette()));
        } else {
            boolean alpha = header.colourType() >= 4;
            int colours = header.samples() - (alpha ? 1 : 0);
            pixels = PixelRows.of(
                    in,
                    header.width(),
                    header.height(),
                    PixelRows.Layout.of(colours, alpha, (1 << header.depth()) - 1),
                    header.key());
        }
        new PngFile(in, header).decode(pixels::put);
        Planar<GrayU8> image = pixels.image(notes);
        if (header.profile()) {
            notes.accept(ImageNote.PROFILE_IGNORED);
        }
        if (header.animated()) {
            notes.accept(ImageNote.FIRST_OF_SEVERAL);
        }
        return Exif.upright(image, header.orientation(), notes);
    }

    /** The stored samples of a gray image, or the indices of one with a palette. */
    static GrayS32 readSamples(Bytes in) throws IOException {
        PngHeader header = PngHeader.scan(in);
        if (header.samples() != 1) {
            throw in.error(25, "has " + header.samples() + " samples a pixel, expected a gray image or a palette");
        }
        in.requireMemory(4L * header.width() * header.height());
        GrayS32 samples = new GrayS32(header.width(), header.height());
        new PngFile(in, header).decode((y, x, step, n, row) -> {
            int at = y * samples.width + x;
            for (int i = 0; i < n; i++) {
                samples.data[at + i * step] = row[i];
            }
        });
        return samples;
    }

    private void decode(RowSink pixels) throws IOException {
        try {
            setInput();
            for (int[] pass : header.interlaced() ? PASSES : ONE_PASS) {
                int columns = (header.width() - pass[0] + pass[2] - 1) / pass[2];
                int rows = (header.height() - pass[1] + pass[3] - 1) / pass[3];
                if (columns > 0 && rows > 0) {
                    decode(pass, columns, rows, pixels);
                }
            }
            byte[] more = new byte[1];
            if (inflate(more, 0) > 0) {
                throw damaged("there is more than the rows of " + header.width() + "x" + header.height() + " pixels");
            }
        } catch (DataFormatException e) {
            throw in.error(position(), "damaged png data: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private void decode(int[] pass, int columns, int rows, RowSink pixels) throws IOException, DataFormatException {
        int samples = header.samples() * columns;
        int distance = Math.max(1, header.samples() * header.depth() / 8);
        byte[] row = new byte[1 + (int) (((long) samples * header.depth() + 7) / 8)];
        byte[] above = new byte[row.length];
        int[] values = new int[samples];
        for (int y = 0; y < rows; y++) {
            int done = 0;
            while (done < row.length) {
                int n = inflate(row, done);
                if (n == 0) {
                    throw damaged("the rows end within row " + y + " of " + rows);
                }
                done += n;
            }
            unfilter(row, above, distance);
            Samples.unpack(row, 1, header.depth(), true, values);
            pixels.put(pass[1] + y * pass[3], pass[0], pass[2], columns, values);
            byte[] swapped = above;
            above = row;
            row = swapped;
        }
    }

    /** Undoes the filter of a row, whose type is in its first byte (section 9). */
    private void unfilter(byte[] row, byte[] above, int distance) throws IOException {
        int type = row[0];
        switch (type) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + distance; i < row.length; i++) {
                    row[i] += row[i - distance];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > distance ? row[i - distance] & 0xFF : 0;
                    row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > distance ? row[i - distance] & 0xFF : 0;
                    int corner = i > distance ? above[i - distance] & 0xFF : 0;
                    row[i] += (byte) paeth(left, above[i] & 0xFF, corner);
                }
            }
            default -> throw damaged("a row has filter " + (type & 0xFF) + ", expected 0 to 4");
        }
    }

    private static int paeth(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }

    /** Fills a buffer from {@code from} on as far as possible. Returns 0 at the end of the compressed data. */
    private int inflate(byte[] to, int from) throws IOException, DataFormatException {
        while (true) {
            int n = inflater.inflate(to, from, to.length - from);
            if (n > 0 || inflater.finished()) {
                return n;
            }
            if (inflater.needsDictionary()) {
                throw damaged("it needs a dictionary that PNG does not have");
            }
            chunk += IDAT_OVERHEAD + in.be32(chunk);
            if (!in.has(chunk + 4, "IDAT")) {
                throw damaged("the compressed data has no end");
            }
            setInput();
        }
    }

    private void setInput() throws IOException {
        inflater.setInput(in.data(), (int) chunk + 8, (int) in.be32(chunk));
    }

    private long position() throws IOException {
        return chunk + 8 + in.be32(chunk) - inflater.getRemaining();
    }

    private IOException damaged(String what) throws IOException {
        return in.error(position(), "damaged png data: " + what);
    }
}
