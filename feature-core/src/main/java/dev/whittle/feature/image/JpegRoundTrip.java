package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * What is left of an image that is written as JPEG and read again. The result is exactly that of libjpeg-turbo with its
 * default settings: the quantisation tables of ITU-T T.81, annex K, scaled by the quality; colours as YCbCr, Cb and Cr
 * with half the columns and rows. No file is made, as the entropy code loses nothing. Java's own encoder is not used,
 * as its library is another one from runtime to runtime.
 */
public final class JpegRoundTrip {
    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, //
        12, 12, 14, 19, 26, 58, 60, 55, //
        14, 13, 16, 24, 40, 57, 69, 56, //
        14, 17, 22, 29, 51, 87, 80, 62, //
        18, 22, 37, 56, 68, 109, 103, 77, //
        24, 35, 55, 64, 81, 104, 113, 92, //
        49, 64, 78, 87, 103, 121, 120, 101, //
        72, 92, 95, 98, 112, 100, 103, 99
    };
    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99, //
        18, 21, 26, 66, 99, 99, 99, 99, //
        24, 26, 56, 99, 99, 99, 99, 99, //
        47, 66, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int SHIFT = 16;
    private static final int HALF = 1 << (SHIFT - 1);
    // The factors of JFIF 1.02, page 3, rounded to 5 digits, in multiples of 2^-16.
    private static final int[] TO_Y = {19595, 38470, 7471};
    private static final int[] TO_CB = {-11059, -21709, 32768};
    private static final int[] TO_CR = {32768, -27439, -5329};
    /** Cb and Cr are moved by 128. */
    private static final int MIDDLE = (128 << SHIFT) - 1;

    private JpegRoundTrip() {}

    /**
     * The decoded image, a new one.
     *
     * @param quality 1 to 100, as for libjpeg
     */
    public static Planar<GrayU8> of(Planar<GrayU8> image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality is 1 to 100, got " + quality);
        }
        boolean gray = Gray.bands(image) == 1;
        JpegFrame frame =
                new JpegFrame(image.width, image.height, gray ? new int[] {0x11} : new int[] {0x22, 0x11, 0x11});
        int[] luma = scaled(LUMA, quality);
        int[] chroma = scaled(CHROMA, quality);
        Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, image.getNumBands());
        if (gray) {
            JpegFrame.Component only = frame.components[0];
            code(only, luma, (x, y) -> pixel(image.getBand(0), x, y));
            for (int y = 0; y < image.height; y++) {
                System.arraycopy(only.samples, y * only.stride, out.getBand(0).data, y * image.width, image.width);
            }
            return out;
        }
        code(frame.components[0], luma, (x, y) -> mixed(image, TO_Y, 0, x, y));
        code(frame.components[1], chroma, (x, y) -> quarter(image, TO_CB, x, y));
        code(frame.components[2], chroma, (x, y) -> quarter(image, TO_CR, x, y));
        byte[][] bands = {out.getBand(0).data, out.getBand(1).data, out.getBand(2).data};
        JpegRows rows = new JpegRows(frame, JpegColours.YCBCR, bands);
        for (int y = 0; y < image.height; y++) {
            rows.write(y);
        }
        return out;
    }

    /** A table for a quality. 50 leaves it as it is. */
    private static int[] scaled(int[] table, int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] scaled = new int[64];
        for (int i = 0; i < 64; i++) {
            scaled[i] = Math.max(1, Math.min(255, (table[i] * percent + 50) / 100));
        }
        return scaled;
    }

    /** The sample of a component at a place, also to the right of the image. */
    private interface Sample {
        int at(int x, int y);
    }

    /** Below its last row a component repeats that. */
    private static void code(JpegFrame.Component component, int[] quantisation, Sample sample) {
        JpegInverseDct inverse = new JpegInverseDct();
        int[] block = new int[64];
        for (int top = 0; top < 8 * component.blocksDown; top += 8) {
            for (int left = 0; left < 8 * component.blocksAcross; left += 8) {
                for (int i = 0; i < 64; i++) {
                    int y = Math.min(component.height - 1, top + i / 8);
                    block[i] = sample.at(left + i % 8, y) - 128;
                }
                int places = JpegForwardDct.quantised(block, quantisation);
                inverse.transform(block, places, component.samples, top * component.stride + left, component.stride);
            }
        }
        inverse.end();
    }

    /** Outside the image the border pixel is repeated. */
    private static int pixel(GrayU8 band, int x, int y) {
        return band.get(Math.min(band.width - 1, x), Math.min(band.height - 1, y));
    }

    private static int mixed(Planar<GrayU8> rgb, int[] factors, int plus, int x, int y) {
        int sum = plus + HALF;
        for (int b = 0; b < 3; b++) {
            sum += factors[b] * pixel(rgb.getBand(b), x, y);
        }
        return sum >> SHIFT;
    }

    /** The mean of 2x2 pixels; halves are rounded down and up in turn, from column to column. */
    private static int quarter(Planar<GrayU8> rgb, int[] factors, int x, int y) {
        int sum = 1 + x % 2;
        for (int i = 0; i < 4; i++) {
            sum += mixed(rgb, factors, MIDDLE, 2 * x + i % 2, 2 * y + i / 2);
        }
        return sum >> 2;
    }
}
