package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * One run of HHTS, see {@code Hhts}. The pixels of each segment lie one after another in a list, in raster order, and a
 * split sorts them by child. So its time is proportional to the pixels of the segment, and not to the image.
 */
final class HhtsRun {
    private static final int CHECK_EVERY = 256;

    private final int target;
    private final int minimum;
    private final Run run;
    private final Channels channels;
    /** The label of each pixel, 0 outside the segments, and -label for pixels that are in no child. */
    private final int[] labels;
    /** The pixels of all segments. */
    private final int[] pixels;

    private final Components components;
    private final Threshold threshold;
    private final PriorityQueue<Segment> queue = new PriorityQueue<>();
    private int[] parents;
    private int[] counts = new int[64];
    private int splits;
    private int count;
    private int turn;

    /**
     * @param target how many labels are enough
     * @param minimum how many pixels a component needs to become a segment
     */
    HhtsRun(int target, int minimum, Threshold threshold, Channels channels, GrayS32 start, Run run) {
        this.target = target;
        this.minimum = minimum;
        this.threshold = threshold;
        this.channels = channels;
        this.run = run;
        labels = new int[channels.pixels()];
        StartLabels labelled = new StartLabels(start);
        pixels = labelled.sorted(labels, channels.stride);
        components = new Components(labels, pixels, channels.stride, minimum);
        count = labelled.count();
        parents = new int[Math.max(16, count + 1)];
        counts[0] = count;
        for (int label = 1; label <= count; label++) {
            add(label, labelled.from(label), labelled.from(label + 1));
        }
    }

    Hierarchy hierarchy() {
        while (count < target && !queue.isEmpty()) {
            if (turn % CHECK_EVERY == 0) {
                run.checkCancelled();
            }
            Segment segment = queue.remove();
            if (!split(segment)) {
                segment.withoutChannel();
                enqueue(segment);
            }
        }
        GrayS32 finest = new GrayS32(channels.width, channels.height);
        for (int y = 0; y < channels.height; y++) {
            for (int x = 0; x < channels.width; x++) {
                finest.data[y * channels.width + x] = Math.abs(labels[(y + 1) * channels.stride + x + 1]);
            }
        }
        return new Hierarchy(
                target, queue.isEmpty(), finest, Arrays.copyOf(parents, count + 1), Arrays.copyOf(counts, splits + 1));
    }

    /** Whether the segment could be split by its channel. */
    private boolean split(Segment segment) {
        byte[] channel = channels.of(segment.channel());
        int limit = threshold.of(channel, pixels, segment.from, segment.to, segment.min(), segment.max());
        int children = components.split(segment.label, segment.from, segment.to, channel, limit);
        if (children == 0) {
            return false;
        }
        int from = segment.from;
        for (int child = 0; child < children; child++) {
            int to = components.end(child);
            int label = segment.label;
            if (child > 0) {
                label = ++count;
                if (label == parents.length) {
                    parents = Arrays.copyOf(parents, 2 * label);
                }
                parents[label] = segment.label;
                for (int i = from; i < to; i++) {
                    labels[pixels[i]] = label;
                }
            }
            add(label, from, to);
            from = to;
        }
        for (int i = from; i < segment.to; i++) {
            labels[pixels[i]] = -segment.label;
        }
        if (++splits == counts.length) {
            counts = Arrays.copyOf(counts, 2 * splits);
        }
        counts[splits] = count;
        return true;
    }

    private void add(int label, int from, int to) {
        if ((to - from) / 2 >= minimum) {
            enqueue(new Segment(label, from, to, pixels, channels));
        }
    }

    private void enqueue(Segment segment) {
        if (segment.canBeSplit()) {
            segment.turn = turn++;
            queue.add(segment);
        }
    }
}
