package dev.whittle.feature.image;

import java.io.IOException;

/** The header of a scan of a JPEG (ITU-T T.81, B.2.3), and the order of the blocks in its data (A.2). */
final class JpegScan {
    /** Decodes a block. */
    interface Decoder {
        /**
         * @param index of the component in the scan
         * @param x counts blocks, as {@code y} does
         */
        void block(int index, int x, int y) throws IOException;

        /** A restart interval ends, so nothing is predicted from what came before. */
        void restart() throws IOException;

        /** All blocks were decoded. */
        void end();
    }

    private static final int MAX_BLOCKS_IN_UNIT = 10;

    final JpegFrame.Component[] components;
    /** The Huffman tables of the components for first coefficients. The table is null where the scan needs none. */
    final JpegHuffman[] first;
    /** The Huffman tables of the components for the other coefficients. */
    final JpegHuffman[] others;
    /** The first and the last coefficient of the scan in the zigzag. */
    final int from;

    final int to;
    /** The lowest bit that earlier scans brought, or 0 if there was no such scan. */
    final int high;
    /** The lowest bit that this scan brings. */
    final int low;

    private final Bytes in;
    private final JpegFrame frame;
    private final long dataAt;

    /** @param at the offset of the marker */
    JpegScan(Bytes in, long at, JpegFrame frame, JpegTables tables) throws IOException {
        this.in = in;
        this.frame = frame;
        int count = in.u8(at + 4);
        if (count < 1 || count > 4 || in.be16(at + 2) != 6 + 2 * count) {
            throw in.error(
                    at + 2,
                    "a scan header of " + in.be16(at + 2) + " bytes for " + count
                            + " components, expected 1 to 4 components and 6 bytes and 2 for each");
        }
        dataAt = at + 8 + 2L * count;
        from = frame.progressive ? in.u8(dataAt - 3) : 0;
        to = frame.progressive ? in.u8(dataAt - 2) : 63;
        high = frame.progressive ? in.u8(dataAt - 1) >> 4 : 0;
        low = frame.progressive ? in.u8(dataAt - 1) & 15 : 0;
        components = new JpegFrame.Component[count];
        first = new JpegHuffman[count];
        others = new JpegHuffman[count];
        int blocks = 0;
        for (int c = 0; c < count; c++) {
            long entry = at + 5 + 2L * c;
            components[c] = component(entry, c);
            blocks += components[c].h * components[c].v;
            JpegFrame.quantise(in, entry, components[c], tables);
            if (in.u8(entry + 1) >> 4 > 3 || (in.u8(entry + 1) & 15) > 3) {
                throw in.error(entry + 1, "a Huffman table has a number over 3");
            }
            if (from == 0 && high == 0) {
                first[c] = tables.first(in, entry + 1, in.u8(entry + 1) >> 4);
            }
            if (to > 0) {
                others[c] = tables.others(in, entry + 1, in.u8(entry + 1) & 15);
            }
        }
        if (count > 1 && blocks > MAX_BLOCKS_IN_UNIT) {
            throw in.error(
                    at + 4, "a unit of the scan has " + blocks + " blocks, expected at most " + MAX_BLOCKS_IN_UNIT);
        }
    }

    private JpegFrame.Component component(long at, int index) throws IOException {
        for (JpegFrame.Component component : frame.components) {
            if (component.id == in.u8(at)) {
                for (int c = 0; c < index; c++) {
                    if (components[c] == component) {
                        throw in.error(at, "the scan has component " + component.id + " twice");
                    }
                }
                return component;
            }
        }
        throw in.error(at, "the scan has component " + in.u8(at) + ", which the frame has not");
    }

    /** The bits of the scan. */
    JpegBits bits() {
        return new JpegBits(in, (int) dataAt);
    }

    /**
     * Decodes all blocks, to the marker that follows.
     *
     * @param interval the number of units between restart markers, or 0 if there are none
     */
    void decode(Decoder decoder, JpegBits bits, int interval) throws IOException {
        JpegFrame.Component only = components.length == 1 ? components[0] : null;
        int across = only == null ? frame.unitsAcross : only.blocksAcross;
        int down = only == null ? frame.unitsDown : only.blocksDown;
        int left = interval;
        int restarts = 0;
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                if (interval > 0 && left-- == 0) {
                    decoder.restart();
                    bits.restart(restarts++ & 7);
                    left = interval - 1;
                }
                if (only == null) {
                    unit(decoder, x, y);
                } else {
                    decoder.block(0, x, y);
                }
                bits.requireNotBeyondEnd();
            }
        }
        decoder.restart();
        decoder.end();
        bits.end();
    }

    private void unit(Decoder decoder, int x, int y) throws IOException {
        for (int c = 0; c < components.length; c++) {
            int h = components[c].h;
            int v = components[c].v;
            for (int i = 0; i < v; i++) {
                for (int j = 0; j < h; j++) {
                    decoder.block(c, x * h + j, y * v + i);
                }
            }
        }
    }
}
