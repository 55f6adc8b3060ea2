package dev.whittle.feature.image;

import java.io.IOException;

/** The frame header of a JPEG (ITU-T T.81, B.2.2), and the components of the image, which scans fill. */
final class JpegFrame {
    /** A component. {@code h} and {@code v} are its sampling factors. */
    static final class Component {
        final int id;
        final int h;
        final int v;
        private final int table;
        /** The size of the component in samples. */
        final int width;

        final int height;
        /** The blocks that hold them. */
        final int blocksAcross;

        final int blocksDown;
        /** The length of a row of samples. It and {@link #rows} include blocks that only fill up the last units. */
        final int stride;

        private final int rows;
        /** The values by which coefficients are multiplied, row by row. They are set by the first scan. */
        int[] quantisation;
        /** 64 values for each block, row by row, if the frame is progressive. */
        short[] coefficients;

        byte[] samples;

        private Component(int id, int sampling, int table, JpegFrame frame) {
            this.id = id;
            h = sampling >> 4;
            v = sampling & 15;
            this.table = table;
            width = ceil(frame.width * h, frame.maxH);
            height = ceil(frame.height * v, frame.maxV);
            blocksAcross = ceil(width, 8);
            blocksDown = ceil(height, 8);
            stride = 8 * h * frame.unitsAcross;
            rows = 8 * v * frame.unitsDown;
        }

        /** Transforms the coefficients to samples. */
        void transform(Bytes in, long at) throws IOException {
            samples = new byte[stride * rows];
            JpegInverseDct dct = new JpegInverseDct();
            int[] block = new int[64];
            int from = 0;
            for (int y = 0; y < rows; y += 8) {
                for (int x = 0; x < stride; x += 8, from += 64) {
                    int places = 0;
                    int magnitudes = 0;
                    for (int i = 0; i < 64; i++) {
                        int c = coefficients[from + i];
                        if (c != 0) {
                            block[i] = c * quantisation[i];
                            magnitudes |= block[i] ^ block[i] >> 31;
                            places |= i;
                        }
                    }
                    if (magnitudes > JpegInverseDct.MAX) {
                        throw in.error(at, "damaged jpeg data: " + JpegInverseDct.TOO_LARGE);
                    }
                    dct.transform(block, places, samples, y * stride + x, stride);
                }
            }
            dct.end();
            coefficients = null;
        }
    }

    final int width;
    final int height;
    final boolean progressive;
    final Component[] components;
    /** The largest sampling factors. */
    final int maxH;

    final int maxV;
    /** The number of units (MCUs) of a scan of several components. */
    final int unitsAcross;

    final int unitsDown;

    /**
     * Reads the frame header.
     *
     * @param at the offset of the marker
     * @param end the end of its segment
     */
    JpegFrame(Bytes in, long at, long end) throws IOException {
        requireKnown(in, at, in.u8(at + 1));
        progressive = in.u8(at + 1) == 0xC2;
        int count = in.u8(at + 9);
        if (end != at + 10 + 3L * count) {
            throw in.error(
                    at + 2,
                    "the frame header has " + (end - at - 2) + " bytes, expected " + (8 + 3 * count) + " for " + count
                            + " components");
        }
        if (in.u8(at + 4) != 8) {
            throw in.error(at + 4, "samples have " + in.u8(at + 4) + " bits, expected 8; convert the file to 8 bits");
        }
        height = in.be16(at + 5);
        width = in.be16(at + 7);
        in.checkSize(at + 5, width, height);
        if (count != 1 && count != 3 && count != 4) {
            throw in.error(at + 9, "the image has " + count + " components, expected 1, 3 or 4");
        }
        int h = 0;
        int v = 0;
        for (int c = 0; c < count; c++) {
            int sampling = in.u8(at + 11 + 3 * c);
            h = Math.max(h, sampling >> 4);
            v = Math.max(v, sampling & 15);
        }
        maxH = h;
        maxV = v;
        unitsAcross = ceil(width, 8 * Math.max(1, h));
        unitsDown = ceil(height, 8 * Math.max(1, v));
        components = new Component[count];
        for (int c = 0; c < count; c++) {
            components[c] = component(in, at + 10 + 3 * c, c);
        }
        requireEnoughBytes(in, at);
        for (Component component : components) {
            if (progressive) {
                component.coefficients = new short[component.stride * component.rows];
            } else {
                component.samples = new byte[component.stride * component.rows];
            }
        }
    }

    /**
     * The frame of an image that is to be coded, with room for samples.
     *
     * @param sampling the factors of each component, 16·h + v, the largest first
     */
    JpegFrame(int width, int height, int[] sampling) {
        this.width = width;
        this.height = height;
        progressive = false;
        maxH = sampling[0] >> 4;
        maxV = sampling[0] & 15;
        unitsAcross = ceil(width, 8 * maxH);
        unitsDown = ceil(height, 8 * maxV);
        components = new Component[sampling.length];
        for (int c = 0; c < sampling.length; c++) {
            components[c] = new Component(c + 1, sampling[c], 0, this);
            components[c].samples = new byte[components[c].stride * components[c].rows];
        }
    }

    private static void requireKnown(Bytes in, long at, int marker) throws IOException {
        if (marker <= 0xC2) {
            return;
        }
        String kind = switch (marker) {
            case 0xC3 -> "lossless";
            case 0xC9, 0xCA -> "arithmetic coding";
            case 0xCB -> "lossless with arithmetic coding";
            default -> "hierarchical";
        };
        throw in.error(
                at,
                "frame type " + (marker - 0xC0) + " (" + kind + ") is not supported, expected 0, 1 or 2 (baseline,"
                        + " extended or progressive with Huffman coding); convert the file, for arithmetic coding with"
                        + " 'jpegtran -optimize', which keeps the pixels");
    }

    private Component component(Bytes in, long at, int index) throws IOException {
        int id = in.u8(at);
        int sampling = in.u8(at + 1);
        int h = sampling >> 4;
        int v = sampling & 15;
        if (h < 1 || h > 4 || v < 1 || v > 4) {
            throw in.error(at + 1, "the sampling factors are " + h + "x" + v + ", expected 1 to 4");
        }
        if (maxH % h != 0 || maxV % v != 0) {
            throw in.error(
                    at + 1,
                    "the sampling factors are " + h + "x" + v + ", expected divisors of the largest, " + maxH + "x"
                            + maxV);
        }
        if (in.u8(at + 2) > 3) {
            throw in.error(at + 2, "the quantisation table is " + in.u8(at + 2) + ", expected 0 to 3");
        }
        for (int c = 0; c < index; c++) {
            if (components[c].id == id) {
                throw in.error(at, "two components have the identifier " + id);
            }
        }
        return new Component(id, sampling, in.u8(at + 2), this);
    }

    /** Every block has at least one bit in the file. Nothing is allocated for a file that is too short. */
    private void requireEnoughBytes(Bytes in, long at) throws IOException {
        long blocks = 0;
        for (Component c : components) {
            blocks += (long) c.blocksAcross * c.blocksDown;
        }
        if (blocks > 8L * in.length()) {
            throw in.error(
                    at + 5,
                    "the image is said to be " + width + "x" + height + ", which a file of " + in.length()
                            + " bytes cannot hold");
        }
    }

    /** Takes the quantisation tables that are valid now for components of a scan that have none yet. */
    static void quantise(Bytes in, long at, Component component, JpegTables tables) throws IOException {
        if (component.quantisation == null) {
            component.quantisation = tables.quantisation(in, at, component.table);
        }
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
