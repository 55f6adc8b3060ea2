package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Whitening;
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
        for (Transform transform : normalize) {
            length = transform.columns(length);
        }
        codeLength = length;
        if ((long) pyramid.regions() * codeLength > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("Encoding: " + pyramid.regions() + " regions with codes of " + codeLength
                    + " values together have too many values");
        }
        // Not this object's own parts: working memory must not refer to its kind.
        int regions = pyramid.regions();
        this.buffers = new Scratch<>(() -> new Buffers(regions));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        final Describer.Sorted descriptors = new Describer.Sorted();
        final double[][] statistics;
        final int[] counts;

        Buffers(int regions) {
            statistics = new double[regions][];
            counts = new int[regions];
        }
    }

    @Override
    public boolean takesAnySize() {
        return true;
    }

    @Override
    public int length(int width, int height, int bands) {
        String images = "Images of " + width + "x" + height + " pixels with " + bands + " bands: ";
        int columns;
        try {
            columns = describer.columns(width, height, bands);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(images + e.getMessage(), e);
        }
        if (columns != encoder.columns()) {
            throw new IllegalArgumentException(images + "their descriptors have " + columns
                    + " values, but the encoder was fitted to " + encoder.columns());
        }
        return pyramid.regions() * codeLength;
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        FeatureExtractor.checkRoom(length(image), out, offset);
        Buffers memory = run.take(buffers);
        describer.describe(image, pyramid, memory.descriptors, run);
        statistics(memory, run);
        for (int region = 0; region < pyramid.regions(); region++) {
            code(memory, region, out, offset + region * codeLength, run);
        }
        run.giveBack(buffers, memory);
    }

    /** Encodes the descriptors of each cell once and adds them to the regions that contain the cell. */
    private void statistics(Buffers memory, Run run) {
        Arrays.setAll(memory.statistics, region -> encoder.start());
        Arrays.fill(memory.counts, 0);
        Describer.Sorted all = memory.descriptors;
        for (int cell = 0; cell < pyramid.cells(); cell++) {
            int n = all.start(cell + 1) - all.start(cell);
            if (n == 0) {
                continue;
            }
            double[] statistics = encoder.start();
            encoder.add(all.values(), all.start(cell) * encoder.columns(), n, statistics, run);
            for (int level = 0; level < pyramid.levels(); level++) {
                int region = pyramid.region(level, cell);
                encoder.combine(memory.statistics[region], statistics);
                memory.counts[region] += n;
            }
        }
    }

    private void code(Buffers memory, int region, float[] out, int to, Run run) {
        float[] code = new float[encoder.length()];
        encoder.code(memory.statistics[region], memory.counts[region], code, 0, run);
        for (Transform transform : normalize) {
            float[] after = new float[transform.columns(code.length)];
            transform.apply(code, 0, 1, code.length, after, 0, run);
            code = after;
        }
        System.arraycopy(code, 0, out, to, codeLength);
    }

    /**
     * The words as pictures, in the order of the codebook, if the descriptors are patches of this size, at most
     * whitened. Whitening is undone. Each picture is scaled to its full range.
     */
    List<Planar<GrayU8>> words(int size) {
        Matrix words = encoder.codebook().orElseThrow().centroids();
        for (Transform transform : describer.reduce()) {
            words = ((Whitening) transform).undo(words);
        }
        return WordPictures.of(words, size);
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
