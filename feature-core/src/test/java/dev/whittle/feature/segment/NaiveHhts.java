package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Hhts} step by step as its documentation has it, by scans of the whole image. */
final class NaiveHhts {
    private static final int OUTSIDE = 0;
    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int NEUTRAL = 3;

    /** A segment that waits to be split, with the priority of each channel, -1 for those that do not count. */
    private record Waiting(int label, boolean[] mask, double[] priorities) {
        int channel() {
            int best = 0;
            for (int c = 1; c < priorities.length; c++) {
                best = priorities[c] > priorities[best] ? c : best;
            }
            return best;
        }

        double priority() {
            return priorities[channel()];
        }
    }

    private final Hhts settings;
    private final int width;
    private final int n;
    private final int[][] channels = new int[9][];
    private final int[] labels;
    private final List<Waiting> queue = new ArrayList<>();
    private int count;

    NaiveHhts(Hhts settings, Planar<GrayU8> image, GrayS32 start) {
        this.settings = settings;
        width = image.width;
        n = image.width * image.height;
        Planar<GrayU8> rgb = Gray.withBands(image, 3).clone();
        Planar<GrayU8> hsv = rgb.createSameShape();
        Planar<GrayU8> lab = rgb.createSameShape();
        Hsv.fromRgb(rgb, hsv);
        Lab.fromRgb(rgb, lab);
        for (int c = 0; c < 9; c++) {
            GrayU8 band = List.of(rgb, hsv, lab).get(c / 3).getBand(c % 3);
            channels[c] = settings.blur() ? blurred(band) : values(band);
        }
        labels = new int[n];
        int[] given = start.data.clone();
        int[] different = java.util.Arrays.stream(given)
                .filter(l -> l > 0)
                .distinct()
                .sorted()
                .toArray();
        for (int label : different) {
            count++;
            boolean[] mask = new boolean[n];
            for (int i = 0; i < n; i++) {
                if (given[i] == label) {
                    mask[i] = true;
                    labels[i] = count;
                }
            }
            add(count, mask);
        }
    }

    /** The label maps at these targets, ascending. */
    Map<Integer, int[]> at(int... targets) {
        Map<Integer, int[]> maps = new HashMap<>();
        for (int target : targets) {
            while (count < target && !queue.isEmpty()) {
                split(queue.remove(0));
            }
            maps.put(target, labels.clone());
        }
        return maps;
    }

    private static int[] values(GrayU8 band) {
        int[] values = new int[band.width * band.height];
        for (int i = 0; i < values.length; i++) {
            values[i] = band.get(i % band.width, i / band.width);
        }
        return values;
    }

    private static int[] blurred(GrayU8 band) {
        int[] values = new int[band.width * band.height];
        for (int i = 0; i < values.length; i++) {
            int sum = 8;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = mirrored(i % band.width + dx, band.width);
                    int y = mirrored(i / band.width + dy, band.height);
                    sum += (2 - Math.abs(dx)) * (2 - Math.abs(dy)) * band.get(x, y);
                }
            }
            values[i] = sum / 16;
        }
        return values;
    }

    private static int mirrored(int i, int n) {
        int last = n - 1;
        return last == 0 ? 0 : last - Math.abs(last - Math.abs(i));
    }

    private static int size(boolean[] mask) {
        int size = 0;
        for (boolean in : mask) {
            size += in ? 1 : 0;
        }
        return size;
    }

    private int[] values(int channel, boolean[] mask) {
        int[] values = new int[size(mask)];
        int at = 0;
        for (int i = 0; i < n; i++) {
            if (mask[i]) {
                values[at++] = channels[channel][i];
            }
        }
        return values;
    }

    private void add(int label, boolean[] mask) {
        int size = size(mask);
        if (size / 2 < settings.minimum()) {
            return;
        }
        double[] priorities = new double[9];
        for (int c = 0; c < 9; c++) {
            int[] values = values(c, mask);
            double sum = 0;
            double squares = 0;
            for (int v : values) {
                sum += v;
                squares += v * v;
            }
            double mean = sum * (1.0 / size);
            double deviation = Math.sqrt(Math.max(0, squares * (1.0 / size) - mean * mean));
            priorities[c] = max(values) - min(values) < 2 ? -1 : deviation * size * size;
        }
        enqueue(new Waiting(label, mask, priorities));
    }

    private static int min(int[] values) {
        return java.util.Arrays.stream(values).min().orElseThrow();
    }

    private static int max(int[] values) {
        return java.util.Arrays.stream(values).max().orElseThrow();
    }

    private void enqueue(Waiting segment) {
        if (segment.priority() < 0) {
            return;
        }
        int at = 0;
        while (at < queue.size() && queue.get(at).priority() > segment.priority()) {
            at++;
        }
        queue.add(at, segment);
    }

    private int threshold(int[] values) {
        int min = min(values);
        int max = max(values);
        int bins = Math.min(settings.bins(), max - min);
        float[] h = new float[bins];
        double scale = bins / (double) (max + 1 - min);
        for (int v : values) {
            h[(int) Math.floor(v * scale + -(scale * min))]++;
        }
        int half = values.length / 2;
        float sum = 0;
        int best = -1;
        float largest = 0;
        for (int b = 0; b < bins; b++) {
            sum += h[b];
            float response = (b > 0 ? h[b - 1] : h[b]) - 2 * h[b] + (b + 1 < bins ? h[b + 1] : h[b]);
            float weight = (float) (1 / (StrictMath.pow((half - sum) / half * 2, 4) + 1));
            if (best < 0 || response * weight > largest) {
                best = b;
                largest = response * weight;
            }
        }
        return (int) (min + 0.5 * (((max - min + 1) * (2.0 * best + 1) / bins) - 1));
    }

    private void split(Waiting segment) {
        int channel = segment.channel();
        int threshold = threshold(values(channel, segment.mask()));
        int[] kind = new int[n];
        List<Integer> seeds = new ArrayList<>();
        for (int side : new int[] {LOW, HIGH}) {
            boolean[] mask = new boolean[n];
            for (int i = 0; i < n; i++) {
                mask[i] = segment.mask()[i] && channels[channel][i] <= threshold == (side == LOW);
            }
            int before = seeds.size();
            for (int i = 0; i < n; i++) {
                if (mask[i]) {
                    List<Integer> component = flood(i, mask);
                    boolean large = component.size() >= settings.minimum();
                    if (large) {
                        seeds.add(i);
                    }
                    for (int j : component) {
                        kind[j] = large ? side : NEUTRAL;
                    }
                }
            }
            if (seeds.size() == before) {
                segment.priorities()[channel] = -1;
                enqueue(segment);
                return;
            }
        }
        boolean first = true;
        for (int seed : seeds) {
            if (kind[seed] == OUTSIDE) {
                continue;
            }
            boolean[] mask = new boolean[n];
            for (int i = 0; i < n; i++) {
                mask[i] = kind[i] == kind[seed] || kind[i] == NEUTRAL;
            }
            boolean[] child = new boolean[n];
            int label = first ? segment.label() : ++count;
            first = false;
            for (int i : flood(seed, mask)) {
                kind[i] = OUTSIDE;
                labels[i] = label;
                child[i] = true;
            }
            add(label, child);
        }
    }

    /** The pixels of the mask that are connected with one; they leave the mask. */
    private List<Integer> flood(int seed, boolean[] mask) {
        List<Integer> reached = new ArrayList<>();
        mask[seed] = false;
        reached.add(seed);
        for (int next = 0; next < reached.size(); next++) {
            int p = reached.get(next);
            int[] neighbours = {p % width > 0 ? p - 1 : -1, p % width < width - 1 ? p + 1 : -1, p - width, p + width};
            for (int q : neighbours) {
                if (q >= 0 && q < n && mask[q]) {
                    mask[q] = false;
                    reached.add(q);
                }
            }
        }
        return reached;
    }
}
