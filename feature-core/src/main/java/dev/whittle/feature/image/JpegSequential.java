package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Arrays;

/** Decodes the blocks of a scan of a baseline or extended JPEG to samples (ITU-T T.81, F.2). */
final class JpegSequential implements JpegScan.Decoder {
    private final JpegScan scan;
    private final JpegBits in;
    private final JpegInverseDct dct = new JpegInverseDct();
    private final int[] block = new int[64];
    /** The first coefficient of the block before, of each component. */
    private final int[] predictions;

    JpegSequential(JpegScan scan, JpegBits in) {
        this.scan = scan;
        this.in = in;
        predictions = new int[scan.components.length];
    }

    @Override
    public void block(int index, int x, int y) throws IOException {
        JpegFrame.Component component = scan.components[index];
        predictions[index] = first(in, scan.first[index], predictions[index]);
        block[0] = predictions[index] * component.quantisation[0];
        int at = 8 * (y * component.stride + x);
        int places = others(scan.others[index], component.quantisation);
        dct.transform(block, places, component.samples, at, component.stride);
    }

    /** The first coefficient, of which the difference from the one before is stored. */
    static int first(JpegBits in, JpegHuffman table, int before) throws IOException {
        int value = before + in.value(table);
        if (value != (short) value) {
            throw in.damaged("a first coefficient is " + value);
        }
        return value;
    }

    /** Reads the coefficients after the first, and returns the places of those that are not 0, combined by "or". */
    private int others(JpegHuffman table, int[] quantisation) throws IOException {
        int[] block = this.block;
        int[] values = table.values;
        byte[] natural = JpegTables.NATURAL;
        long bits = in.bits;
        int count = in.count;
        int places = 0;
        int magnitudes = block[0] ^ block[0] >> 31;
        for (int k = 1; k < 64; k++) {
            if (count < JpegBits.ENOUGH) {
                in.bits = bits;
                in.count = count;
                in.fill();
                bits = in.bits;
                count = in.count;
            }
            int found = values[(int) (bits >>> (64 - JpegHuffman.LOOKUP))];
            if (found == 0) {
                in.bits = bits;
                in.count = count;
                found = in.symbolWithValue(table);
            }
            int taken = found & 0xFF;
            bits <<= taken;
            count -= taken;
            int run = found >> 8 & 0xFF;
            int value = found >> 16;
            k += run;
            if (value == 0 && run == 0) {
                break;
            }
            if (k > 63 || value == 0 && run < 15) {
                throw in.damaged("a coefficient beyond the end of its block, or an unknown symbol");
            }
            int place = natural[k];
            int product = value * quantisation[place];
            block[place] = product;
            magnitudes |= product ^ product >> 31;
            places |= place;
        }
        in.bits = bits;
        in.count = count;
        if (magnitudes > JpegInverseDct.MAX) {
            throw in.damaged(JpegInverseDct.TOO_LARGE);
        }
        return places;
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
    }

    @Override
    public void end() {
        dct.end();
    }
}
