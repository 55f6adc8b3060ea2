package dev.whittle.feature.image;

/**
 * A transform of a lossless WebP image (RFC 9649, section 3.5) and how to undo it.
 *
 * @param size the binary logarithm of the side of its blocks, or of the pixels in one packed pixel
 * @param data a pixel for each block, or the differences of the palette's colours
 */
record Vp8lTransform(int type, int width, int height, int size, int[] data) {
    static final int PREDICTION = 0;
    static final int COLOUR = 1;
    static final int GREEN = 2;
    static final int PALETTE = 3;

    private static final int BLACK = 0xFF000000;

    int[] undo(int[] pixels) {
        if (type == PALETTE) {
            return lookUp(pixels);
        }
        for (int i = 0; i < pixels.length; i++) {
            if (type == GREEN) {
                int green = pixels[i] >> 8 & 0xFF;
                pixels[i] = sum(pixels[i], green << 16 | green);
            } else {
                int block = (i / width >> size) * blocks(width, size) + (i % width >> size);
                pixels[i] = type == COLOUR
                        ? colour(pixels[i], data[block])
                        : sum(pixels[i], predicted(pixels, i, data[block] >> 8 & 15));
            }
        }
        return pixels;
    }

    /** The sum of each of the four samples, modulo 256. */
    private static int sum(int a, int b) {
        int even = (a & 0x00FF00FF) + (b & 0x00FF00FF) & 0x00FF00FF;
        int odd = (a & 0xFF00FF00) + (b & 0xFF00FF00) & 0xFF00FF00;
        return even | odd;
    }

    private static int colour(int pixel, int factors) {
        int green = pixel >> 8;
        int red = (pixel >> 16) + delta(factors, green) & 0xFF;
        int blue = pixel + delta(factors >> 8, green) + delta(factors >> 16, red) & 0xFF;
        return pixel & 0xFF00FF00 | red << 16 | blue;
    }

    private static int delta(int factor, int sample) {
        return (byte) factor * (byte) sample >> 5;
    }

    private int predicted(int[] p, int i, int mode) {
        if (i < width) {
            return i == 0 ? BLACK : p[i - 1];
        }
        int top = p[i - width];
        if (i % width == 0) {
            return top;
        }
        int left = p[i - 1];
        int corner = p[i - width - 1];
        int right = p[i - width + 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> right;
            case 4 -> corner;
            case 5 -> mean(mean(left, right), top);
            case 6 -> mean(left, corner);
            case 7 -> mean(left, top);
            case 8 -> mean(corner, top);
            case 9 -> mean(top, right);
            case 10 -> mean(mean(left, corner), mean(top, right));
            case 11 -> distance(top, corner) < distance(left, corner) ? left : top;
            case 12 -> plane(left, top, corner);
            case 13 -> half(mean(left, top), corner);
            default -> BLACK;
        };
    }

    private static int mean(int a, int b) {
        return (a & b) + ((a ^ b) >>> 1 & 0x7F7F7F7F);
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int s = 0; s < 32; s += 8) {
            sum += Math.abs((a >> s & 0xFF) - (b >> s & 0xFF));
        }
        return sum;
    }

    private static int clamped(int v) {
        return Math.max(0, Math.min(255, v));
    }

    private static int plane(int left, int top, int corner) {
        int result = 0;
        for (int s = 0; s < 32; s += 8) {
            result |= clamped((left >> s & 0xFF) + (top >> s & 0xFF) - (corner >> s & 0xFF)) << s;
        }
        return result;
    }

    private static int half(int mean, int corner) {
        int result = 0;
        for (int s = 0; s < 32; s += 8) {
            int m = mean >> s & 0xFF;
            result |= clamped(m + (m - (corner >> s & 0xFF)) / 2) << s;
        }
        return result;
    }

    /**
     * Colours for indices, several of which may be packed into one pixel. An index beyond the palette is
     * transparent.
     */
    private int[] lookUp(int[] packed) {
        int[] palette = new int[256];
        for (int i = 0; i < data.length; i++) {
            palette[i] = sum(data[i], i == 0 ? 0 : palette[i - 1]);
        }
        int[] pixels = new int[width * height];
        int columns = blocks(width, size);
        int depth = 8 >> size;
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int pixel = packed[i / width * columns + (x >> size)] >> 8 & 0xFF;
            pixels[i] = palette[pixel >> depth * (x & (1 << size) - 1) & (1 << depth) - 1];
        }
        return pixels;
    }

    /** How many blocks of 2^size pixels cover a side. */
    static int blocks(int length, int size) {
        return length + (1 << size) - 1 >> size;
    }
}
