package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A run of HHTS, see {@code Hhts}: {@link #begin}, perhaps {@link #startFrom}, then {@link #split}, and then the label
 * map. The time of a split is proportional to the pixels of its segment. The memory is used again for the next image.
 */
final class HhtsRun {
    /** How many tries there are between two looks whether the run is cancelled. */
    private static final int CHECK_EVERY = 256;

    private final Channels channels = new Channels();
    private final Components components = new Components();
    private final Threshold threshold = new Threshold();
    private final PriorityQueue<Segment> queue = new PriorityQueue<>();
    /** Segments that were split, to be used again. */
    private final List<Segment> free = new ArrayList<>();

    private int width;
    private int height;
    private int bins;
    private int minimum;
    private int pixels;
    /**
     * For each pixel of the list: if a segment begins with it, or pixels that are in no child, their label; else 0.
     */
    private int[] labels = new int[0];

    /** As {@link Hierarchy} has them. */
    private int[] parents = new int[64];

    private int[] counts = new int[64];
    private int splits;
    private int count;
    /** How often a segment was put into the queue. */
    private int turn;

    /** Begins with the whole image as the only segment. */
    void begin(Planar<GrayU8> image, boolean blur, int newBins, int newMinimum, Run run) {
        channels.setTo(image, blur, run);
        reset(image, image.width * image.height, newBins, newMinimum);
        int[] places = components.places();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                places[y * width + x] = y * stride() + x;
            }
        }
        count = 1;
        counts[0] = 1;
        parents[1] = 0;
        add(1, 0, pixels);
    }

    /** Keeps only the segments of a label map, instead of the whole image, right after {@link #begin}. */
    void startFrom(GrayS32 start) {
        StartLabels labelled = new StartLabels(start);
        int[] sorted = labelled.sorted();
        pixels = sorted.length;
        channels.pick(sorted, pixels);
        for (int i = 0; i < pixels; i++) {
            components.places()[i] = sorted[i] / width * stride() + sorted[i] % width;
        }
        clear();
        count = labelled.count();
        counts[0] = count;
        parents = new int[Math.max(64, count + 1)];
        for (int label = 1; label <= count; label++) {
            add(label, labelled.from(label), labelled.from(label + 1));
        }
    }

    private void reset(Planar<GrayU8> image, int newPixels, int newBins, int newMinimum) {
        width = image.width;
        height = image.height;
        pixels = newPixels;
        bins = newBins;
        minimum = newMinimum;
        components.begin(pixels, stride(), minimum);
        if (labels.length < pixels) {
            labels = new int[pixels];
        }
        clear();
        splits = 0;
        turn = 0;
    }

    /** No segments. */
    private void clear() {
        Arrays.fill(labels, 0, pixels, 0);
        while (!queue.isEmpty()) {
            free.add(queue.remove());
        }
    }

    /** Of the places of pixels: each row has one more than pixels, so that the first of a row has none to its left. */
    private int stride() {
        return width + 1;
    }

    /** Splits until there are {@code target} labels or nothing can be split. */
    void split(int target, Run run) {
        for (int tries = 0; count < target && !queue.isEmpty(); tries++) {
            if (tries % CHECK_EVERY == 0) {
                run.checkCancelled();
            }
            Segment segment = queue.remove();
            if (split(segment)) {
                free.add(segment);
            } else {
                segment.withoutChannel();
                enqueue(segment);
            }
        }
    }

    /** How many labels there are. */
    int count() {
        return count;
    }

    /** Writes the label of each pixel, 0 for those outside of all segments, to an image that gets the right size. */
    void write(GrayS32 out) {
        out.reshape(width, height);
        if (pixels < width * height) {
            Arrays.fill(out.data, 0, width * height, 0);
        }
        int[] places = components.places();
        int label = 0;
        for (int i = 0; i < pixels; i++) {
            label = labels[i] > 0 ? labels[i] : label;
            out.data[places[i] - places[i] / stride()] = label;
        }
    }

    Hierarchy hierarchy(int target) {
        GrayS32 finest = new GrayS32(width, height);
        write(finest);
        return new Hierarchy(
                target, queue.isEmpty(), finest, Arrays.copyOf(parents, count + 1), Arrays.copyOf(counts, splits + 1));
    }

    /** Whether the segment could be split by its channel. */
    private boolean split(Segment segment) {
        int channel = segment.channel();
        int limit = threshold.of(channels.of(channel), segment.from, segment.to, segment.min(), segment.max(), bins);
        int low = threshold.count(segment.min(), limit);
        if (low < minimum || segment.to - segment.from - low < minimum) {
            // Too few for a large component.
            return false;
        }
        int children = components.split(segment.from, segment.to, channels, channel, limit);
        if (children == 0) {
            return false;
        }
        int from = segment.from;
        for (int child = 0; child < children; child++) {
            int to = components.end(child);
            add(child == 0 ? segment.label : next(segment.label), from, to);
            from = to;
        }
        if (from < segment.to) {
            labels[from] = segment.label;
        }
        if (++splits == counts.length) {
            counts = Arrays.copyOf(counts, 2 * splits);
        }
        counts[splits] = count;
        return true;
    }

    /** The next label, of a child of this one. */
    private int next(int parent) {
        if (++count == parents.length) {
            parents = Arrays.copyOf(parents, 2 * count);
        }
        parents[count] = parent;
        return count;
    }

    private void add(int label, int from, int to) {
        labels[from] = label;
        if ((to - from) / 2 >= minimum) {
            Segment segment = free.isEmpty() ? new Segment() : free.remove(free.size() - 1);
            segment.setTo(label, from, to, channels);
            enqueue(segment);
        }
    }

    private void enqueue(Segment segment) {
        if (segment.canBeSplit()) {
            segment.turn = turn++;
            queue.add(segment);
        } else {
            free.add(segment);
        }
    }
}
