package dev.whittle.feature.image;

import java.io.IOException;

/**
 * Decodes the key frame of a lossy WebP image (RFC 6386), as libwebp does: the same samples, with its smooth upsampling
 * of chroma. Every partition must have as much data as its blocks need.
 */
final class Vp8Frame {
    private final Bytes in;
    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final Vp8Bits header;
    private final Vp8Plane[] planes;
    private final Vp8Residuals residuals;

    private boolean segmented;
    private boolean segmentMap;
    private boolean absolute;
    private final int[] segmentStep = new int[4];
    private final int[] segmentLevel = new int[4];
    private final int[] segmentTree = {255, 255, 255};
    private final int level;
    private final Vp8Filter filter;
    private boolean levelDeltas;
    private int intraDelta;
    private int smallDelta;
    private final int skipProbability;

    /** The modes of the small blocks above the current macroblock row, and to the left. */
    private final int[] above;

    private final int[] left = new int[4];
    private final int[] modes = new int[16];
    /** The filter level of each macroblock, negative if the edges within it are not filtered. */
    private final byte[] levels;

    private Vp8Frame(Bytes in, long at, long end) throws IOException {
        this.in = in;
        int tag = in.le16(at) | in.u8(at + 2) << 16;
        if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 || !in.has(at + 3, "\u009d\u0001*")) {
            throw in.error(at, "expected the header of a key frame of VP8");
        }
        width = in.le16(at + 6) & 0x3FFF;
        height = in.le16(at + 8) & 0x3FFF;
        in.checkSize(at + 6, width, height);
        in.requireMemory(9L * width * height);
        columns = (width + 15) / 16;
        rows = (height + 15) / 16;
        long partitions = at + 10 + (tag >> 5);
        if (partitions > end) {
            throw in.error(at, "damaged webp data: the first partition leaves the image");
        }
        header = new Vp8Bits(in, at + 10, partitions);
        header.number(2); // Colour space and clamping: libwebp ignores them.
        readSegments();
        boolean simple = header.flag();
        level = header.number(6);
        filter = new Vp8Filter(simple, header.number(3));
        readLevelDeltas();
        Vp8Bits[] tokens = partitions(partitions, end, 1 << header.number(2));
        int[][] steps = steps();
        header.flag(); // Whether the probabilities are kept for later frames.
        residuals = new Vp8Residuals(columns, tokens, steps, header);
        skipProbability = header.flag() ? header.number(8) : -1;
        planes = new Vp8Plane[] {
            new Vp8Plane(16 * columns, 16 * rows),
            new Vp8Plane(8 * columns, 8 * rows),
            new Vp8Plane(8 * columns, 8 * rows)
        };
        above = new int[4 * columns];
        levels = new byte[columns * rows];
    }

    static Vp8Frame decode(Bytes in, long at, long end) throws IOException {
        Vp8Frame frame = new Vp8Frame(in, at, end);
        for (int row = 0; row < frame.rows; row++) {
            java.util.Arrays.fill(frame.left, Vp8Prediction.DC);
            frame.residuals.startRow(row);
            for (int column = 0; column < frame.columns; column++) {
                frame.macroblock(column, row);
            }
        }
        frame.smoothEdges();
        return frame;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The opaque pixels of the frame. */
    byte[] rgba() {
        return Vp8Colours.rgba(planes, width, height);
    }

    private void readSegments() throws IOException {
        segmented = header.flag();
        if (!segmented) {
            return;
        }
        segmentMap = header.flag();
        if (header.flag()) {
            absolute = header.flag();
            for (int s = 0; s < 4; s++) {
                segmentStep[s] = header.optional(7);
            }
            for (int s = 0; s < 4; s++) {
                segmentLevel[s] = header.optional(6);
            }
        }
        for (int i = 0; segmentMap && i < 3; i++) {
            segmentTree[i] = header.flag() ? header.number(8) : 255;
        }
    }

    private void readLevelDeltas() throws IOException {
        levelDeltas = header.flag();
        if (levelDeltas && header.flag()) {
            for (int i = 0; i < 8; i++) {
                int delta = header.optional(6);
                if (i == 0) {
                    intraDelta = delta;
                } else if (i == 4) {
                    smallDelta = delta;
                }
            }
        }
    }

    private Vp8Bits[] partitions(long sizesAt, long end, int count) throws IOException {
        Vp8Bits[] parts = new Vp8Bits[count];
        long at = sizesAt + 3L * (count - 1);
        for (int i = 0; i < count; i++) {
            long sizeAt = sizesAt + 3L * i;
            long next = i == count - 1 ? end : at + (in.le16(sizeAt) | in.u8(sizeAt + 2) << 16);
            if (next > end || at > end) {
                throw in.error(sizeAt, "damaged webp data: partition " + i + " leaves the image");
            }
            parts[i] = new Vp8Bits(in, at, next);
            at = next;
        }
        return parts;
    }

    /** For each segment the steps of the coefficients: DC and others, of luma, its means, and chroma (section 14.1). */
    private int[][] steps() throws IOException {
        int base = header.number(7);
        int[] delta = new int[5];
        for (int i = 0; i < 5; i++) {
            delta[i] = header.optional(4);
        }
        int[][] steps = new int[4][];
        for (int s = 0; s < 4; s++) {
            int q = !segmented ? base : absolute ? segmentStep[s] : base + segmentStep[s];
            steps[s] = new int[] {
                Vp8Tables.dcStep(clamped(q + delta[0], 127)),
                Vp8Tables.acStep(clamped(q, 127)),
                2 * Vp8Tables.dcStep(clamped(q + delta[1], 127)),
                Math.max(8, Vp8Tables.acStep(clamped(q + delta[2], 127)) * 155 / 100),
                Vp8Tables.dcStep(clamped(q + delta[3], 117)),
                Vp8Tables.acStep(clamped(q + delta[4], 127))
            };
        }
        return steps;
    }

    private static int clamped(int v, int max) {
        return Math.max(0, Math.min(max, v));
    }

    private void macroblock(int column, int row) throws IOException {
        int segment = 0;
        if (segmentMap) {
            segment = header.get(segmentTree[0]) == 0 ? header.get(segmentTree[1]) : 2 + header.get(segmentTree[2]);
        }
        boolean skip = skipProbability >= 0 && header.get(skipProbability) == 1;
        boolean small = header.get(145) == 0;
        int mode = Vp8Prediction.DC;
        if (small) {
            readSmallModes(column);
        } else {
            if (header.get(156) == 1) {
                mode = header.get(128) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
            } else {
                mode = header.get(163) == 1 ? Vp8Prediction.VERTICAL : Vp8Prediction.DC;
            }
            for (int i = 0; i < 4; i++) {
                above[4 * column + i] = mode;
                left[i] = mode;
            }
        }
        int chroma = Vp8Prediction.DC;
        if (header.get(142) == 1) {
            chroma = header.get(114) == 0
                    ? Vp8Prediction.VERTICAL
                    : header.get(183) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
        }
        boolean coded = residuals.read(column, segment, small, skip);
        reconstruct(column, row, small, mode, chroma);
        int strength = filterLevel(segment, small);
        levels[row * columns + column] = (byte) (small || coded ? strength : -strength);
    }

    private void readSmallModes(int column) throws IOException {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                int mode = smallMode(above[4 * column + x], left[y]);
                modes[4 * y + x] = mode;
                above[4 * column + x] = mode;
                left[y] = mode;
            }
        }
    }

    /** The tree of section 11.2: nodes are positive, modes are given as -1 - mode. */
    private static final int[] MODE_TREE = {-1, 2, -2, 4, -3, 6, 8, 12, -4, 10, -6, -7, -5, 14, -8, 16, -9, -10};

    private int smallMode(int aboveMode, int leftMode) throws IOException {
        int node = 0;
        do {
            node = MODE_TREE[node + header.get(Vp8Tables.mode(aboveMode, leftMode, node / 2))];
        } while (node > 0);
        return -1 - node;
    }

    private int filterLevel(int segment, boolean small) {
        if (level == 0) {
            return 0;
        }
        int strength = !segmented ? level : absolute ? segmentLevel[segment] : level + segmentLevel[segment];
        if (levelDeltas) {
            strength += intraDelta + (small ? smallDelta : 0);
        }
        return clamped(strength, 63);
    }

    private void reconstruct(int column, int row, boolean small, int mode, int chroma) {
        Vp8Plane luma = planes[0];
        int x = 16 * column;
        int y = 16 * row;
        byte[] aboveRight = new byte[4];
        if (small) {
            boolean last = column == columns - 1 && row > 0;
            byte[] outside = new byte[4];
            for (int i = 0; i < 4; i++) {
                outside[i] = luma.data[luma.at(last ? x + 15 : x + 16 + i, y - 1)];
            }
            for (int b = 0; b < 16; b++) {
                int bx = x + 4 * (b % 4);
                int by = y + 4 * (b / 4);
                if (b % 4 == 3) {
                    System.arraycopy(outside, 0, aboveRight, 0, 4);
                } else {
                    System.arraycopy(luma.data, luma.at(bx + 4, by - 1), aboveRight, 0, 4);
                }
                Vp8Prediction.small(luma, modes[b], bx, by, aboveRight);
                residuals.add(luma, b, bx, by);
            }
        } else {
            Vp8Prediction.whole(luma, mode, x, y, 16);
            for (int b = 0; b < 16; b++) {
                residuals.add(luma, b, x + 4 * (b % 4), y + 4 * (b / 4));
            }
        }
        for (int p = 1; p < 3; p++) {
            Vp8Prediction.whole(planes[p], chroma, x / 2, y / 2, 8);
            for (int b = 0; b < 4; b++) {
                residuals.add(planes[p], 12 + 4 * p + b, x / 2 + 4 * (b % 2), y / 2 + 4 * (b / 2));
            }
        }
    }

    private void smoothEdges() {
        for (int i = 0; i < levels.length; i++) {
            filter.macroblock(planes, i % columns, i / columns, Math.abs(levels[i]), levels[i] > 0);
        }
    }
}
