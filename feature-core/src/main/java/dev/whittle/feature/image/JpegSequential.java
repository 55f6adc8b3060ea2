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
        if (others(scan.others[index], component.quantisation)) {
            dct.transform(block, component.samples, at, component.stride);
        } else {
            JpegInverseDct.constant(block[0], component.samples, at, component.stride);
        }
    }

    /** The first coefficient, of which the difference from the one before is stored. */
    static int first(JpegBits in, JpegHuffman table, int before) throws IOException {
        int size = in.symbol(table);
        if (size == 0) {
            return before;
        }
        int value = before + JpegHuffman.extended(in.take(size), size);
        if (value != (short) value) {
            throw in.damaged("a first coefficient is " + value);
        }
        return value;
    }

    /** Reads the coefficients after the first, and returns whether there are any that are not 0. */
    private boolean others(JpegHuffman table, int[] quantisation) throws IOException {
        JpegBits in = this.in;
        int[] block = this.block;
        int[] values = table.values;
        byte[] natural = JpegTables.NATURAL;
        boolean any = false;
        for (int k = 1; k < 64; k++) {
            if (in.count < JpegBits.ENOUGH) {
                in.fill();
            }
            int found = values[(int) (in.bits >>> (64 - JpegHuffman.LOOKUP))];
            int value;
            if (found != 0) {
                int taken = found & 0xFF;
                in.bits <<= taken;
                in.count -= taken;
                k += found >> 8 & 0xFF;
                value = found >> 16;
            } else {
                int symbol = in.symbol(table);
                int size = symbol & 15;
                k += symbol >> 4;
                if (size == 0) {
                    if (symbol == 0) {
                        return any;
                    }
                    if (symbol != 0xF0 || k > 63) {
                        throw in.damaged("a run of zeros that no block has");
                    }
                    continue;
                }
                value = JpegHuffman.extended(in.take(size), size);
            }
            if (k > 63) {
                throw in.damaged("a coefficient beyond the end of its block");
            }
            int place = natural[k];
            block[place] = value * quantisation[place];
            any = true;
        }
        return any;
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
    }
}
