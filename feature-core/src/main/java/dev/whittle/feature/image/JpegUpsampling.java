package dev.whittle.feature.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Brings a component of a JPEG to the size of the image, as libjpeg-turbo does by default ("fancy upsampling"), with
 * exactly its values. Between two samples are weights of 3/4 and 1/4, in both directions. Beyond the edges the first
 * and the last samples are repeated. Components with other factors than 2, and those of at most 2 columns, repeat their
 * samples. The IJG's library 6b differs in one kind: it repeats the rows of a component that has all columns and every
 * second row.
 *
 * <p>The even and the odd columns of a row are held apart, as they are computed apart. The compiler makes vectors of
 * loops that write one array, and read and write all their arrays, of ints, from the start.
 */
final class JpegUpsampling {
    private static final VarHandle TWO = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The values of the even columns of the row that {@link #row} computed. */
    final int[] even;
    /** Those of the odd columns. If the width is odd, the last one has no meaning. */
    final int[] odd;

    private final JpegFrame.Component component;
    private final int acrossFactor;
    private final int downFactor;
    private final boolean smoothAcross;
    private final boolean smoothDown;
    /** The last even and the last odd row of samples that were needed, and their numbers. */
    private final int[][] rows;

    private final int[] rowNumbers = {-1, -1};
    private final int[] sums;
    private final int[] left;
    private final int[] right;

    JpegUpsampling(JpegFrame frame, JpegFrame.Component component) {
        this.component = component;
        acrossFactor = frame.maxH / component.h;
        downFactor = frame.maxV / component.v;
        smoothAcross = acrossFactor == 2 && downFactor <= 2 && component.width > 2;
        smoothDown = downFactor == 2 && (smoothAcross || acrossFactor == 1);
        int half = (frame.width + 1) / 2;
        even = new int[half];
        odd = new int[half];
        rows = new int[2][component.width];
        sums = new int[half];
        left = new int[half];
        right = new int[half];
    }

    /** Computes row {@code y} of the image. */
    void row(int y) {
        int near = y / downFactor;
        int far = y % 2 == 0 ? Math.max(0, near - 1) : Math.min(component.height - 1, near + 1);
        if (smoothAcross && smoothDown) {
            add(samples(near), samples(far), sums);
            columnsDoubled(sums, 8, 7, 4);
        } else if (smoothAcross) {
            columnsDoubled(samples(near), 1, 2, 2);
        } else if (smoothDown) {
            rowsDoubled(near * component.stride, far * component.stride, y % 2 == 0 ? 1 : 2);
        } else if (acrossFactor == 1) {
            copied(near * component.stride);
        } else {
            repeated(near * component.stride);
        }
    }

    /** A row of samples as ints. Two rows that follow each other are there at the same time. */
    private int[] samples(int number) {
        int[] row = rows[number & 1];
        if (rowNumbers[number & 1] != number) {
            byte[] samples = component.samples;
            int at = number * component.stride;
            for (int x = 0; x < row.length; x++) {
                row[x] = samples[at + x] & 0xFF;
            }
            rowNumbers[number & 1] = number;
        }
        return row;
    }

    private static void add(int[] near, int[] far, int[] out) {
        for (int x = 0; x < near.length; x++) {
            out[x] = 3 * near[x] + far[x];
        }
    }

    /** Two values for each sample: 3·sample + the one to the left, and 3·sample + the one to the right. */
    private void columnsDoubled(int[] row, int plusLeft, int plusRight, int shift) {
        int last = row.length - 1;
        System.arraycopy(row, 0, left, 1, last);
        left[0] = row[0];
        System.arraycopy(row, 1, right, 0, last);
        right[last] = row[last];
        between(row, left, plusLeft, shift, even);
        between(row, right, plusRight, shift, odd);
    }

    private static void between(int[] row, int[] beside, int plus, int shift, int[] out) {
        for (int x = 0; x < row.length; x++) {
            out[x] = (3 * row[x] + beside[x] + plus) >> shift;
        }
    }

    private void rowsDoubled(int near, int far, int plus) {
        byte[] samples = component.samples;
        for (int x = 0; x < even.length; x++) {
            int at = near + 2 * x;
            int beside = far + 2 * x;
            even[x] = (3 * (samples[at] & 0xFF) + (samples[beside] & 0xFF) + plus) >> 2;
            odd[x] = (3 * (samples[at + 1] & 0xFF) + (samples[beside + 1] & 0xFF) + plus) >> 2;
        }
    }

    private void copied(int at) {
        pairs(component.samples, at, sums);
        low(sums, even);
        high(sums, odd);
    }

    private static void pairs(byte[] samples, int at, int[] out) {
        for (int x = 0; x < out.length; x++) {
            out[x] = (short) TWO.get(samples, at + 2 * x);
        }
    }

    private static void low(int[] pairs, int[] out) {
        for (int x = 0; x < pairs.length; x++) {
            out[x] = pairs[x] & 0xFF;
        }
    }

    private static void high(int[] pairs, int[] out) {
        for (int x = 0; x < pairs.length; x++) {
            out[x] = pairs[x] >> 8 & 0xFF;
        }
    }

    private void repeated(int at) {
        byte[] samples = component.samples;
        for (int x = 0; x < even.length; x++) {
            even[x] = samples[at + 2 * x / acrossFactor] & 0xFF;
            odd[x] = samples[at + (2 * x + 1) / acrossFactor] & 0xFF;
        }
    }

    /**
     * Writes even and odd columns to {@code width} places of a band.
     *
     * @param scratch as long as {@code even}
     */
    static void write(int[] even, int[] odd, int[] scratch, byte[] band, int at, int width) {
        for (int x = 0; x < scratch.length; x++) {
            scratch[x] = even[x] | odd[x] << 8;
        }
        int pairs = width / 2;
        for (int x = 0; x < pairs; x++) {
            TWO.set(band, at + 2 * x, (short) scratch[x]);
        }
        if (width % 2 == 1) {
            band[at + width - 1] = (byte) even[pairs];
        }
    }
}
