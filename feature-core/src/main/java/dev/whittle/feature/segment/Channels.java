package dev.whittle.feature.segment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;

/**
 * R, G, B, H, S, V, L, a and b of an image. Above it is a row more, and before each row a pixel more, so that every
 * pixel has a neighbour above and to the left. The pixel (x, y) is at {@code (y + 1) * stride + x + 1}.
 */
final class Channels {
    static final int COUNT = 9;

    final int width;
    final int height;
    final int stride;
    private final byte[][] values = new byte[COUNT][];

    Channels(Planar<GrayU8> image, boolean blur, Run run) {
        width = image.width;
        height = image.height;
        stride = width + 1;
        Planar<GrayU8> rgb = bands(0);
        rgb.setTo(Gray.withBands(image, 3));
        Hsv.fromRgb(rgb, bands(3), run.kernels());
        Lab.fromRgb(rgb, bands(6));
        if (blur) {
            for (byte[] channel : values) {
                blur(channel);
            }
        }
    }

    int pixels() {
        return (height + 1) * stride;
    }

    byte[] of(int channel) {
        return values[channel];
    }

    /** Three new channels from {@code first} on, as a sub-image of what has a row and a column more. */
    private Planar<GrayU8> bands(int first) {
        Planar<GrayU8> all = new Planar<>(GrayU8.class, stride, height + 1, 3);
        for (int b = 0; b < 3; b++) {
            values[first + b] = all.getBand(b).data;
        }
        return all.subimage(1, 1, stride, height + 1, null);
    }

    /** The weights (1, 2, 1) along rows and columns, rounded once. */
    private void blur(byte[] channel) {
        int[] above = new int[width];
        int[] here = new int[width];
        int[] below = new int[width];
        alongRow(channel, mirrored(-1, height), above);
        alongRow(channel, 0, here);
        for (int y = 0; y < height; y++) {
            if (y + 1 < height) {
                alongRow(channel, y + 1, below);
            } else if (height > 1) {
                // The row before, which is smoothed already, as it was.
                System.arraycopy(above, 0, below, 0, width);
            } else {
                System.arraycopy(here, 0, below, 0, width);
            }
            int at = (y + 1) * stride + 1;
            for (int x = 0; x < width; x++) {
                channel[at + x] = (byte) (above[x] + 2 * here[x] + below[x] + 8 >> 4);
            }
            int[] free = above;
            above = here;
            here = below;
            below = free;
        }
    }

    private void alongRow(byte[] channel, int y, int[] out) {
        int at = (y + 1) * stride + 1;
        for (int x = 0; x < width; x++) {
            out[x] = (channel[at + mirrored(x - 1, width)] & 0xFF)
                    + 2 * (channel[at + x] & 0xFF)
                    + (channel[at + mirrored(x + 1, width)] & 0xFF);
        }
    }

    /** A position that may be one outside, mirrored at the middle of the first or the last pixel. */
    private static int mirrored(int i, int n) {
        if (n == 1) {
            return 0;
        }
        return i < 0 ? 1 : i == n ? n - 2 : i;
    }
}
