package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Arrays;

/** Decodes the blocks of a scan of a progressive JPEG to coefficients (ITU-T T.81, G.2). */
final class JpegProgressive implements JpegScan.Decoder {
    private final JpegScan scan;
    private final JpegBits in;
    private final int[] predictions;
    /** The number of blocks, from the next one on, in which no coefficient becomes other than 0. */
    private int blocksWithoutNew;

    JpegProgressive(JpegScan scan, JpegBits in) {
        this.scan = scan;
        this.in = in;
        predictions = new int[scan.components.length];
    }

    @Override
    public void block(int index, int x, int y) throws IOException {
        JpegFrame.Component component = scan.components[index];
        short[] coefficients = component.coefficients;
        int at = 64 * (y * (component.stride >> 3) + x);
        if (scan.from == 0) {
            if (scan.high == 0) {
                predictions[index] = JpegSequential.first(in, scan.first[index], predictions[index]);
                coefficients[at] = shifted(predictions[index]);
            } else {
                coefficients[at] |= in.take(1) << scan.low;
            }
        } else if (scan.high > 0) {
            refine(coefficients, at);
        } else if (blocksWithoutNew > 0) {
            blocksWithoutNew--;
        } else {
            start(coefficients, at);
        }
    }

    private short shifted(int value) throws IOException {
        int shifted = value << scan.low;
        if (shifted != (short) shifted) {
            throw in.damaged("a coefficient is " + shifted);
        }
        return (short) shifted;
    }

    /** The first bits of coefficients other than the first (G.1.2.2). */
    private void start(short[] coefficients, int at) throws IOException {
        JpegHuffman table = scan.others[0];
        for (int k = scan.from; k <= scan.to; k++) {
            int symbol = in.symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                blocksWithoutNew = (1 << run) + in.take(run) - 1;
                return;
            }
            k += run;
            if (k > scan.to) {
                throw in.damaged("a coefficient beyond the end of its band");
            }
            if (size > 0) {
                coefficients[at + JpegTables.NATURAL[k]] = shifted(JpegHuffman.extended(in.take(size), size));
            }
        }
    }

    /** One more bit of coefficients other than the first (G.1.2.3). */
    private void refine(short[] coefficients, int at) throws IOException {
        JpegHuffman table = scan.others[0];
        int k = scan.from;
        while (blocksWithoutNew == 0 && k <= scan.to) {
            int symbol = in.symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size > 1) {
                throw in.damaged("a new coefficient of " + size + " bits, expected 1");
            }
            if (size == 0 && run < 15) {
                blocksWithoutNew = (1 << run) + in.take(run);
                break;
            }
            int value = size == 0 ? 0 : (2 * in.take(1) - 1) << scan.low;
            k = refineUpTo(coefficients, at, k, run);
            if (k > scan.to) {
                throw in.damaged("a coefficient beyond the end of its band");
            }
            coefficients[at + JpegTables.NATURAL[k]] = (short) value;
            k++;
        }
        if (blocksWithoutNew > 0) {
            refineUpTo(coefficients, at, k, 64);
            blocksWithoutNew--;
        }
    }

    /**
     * Reads a bit for each coefficient that is not 0, up to the zero that comes after so many others.
     *
     * @return the index of that zero, or one beyond the band
     */
    private int refineUpTo(short[] coefficients, int at, int from, int zeros) throws IOException {
        int left = zeros;
        for (int k = from; k <= scan.to; k++) {
            int place = at + JpegTables.NATURAL[k];
            int value = coefficients[place];
            if (value == 0) {
                if (left-- == 0) {
                    return k;
                }
            } else if (in.take(1) == 1) {
                coefficients[place] += (short) ((value > 0 ? 1 : -1) << scan.low);
            }
        }
        return scan.to + 1;
    }

    @Override
    public void restart() throws IOException {
        if (blocksWithoutNew > 0) {
            throw in.damaged("a run of blocks goes beyond the last block");
        }
        Arrays.fill(predictions, 0);
    }

    /** The coefficients are transformed when all scans are read. */
    @Override
    public void end() {}
}
