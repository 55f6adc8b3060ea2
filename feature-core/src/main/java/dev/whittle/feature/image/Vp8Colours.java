package dev.whittle.feature.image;

/** RGB from the luma and chroma of VP8, as libwebp computes it: chroma is interpolated, and all is in integers. */
final class Vp8Colours {
    private Vp8Colours() {}

    static byte[] rgba(Vp8Plane[] planes, int width, int height) {
        byte[] rgba = new byte[4 * width * height];
        for (int y = 0; y < height; y++) {
            // The chroma row that the luma row lies in, and the other one that is nearest, mirrored at the border.
            int near = y / 2;
            int far = Math.max(0, Math.min((height - 1) / 2, y % 2 == 0 ? near - 1 : near + 1));
            for (int x = 0; x < width; x++) {
                int column = x / 2;
                int other = Math.max(0, Math.min((width - 1) / 2, x % 2 == 0 ? column - 1 : column + 1));
                int u = chroma(planes[1], column, other, near, far);
                int v = chroma(planes[2], column, other, near, far);
                pixel(planes[0].get(x, y), u, v, rgba, 4 * (y * width + x));
            }
        }
        return rgba;
    }

    /** (9·nearest + 3·beside + 3·above or below + farthest)/16, in the steps and with the roundings of libwebp. */
    private static int chroma(Vp8Plane plane, int column, int other, int near, int far) {
        int a = plane.get(column, near);
        int c = plane.get(column, far);
        if (column == other) {
            return 3 * a + c + 2 >> 2;
        }
        int b = plane.get(other, near);
        int d = plane.get(other, far);
        return (a + b + c + d + 8 + 2 * (b + c) >> 3) + a >> 1;
    }

    private static void pixel(int y, int u, int v, byte[] to, int at) {
        int luma = y * 19077 >> 8;
        to[at] = clipped(luma + (v * 26149 >> 8) - 14234);
        to[at + 1] = clipped(luma - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708);
        to[at + 2] = clipped(luma + (u * 33050 >> 8) - 17685);
        to[at + 3] = -1;
    }

    private static byte clipped(int v) {
        return Vp8Plane.clamped(v >> 6);
    }
}
