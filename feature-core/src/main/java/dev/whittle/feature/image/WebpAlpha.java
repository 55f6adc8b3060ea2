package dev.whittle.feature.image;

import java.io.IOException;

/** The opacity of lossy WebP images (RFC 9649, section 2.7.1.2): raw or compressed losslessly, and filtered. */
final class WebpAlpha {
    private WebpAlpha() {}

    static byte[] read(Bytes in, long at, long length, int width, int height) throws IOException {
        int flags = in.u8(at);
        int compression = flags & 3;
        int filter = flags >> 2 & 3;
        byte[] alpha = new byte[width * height];
        if (compression == 0) {
            if (length - 1 < alpha.length) {
                throw in.error(at, "there are " + (length - 1) + " bytes of opacity, expected " + alpha.length);
            }
            System.arraycopy(in.data(), (int) at + 1, alpha, 0, alpha.length);
        } else if (compression == 1) {
            int[] pixels = Vp8lImage.decode(in, at + 1, at + length, width, height);
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) (pixels[i] >> 8);
            }
        } else {
            throw in.error(at, "the opacity has compression " + compression + ", expected 0 or 1");
        }
        unfilter(alpha, width, filter);
        return alpha;
    }

    private static void unfilter(byte[] alpha, int width, int filter) {
        for (int i = 1; filter > 0 && i < alpha.length; i++) {
            int x = i % width;
            int left = x > 0 ? alpha[i - 1] & 0xFF : 0;
            int above = i >= width ? alpha[i - width] & 0xFF : 0;
            int predicted;
            if (i < width) {
                predicted = left;
            } else if (x == 0) {
                predicted = above;
            } else if (filter == 1) {
                predicted = left;
            } else if (filter == 2) {
                predicted = above;
            } else {
                predicted = Math.max(0, Math.min(255, left + above - (alpha[i - width - 1] & 0xFF)));
            }
            alpha[i] += (byte) predicted;
        }
    }
}
