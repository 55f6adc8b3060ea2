package dev.whittle.feature.image;

/**
 * Brings the components of a JPEG to the size of the image, as libjpeg-turbo does by default ("fancy upsampling"), with
 * exactly its values. Between two samples are weights of 3/4 and 1/4, in both directions. Beyond the edges the first
 * and the last samples are repeated. Components with other factors than 2, and those of at most 2 columns, repeat their
 * samples. The IJG's library 6b differs in one kind: it repeats the rows of a component that has all columns and every
 * second row.
 */
final class JpegUpsampling {
    private JpegUpsampling() {}

    /** The number of values that {@link #row} may write for an image of this width. */
    static int rowLength(int width) {
        return width + 4;
    }

    /** Computes row {@code y} of the image of a component. */
    static void row(JpegFrame frame, JpegFrame.Component component, int y, int[] row) {
        int acrossFactor = frame.maxH / component.h;
        int downFactor = frame.maxV / component.v;
        byte[] samples = component.samples;
        int width = component.width;
        int nearRow = y / downFactor;
        int near = nearRow * component.stride;
        boolean smoothAcross = acrossFactor == 2 && downFactor <= 2 && width > 2;
        boolean smoothDown = downFactor == 2 && (smoothAcross || acrossFactor == 1);
        int other = y % 2 == 0 ? Math.max(0, nearRow - 1) : Math.min(component.height - 1, nearRow + 1);
        int far = other * component.stride;
        if (smoothAcross && smoothDown) {
            bothDoubled(samples, near, far, width, row);
        } else if (smoothAcross) {
            columnsDoubled(samples, near, width, row);
        } else if (smoothDown) {
            int bias = y % 2 == 0 ? 1 : 2;
            for (int x = 0; x < width; x++) {
                row[x] = ((3 * (samples[near + x] & 0xFF) + (samples[far + x] & 0xFF) + bias) >> 2);
            }
        } else if (acrossFactor == 1) {
            for (int x = 0; x < width; x++) {
                row[x] = samples[near + x] & 0xFF;
            }
        } else {
            for (int x = 0; x < frame.width; x++) {
                row[x] = samples[near + x / acrossFactor] & 0xFF;
            }
        }
    }

    /** Two values for each sample: (3·sample + left + 1)/4 and (3·sample + right + 2)/4, rounded down. */
    private static void columnsDoubled(byte[] samples, int at, int width, int[] row) {
        int left = samples[at] & 0xFF;
        int sample = left;
        for (int x = 0; x < width - 1; x++) {
            int right = samples[at + x + 1] & 0xFF;
            row[2 * x] = (3 * sample + left + 1) >> 2;
            row[2 * x + 1] = (3 * sample + right + 2) >> 2;
            left = sample;
            sample = right;
        }
        row[2 * width - 2] = (3 * sample + left + 1) >> 2;
        row[2 * width - 1] = sample;
    }

    /** As {@link #columnsDoubled} with 3·near + far in place of a sample: sums of 16, plus 8 on the left and 7. */
    private static void bothDoubled(byte[] samples, int near, int far, int width, int[] row) {
        int left = 3 * (samples[near] & 0xFF) + (samples[far] & 0xFF);
        int sum = left;
        for (int x = 0; x < width - 1; x++) {
            int right = 3 * (samples[near + x + 1] & 0xFF) + (samples[far + x + 1] & 0xFF);
            row[2 * x] = (3 * sum + left + 8) >> 4;
            row[2 * x + 1] = (3 * sum + right + 7) >> 4;
            left = sum;
            sum = right;
        }
        row[2 * width - 2] = (3 * sum + left + 8) >> 4;
        row[2 * width - 1] = (4 * sum + 7) >> 4;
    }
}
