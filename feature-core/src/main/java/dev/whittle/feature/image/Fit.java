package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** How an image of any size becomes one of a given size w×h. All arithmetic is in integers. W×H is the image's size. */
public enum Fit {
    /** Width and height are scaled independently by {@link AreaScaling}, so the proportions change. */
    STRETCH {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, int width, int height) {
            return AreaScaling.scale(image, width, height);
        }
    },

    /**
     * The largest centred part with the proportions of w×h is scaled. Of an image that is too wide this part has the
     * width H·w/h, otherwise the height W·h/w, rounded to nearest. The margin at the left or top is rounded down.
     */
    CROP {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, int width, int height) {
            int w = image.width;
            int h = image.height;
            if ((long) w * height > (long) h * width) {
                w = rounded((long) h * width, height);
            } else {
                h = rounded((long) w * height, width);
            }
            int left = (image.width - w) / 2;
            int top = (image.height - h) / 2;
            return AreaScaling.scale(image.subimage(left, top, left + w, top + h, null), width, height);
        }
    },

    /**
     * The whole image is scaled to the largest size that fits into w×h with its proportions, and put into the middle.
     * An image that is too wide gets the height H·w/W, otherwise the width W·h/H, rounded to nearest. The rest is the
     * image mirrored at its border, again and again where it is narrow: the column left of the first is the first, then
     * comes the second. The margin at the left or top is rounded down.
     */
    PAD {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, int width, int height) {
            int w = width;
            int h = height;
            if ((long) image.width * height > (long) image.height * width) {
                h = rounded((long) image.height * width, image.width);
            } else {
                w = rounded((long) image.width * height, image.height);
            }
            Planar<GrayU8> scaled = AreaScaling.scale(image, w, h);
            return w == width && h == height ? scaled : mirrored(scaled, width, height);
        }
    };

    /** The image with a size of {@code width}×{@code height}; it may be the same object where nothing is to be done. */
    public abstract Planar<GrayU8> apply(Planar<GrayU8> image, int width, int height);

    /** a/b rounded to nearest, halves up, but at least 1. */
    private static int rounded(long a, long b) {
        return (int) Math.max(1, (2 * a + b) / (2 * b));
    }

    private static Planar<GrayU8> mirrored(Planar<GrayU8> image, int width, int height) {
        int[] columns = places(image.width, width);
        int[] rows = places(image.height, height);
        int left = (width - image.width) / 2;
        Planar<GrayU8> padded = new Planar<>(GrayU8.class, width, height, image.getNumBands());
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 from = image.getBand(b);
            byte[] to = padded.getBand(b).data;
            for (int y = 0; y < height; y++) {
                int row = from.startIndex + rows[y] * from.stride;
                int at = y * width;
                for (int x = 0; x < left; x++) {
                    to[at + x] = from.data[row + columns[x]];
                }
                System.arraycopy(from.data, row, to, at + left, from.width);
                for (int x = left + from.width; x < width; x++) {
                    to[at + x] = from.data[row + columns[x]];
                }
            }
        }
        return padded;
    }

    /** Where each of {@code to} places comes from among {@code from} places in the middle. */
    private static int[] places(int from, int to) {
        int[] places = new int[to];
        int margin = (to - from) / 2;
        for (int i = 0; i < to; i++) {
            // Mirroring has the period 2·from: 0 … from-1, from-1 … 0.
            int at = Math.floorMod(i - margin, 2 * from);
            places[i] = at < from ? at : 2 * from - 1 - at;
        }
        return places;
    }
}
