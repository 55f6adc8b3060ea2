package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads WebP files (RFC 9649). Of an animation the first frame is shown on its canvas.
 */
final class WebpFile {
    private static final int ANIMATED = 0x02;
    private static final int VP8L_HEADER = 5;
    private static final int VP8L_SIGNATURE = 0x2F;

    private final Bytes in;
    private int width;
    private int height;
    private boolean profile;
    private boolean animated;
    private int orientation = 1;
    private int left;
    private int top;
    /** The frame as RGBA, and its size. */
    private byte[] frame;

    private int frameWidth;
    private int frameHeight;
    private long alphaAt;
    private long alphaLength;

    private WebpFile(Bytes in) {
        this.in = in;
    }

    static Planar<GrayU8> read(Bytes in, Consumer<ImageNote> notes) throws IOException {
        return new WebpFile(in).read(notes);
    }

    private Planar<GrayU8> read(Consumer<ImageNote> notes) throws IOException {
        long end = in.le32(4) + 8;
        in.requireLength(end);
        if (in.has(12, "VP8X")) {
            animated = (in.u8(20) & ANIMATED) != 0;
            width = 1 + le24(24);
            height = 1 + le24(27);
            in.checkSize(24, width, height);
        }
        chunks(12, end, false);
        if (frame == null) {
            throw in.error(end, "the file ends without pixels");
        }
        if (width == 0) {
            width = frameWidth;
            height = frameHeight;
        }
        if (left + frameWidth > width
                || top + frameHeight > height
                || (!animated && (frameWidth != width || frameHeight != height))) {
            throw in.error(
                    24,
                    "the image is " + frameWidth + "x" + frameHeight + " at (" + left + ", " + top
                            + "), expected the canvas, " + width + "x" + height);
        }
        Planar<GrayU8> image = onCanvas(notes);
        if (profile) {
            notes.accept(ImageNote.PROFILE_IGNORED);
        }
        if (animated) {
            notes.accept(ImageNote.FIRST_OF_SEVERAL);
        }
        return Exif.upright(image, orientation, notes);
    }

    private int le24(long at) throws IOException {
        return in.le16(at) | in.u8(at + 2) << 16;
    }

    /** Reads the chunks of the file or of a frame. */
    private void chunks(long from, long end, boolean inFrame) throws IOException {
        long at = from;
        while (at + 8 <= end) {
            String name = in.text(at, 4);
            long length = in.le32(at + 4);
            long data = at + 8;
            if (data + length > end) {
                throw in.error(at, "the chunk '" + name + "' of " + length + " bytes leaves the file or its frame");
            }
            switch (name) {
                case "ICCP" -> profile = true;
                case "EXIF" -> {
                    long exif = in.has(data, "Exif\0\0") ? data + 6 : data;
                    orientation = Exif.orientation(in, exif, data + length);
                }
                case "ANMF" -> {
                    if (animated && !inFrame && frame == null && length >= 16) {
                        left = 2 * le24(data);
                        top = 2 * le24(data + 3);
                        chunks(data + 16, data + length, true);
                    }
                }
                case "ALPH" -> {
                    if ((inFrame || !animated) && frame == null) {
                        alphaAt = data;
                        alphaLength = length;
                    }
                }
                case "VP8 ", "VP8L" -> {
                    if (inFrame || !animated) {
                        if (frame != null) {
                            throw in.error(at, "a second image in a file without animation");
                        }
                        readFrame(name, data, length);
                    }
                }
                default -> {}
            }
            at = data + length + (length & 1);
        }
    }

    private void readFrame(String name, long data, long length) throws IOException {
        if (name.equals("VP8L")) {
            lossless(data, length);
            return;
        }
        Vp8Frame lossy = Vp8Frame.decode(in, data, data + length);
        frameWidth = lossy.width();
        frameHeight = lossy.height();
        frame = lossy.rgba();
        if (alphaLength > 0) {
            byte[] alpha = WebpAlpha.read(in, alphaAt, alphaLength, frameWidth, frameHeight);
            for (int i = 0; i < alpha.length; i++) {
                frame[4 * i + 3] = alpha[i];
            }
        }
    }

    private void lossless(long data, long length) throws IOException {
        if (length < VP8L_HEADER || in.u8(data) != VP8L_SIGNATURE) {
            throw in.error(data, "expected the signature of a lossless WebP image, 0x2f");
        }
        long sizes = in.le32(data + 1);
        frameWidth = 1 + (int) (sizes & 0x3FFF);
        frameHeight = 1 + (int) (sizes >> 14 & 0x3FFF);
        in.checkSize(data + 1, frameWidth, frameHeight);
        if (sizes >> 29 != 0) {
            throw in.error(data + 4, "expected version 0 of lossless WebP");
        }
        in.requireMemory(15L * frameWidth * frameHeight);
        int[] argb = Vp8lImage.decode(in, data + VP8L_HEADER, data + length, frameWidth, frameHeight);
        boolean opaque = (sizes >> 28 & 1) == 0;
        frame = new byte[4 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            frame[4 * i] = (byte) (argb[i] >> 16);
            frame[4 * i + 1] = (byte) (argb[i] >> 8);
            frame[4 * i + 2] = (byte) argb[i];
            frame[4 * i + 3] = opaque ? -1 : (byte) (argb[i] >> 24);
        }
    }

    private Planar<GrayU8> onCanvas(Consumer<ImageNote> notes) throws IOException {
        PixelRows pixels = PixelRows.of(in, width, height, PixelRows.Layout.of(3, true, 255), null);
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, 0);
            if (y >= top && y < top + frameHeight) {
                for (int i = 0; i < 4 * frameWidth; i++) {
                    row[4 * left + i] = frame[4 * (y - top) * frameWidth + i] & 0xFF;
                }
            }
            pixels.put(y, 0, 1, width, row);
        }
        return pixels.image(notes);
    }
}
