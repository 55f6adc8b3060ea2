package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Transform;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;

/** The fitted {@link Encoding}. */
public final class EncodingExtractor implements PerImageExtractor {
    private final Describer describer;
    private final Encoder encoder;
    private final Pyramid pyramid;
    private final List<Transform> normalize;
    private final int codeLength;
    private final Scratch<Buffers> buffers;

    EncodingExtractor(Describer describer, Encoder encoder, Pyramid pyramid, List<Transform> normalize) {
        this.describer = describer;
        this.encoder = encoder;
        this.pyramid = pyramid;
        this.normalize = normalize;
        int length = encoder.length();
        int longest = length;
        for (Transform transform : normalize) {
            length = transform.columns(length);
            longest = Math.max(longest, length);
        }
        codeLength = length;
        if ((long) pyramid.regions() * codeLength > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("Encoding: " + pyramid.regions() + " regions with codes of " + codeLength
                    + " values together have too many values");
        }
        // Not this object's own parts: working memory must not refer to its kind.
        int regions = pyramid.regions();
        int most = longest;
        this.buffers = new Scratch<>(() -> new Buffers(regions, encoder, most));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        final Describer.Sorted descriptors = new Describer.Sorted();
        final double[] ofCell;
        /** Of each region. */
        final double[][] statistics;

        final int[] counts;
        float[] code;
        float[] other;

        Buffers(int regions, Encoder encoder, int most) {
            ofCell = encoder.start();
            statistics = new double[regions][ofCell.length];
            counts = new int[regions];
            code = new float[most];
            other = new float[most];
        }

        void swap() {
            float[] before = code;
            code = other;
            other = before;
        }
    }

    @Override
    public boolean takesAnySize() {
        return true;
    }

    @Override
    public int length(int width, int height, int bands) {
        int columns;
        try {
            columns = describer.columns(width, height, bands);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(images(width, height, bands) + e.getMessage(), e);
        }
        if (columns != encoder.columns()) {
            throw new IllegalArgumentException(images(width, height, bands) + "their descriptors have " + columns
                    + " values, but the encoder was fitted to " + encoder.columns());
        }
        return length();
    }

    private static String images(int width, int height, int bands) {
        return "Images of " + width + "x" + height + " pixels with " + bands + " bands: ";
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        FeatureExtractor.checkRoom(length(image), out, offset);
        Buffers memory = run.take(buffers);
        describer.describe(image, pyramid, memory.descriptors, run);
        if (memory.descriptors.start(pyramid.cells()) == 0) {
            run.nothingFound();
        }
        encode(memory, out, offset, run);
        run.giveBack(buffers, memory);
    }

    /** The number of values of the codes of all regions. */
    int length() {
        return pyramid.regions() * codeLength;
    }

    /** Writes the codes of an image of this size that has these descriptors to {@code out[offset …]}. */
    void encode(Descriptors described, int width, int height, float[] out, int offset, Run run) {
        Buffers memory = run.take(buffers);
        describer.describe(described, width, height, pyramid, memory.descriptors, run);
        encode(memory, out, offset, run);
        run.giveBack(buffers, memory);
    }

    private void encode(Buffers memory, float[] out, int offset, Run run) {
        statistics(memory, run);
        for (int region = 0; region < pyramid.regions(); region++) {
            code(memory, region, out, offset + region * codeLength, run);
        }
    }

    /** Encodes the descriptors of each cell once and adds them to the regions that contain the cell. */
    private void statistics(Buffers memory, Run run) {
        for (double[] ofRegion : memory.statistics) {
            encoder.clear(ofRegion);
        }
        Arrays.fill(memory.counts, 0);
        Describer.Sorted all = memory.descriptors;
        for (int cell = 0; cell < pyramid.cells(); cell++) {
            int n = all.start(cell + 1) - all.start(cell);
            if (n == 0) {
                continue;
            }
            encoder.clear(memory.ofCell);
            encoder.add(all.values(), all.start(cell) * encoder.columns(), n, memory.ofCell, run);
            for (int level = 0; level < pyramid.levels(); level++) {
                int region = pyramid.region(level, cell);
                encoder.combine(memory.statistics[region], memory.ofCell);
                memory.counts[region] += n;
            }
        }
    }

    private void code(Buffers memory, int region, float[] out, int to, Run run) {
        encoder.code(memory.statistics[region], memory.counts[region], memory.code, 0, run);
        int length = encoder.length();
        // By index, since a list's iterator may be an object.
        for (int i = 0; i < normalize.size(); i++) {
            normalize.get(i).apply(memory.code, 0, 1, length, memory.other, 0, run);
            length = normalize.get(i).columns(length);
            memory.swap();
        }
        System.arraycopy(memory.code, 0, out, to, codeLength);
    }

    /** The words as pictures if the descriptors are patches of this size, see {@link Reduction#pictures}. */
    List<Planar<GrayU8>> words(int size) {
        return describer.reduce().pictures(encoder, size);
    }

    /** What makes a code of the descriptors of a region. */
    Encoder encoder() {
        return encoder;
    }

    @Override
    public NamedArrays arrays() {
        return describer.arrays().with("encoder", encoder.arrays());
    }
}
