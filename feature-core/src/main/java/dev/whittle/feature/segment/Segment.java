package dev.whittle.feature.segment;

/**
 * A segment that may be split: its pixels, and for each channel its range and its priority. Used again for another one
 * when it was split.
 */
final class Segment implements Comparable<Segment> {
    /** 2¹⁵·255² is below 2³¹. */
    private static final int BLOCK = 1 << 15;

    int label;
    /** Where its pixels are among those of all segments. */
    int from;

    int to;
    /** When it was put into the queue, for the last time. */
    int turn;

    private final int[] min = new int[Channels.COUNT];
    private final int[] max = new int[Channels.COUNT];
    private final double[] priorities = new double[Channels.COUNT];
    private int channel;
    /** That of {@link #channel}. */
    private double priority;

    /** Makes this the segment of the pixels {@code from} to {@code to - 1}. */
    void setTo(int newLabel, int newFrom, int newTo, Channels channels) {
        label = newLabel;
        from = newFrom;
        to = newTo;
        for (int c = 0; c < Channels.COUNT; c++) {
            measure(c, channels.of(c));
        }
        choose();
    }

    private void measure(int c, byte[] values) {
        int least = 255;
        int most = 0;
        long sum = 0;
        long squares = 0;
        for (int at = from; at < to; at += BLOCK) {
            int end = Math.min(to, at + BLOCK);
            // In int as long as it is large enough, which is faster.
            int sumOfBlock = 0;
            int squaresOfBlock = 0;
            for (int i = at; i < end; i++) {
                int v = values[i] & 0xFF;
                least = Math.min(least, v);
                most = Math.max(most, v);
                sumOfBlock += v;
                squaresOfBlock += v * v;
            }
            sum += sumOfBlock;
            squares += squaresOfBlock;
        }
        min[c] = least;
        max[c] = most;
        if (most - least < 2) {
            priorities[c] = -1;
            return;
        }
        double scale = 1.0 / (to - from);
        double mean = sum * scale;
        double deviation = Math.sqrt(Math.max(squares * scale - mean * mean, 0));
        priorities[c] = deviation * (to - from) * (to - from);
    }

    private void choose() {
        channel = 0;
        for (int c = 1; c < Channels.COUNT; c++) {
            if (priorities[c] > priorities[channel]) {
                channel = c;
            }
        }
        priority = priorities[channel];
    }

    boolean canBeSplit() {
        return priority > -1;
    }

    /** The channel to split by. */
    int channel() {
        return channel;
    }

    int min() {
        return min[channel];
    }

    int max() {
        return max[channel];
    }

    /** Gives up the channel, and chooses another. */
    void withoutChannel() {
        priorities[channel] = -1;
        choose();
    }

    /** The highest priority first, and of equal ones the latest. */
    @Override
    public int compareTo(Segment other) {
        int byPriority = Double.compare(other.priority, priority);
        return byPriority != 0 ? byPriority : Integer.compare(other.turn, turn);
    }
}
