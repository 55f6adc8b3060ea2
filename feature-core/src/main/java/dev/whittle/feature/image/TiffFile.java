package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.PixelRows.Layout;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads the first image of a TIFF file (Adobe, TIFF 6.0): gray, RGB, palette or CMYK, unsigned samples of 1 to 16 bits,
 * in strips or tiles, uncompressed or by PackBits, LZW or Deflate. Of the 16 bits of a palette's colours the upper 8
 * are
 * taken: some writers multiply 8 bits by 256, some by 257. A palette whose values are all below 256 is taken to have 8
 * bits, as libtiff does.
 */
final class TiffFile {
    private static final int SUBFILE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int PLANAR = 284;
    private static final int PREDICTOR = 317;
    private static final String TO_16_BITS =
            "scale the samples to 0 … 65535 and write 16 bits, for example in ImageJ with Image > Type > 16-bit";
    private static final int COLOUR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int INK_SET = 332;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int PROFILE = 34675;

    private static final int PALETTE = 3;
    private static final int CMYK = 5;

    private final Bytes in;
    private final TiffDirectory tags;
    private final int width;
    private final int height;
    private final int bits;
    private final int samples;
    private final int photometric;
    private final boolean planar;
    private final TiffChunks chunks;
    private final boolean differences;

    private TiffFile(Bytes in, TiffDirectory tags) throws IOException {
        this.in = in;
        this.tags = tags;
        in.checkSize(tags.where(WIDTH), tags.value(WIDTH, 0), tags.value(HEIGHT, 0));
        width = (int) tags.value(WIDTH, 0);
        height = (int) tags.value(HEIGHT, 0);
        photometric = (int) tags.value(PHOTOMETRIC, -1);
        samples = (int) tags.value(SAMPLES, 1);
        bits = bits();
        planar = tags.value(PLANAR, 1) == 2 && samples > 1;
        int compression = (int) tags.value(COMPRESSION, 1);
        chunks = new TiffChunks(in, compression, tags.where(COMPRESSION));
        long predictor = chunks.predicted() ? tags.value(PREDICTOR, 1) : 1;
        differences = predictor == 2;
        if (predictor > 2 || (differences && bits < 8)) {
            throw unsupported(PREDICTOR, "predictor " + predictor, "1, or 2 for samples of 8 or 16 bits");
        }
        require(FILL_ORDER, 1, "bits filled from the lowest", "fill order 1");
        require(INK_SET, 1, "inks other than CMYK", "ink set 1");
        for (long format : tags.has(SAMPLE_FORMAT) ? tags.values(SAMPLE_FORMAT) : new long[] {1}) {
            if (format != 1) {
                throw unsupported(
                        SAMPLE_FORMAT,
                        format == 3 ? "samples that are floating-point numbers" : "sample format " + format,
                        "unsigned whole numbers; " + TO_16_BITS);
            }
        }
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        TiffDirectory tags = TiffDirectory.first(in);
        OtherFormats.refuseRaw(in, tags);
        Planar<GrayU8> image = new TiffFile(in, tags).decode(notes);
        if (tags.has(PROFILE)) {
            notes.accept(ImageNote.PROFILE_IGNORED);
        }
        if (tags.next() != 0 && (tags.at(tags.next()).value(SUBFILE, 0) & 1) == 0) {
            notes.accept(ImageNote.FIRST_OF_SEVERAL);
        }
        long orientation = tags.value(ORIENTATION, 1);
        return Exif.upright(image, orientation >= 1 && orientation <= 8 ? (int) orientation : 1, notes);
    }

    private int bits() throws IOException {
        long[] each = tags.has(BITS) ? tags.values(BITS) : new long[] {1};
        for (long b : each) {
            boolean known = b == 1 || b == 2 || b == 4 || b == 8 || (b == 16 && photometric != PALETTE);
            if (!known || b != each[0]) {
                throw unsupported(
                        BITS,
                        "samples of " + Arrays.toString(each) + " bits",
                        "1, 2, 4, 8 or 16, all the same; " + TO_16_BITS);
            }
        }
        return each.length == 0 ? 1 : (int) each[0];
    }

    private void require(int tag, int expected, String found, String wanted) throws IOException {
        if (tags.value(tag, expected) != expected) {
            throw unsupported(tag, found, wanted);
        }
    }

    private IOException unsupported(int tag, String found, String expected) {
        return in.error(tags.where(tag), "a TIFF with " + found + " is not supported, expected " + expected);
    }

    private Layout layout() throws IOException {
        int colours = switch (photometric) {
            case 0, 1, PALETTE -> 1;
            case 2 -> 3;
            case CMYK -> 4;
            default ->
                throw unsupported(
                        PHOTOMETRIC,
                        "colours of kind " + photometric
                                + (photometric == 6 ? " (YCbCr)" : photometric == 8 ? " (Lab)" : ""),
                        "0 or 1 (gray), 2 (RGB), 3 (palette) or 5 (CMYK); convert it to RGB");
        };
        if (samples < colours || samples > 64 || (photometric == PALETTE && samples > 1)) {
            throw unsupported(SAMPLES, samples + " samples a pixel", colours + " and at most a few more");
        }
        long extra = tags.has(EXTRA_SAMPLES) ? tags.value(EXTRA_SAMPLES, 0) : 0;
        boolean alpha = samples > colours && (extra == 1 || extra == 2);
        return new Layout(
                colours, alpha, extra == 1, samples - colours - (alpha ? 1 : 0), (1 << bits) - 1, photometric == 0);
    }

    private Planar<GrayU8> decode(Consumer<ImageNote> notes) throws IOException {
        Layout layout = layout();
        PixelRows pixels = photometric == PALETTE
                ? PixelRows.indexed(in, width, height, palette())
                : PixelRows.of(in, width, height, layout, null);
        boolean tiled = tags.has(TILE_WIDTH);
        long chunkWidth = tiled ? tags.value(TILE_WIDTH, 0) : width;
        long chunkHeight = tiled ? tags.value(TILE_HEIGHT, 0) : Math.min(height, tags.value(ROWS_PER_STRIP, height));
        if (chunkWidth < 1 || chunkHeight < 1) {
            throw in.error(tags.where(TILE_WIDTH), "a strip or tile is " + chunkWidth + "x" + chunkHeight);
        }
        long[] offsets = tags.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        long[] lengths = tags.has(tiled ? TILE_LENGTHS : STRIP_LENGTHS)
                ? tags.values(tiled ? TILE_LENGTHS : STRIP_LENGTHS)
                : new long[0];
        int planes = planar ? samples : 1;
        in.checkChunks(tags.where(TILE_WIDTH), width, height, chunkWidth, chunkHeight, samples);
        long rowBytes = (chunkWidth * (samples / planes) * bits + 7) / 8;
        in.requireMemory((long) width * height + rowBytes * chunkHeight * planes);
        if (rowBytes * chunkHeight > Integer.MAX_VALUE - 8) {
            throw in.error(tags.where(TILE_WIDTH), "a strip or tile has 2 GiB, expected less");
        }
        int across = (int) ((width + chunkWidth - 1) / chunkWidth);
        int down = (int) ((height + chunkHeight - 1) / chunkHeight);
        if (offsets.length < (long) across * down * planes) {
            throw in.error(
                    tags.where(tiled ? TILE_OFFSETS : STRIP_OFFSETS),
                    "there are " + offsets.length + " strips or tiles, expected " + (long) across * down * planes);
        }
        byte[][] data = new byte[planes][];
        for (int c = 0; c < across * down; c++) {
            int top = (int) (c / across * chunkHeight);
            int rows = tiled ? (int) chunkHeight : (int) Math.min(chunkHeight, height - top);
            for (int p = 0; p < planes; p++) {
                int k = p * across * down + c;
                long length = k < lengths.length ? lengths[k] : -1;
                data[p] = chunks.read(offsets[k], length, (int) (rowBytes * rows));
            }
            put(data, (int) (c % across * chunkWidth), top, (int) chunkWidth, rows, pixels);
        }
        return pixels.image(notes);
    }

    private void put(byte[][] data, int left, int top, int chunkWidth, int rows, PixelRows pixels) throws IOException {
        int perPlane = samples / data.length;
        int[] row = new int[chunkWidth * perPlane];
        int[] joined = data.length == 1 ? row : new int[chunkWidth * samples];
        int rowBytes = (int) (((long) row.length * bits + 7) / 8);
        for (int y = 0; y < rows && top + y < height; y++) {
            for (int p = 0; p < data.length; p++) {
                Samples.unpack(data[p], y * rowBytes, bits, !tags.littleEndian(), row);
                if (differences) {
                    for (int i = perPlane; i < row.length; i++) {
                        row[i] = row[i] + row[i - perPlane] & (1 << bits) - 1;
                    }
                }
                for (int x = 0; data.length > 1 && x < chunkWidth; x++) {
                    joined[x * samples + p] = row[x];
                }
            }
            pixels.put(top + y, left, 1, Math.min(chunkWidth, width - left), joined);
        }
    }

    private Palette palette() throws IOException {
        long[] map = tags.values(COLOUR_MAP);
        int n = 1 << bits;
        if (map.length < 3 * n) {
            throw in.error(tags.where(COLOUR_MAP), "the palette has " + map.length + " values, expected " + 3 * n);
        }
        int shift = Arrays.stream(map).allMatch(v -> v < 256) ? 0 : 8;
        int[] argb = new int[n];
        for (int i = 0; i < n; i++) {
            argb[i] = 0xFF << 24;
            for (int b = 0; b < 3; b++) {
                argb[i] |= ((int) map[b * n + i] >> shift & 0xFF) << (16 - 8 * b);
            }
        }
        return new Palette(argb);
    }
}
