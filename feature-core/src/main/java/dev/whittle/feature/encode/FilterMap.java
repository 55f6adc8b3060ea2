package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/**
 * The maps of the first layer of {@link TwoLayerFilters}: a value of each channel at each place. A place is a window of
 * {@code pool}×{@code pool} neighbouring patches; its values are the code of these patches. Windows lie side by side
 * from the upper left, as many as fit.
 */
final class FilterMap implements LocalDescriptors {
    private final Patches patches;
    /** All patches of an image, which says what images must be. */
    private final LocalDescriptors dense;

    private final int pool;
    private final FilterLayer.Learned layer;
    private final Scratch<Buffers> buffers;

    FilterMap(Patches patches, int pool, FilterLayer.Learned layer) {
        this.patches = patches;
        this.dense = new PatchDescriptors(patches).fitted();
        this.pool = pool;
        this.layer = layer;
        Encoder encoder = layer.encoder();
        this.buffers = new Scratch<>(() -> new Buffers(encoder.start()));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        /** The patches of a row of windows, window by window. */
        final Reduction.Block patches = new Reduction.Block();

        final double[] statistics;

        Buffers(double[] statistics) {
            this.statistics = statistics;
        }
    }

    /** The number of values at each place. */
    int channels() {
        return layer.encoder().length();
    }

    /** The words as pictures, if patches are at most whitened; none if the encoder has no codebook. */
    List<Planar<GrayU8>> pictures() {
        return layer.encoder().codebook().isPresent()
                ? layer.reduction().pictures(layer.encoder(), patches.size())
                : List.of();
    }

    /** How many places lie along a side of an image of so many pixels. */
    int count(int side) {
        return count(patches, pool, side);
    }

    /** How many windows of {@code pool} patches fit along a side of an image. */
    static int count(Patches patches, int pool, int side) {
        return patches.count(side) / pool;
    }

    /** The pixels that a row of so many windows covers. */
    static long side(Patches patches, int pool, int windows) {
        return ((long) windows * pool - 1) * patches.stride() + patches.size();
    }

    @Override
    public int columns(int width, int height, int bands) {
        int length = dense.columns(width, height, bands);
        int reduced = layer.reduction().columns(length);
        if (reduced != layer.encoder().columns()) {
            throw new IllegalArgumentException("patches of images with " + bands + " bands have " + reduced
                    + " values, but the first layer was fitted to "
                    + layer.encoder().columns());
        }
        if (count(width) < 1 || count(height) < 1) {
            long side = side(patches, pool, 1);
            throw new IllegalArgumentException("windows of " + pool + "x" + pool + " patches need an image of at least "
                    + side + "x" + side + " pixels, got " + width + "x" + height
                    + "; take smaller ones, or scale the images");
        }
        return channels();
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        int channels = columns(image.width, image.height, image.getNumBands());
        int across = count(image.width);
        int down = count(image.height);
        if ((long) across * down * channels > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("The map of an image of " + image.width + "x" + image.height
                    + " pixels has " + (long) across * down + " places of " + channels
                    + " values, which do not fit into an array; take a larger pool");
        }
        out.reset(across * down, channels);
        Buffers memory = run.take(buffers);
        int d = patches.length(image.getNumBands());
        int reduced = layer.encoder().columns();
        for (int row = 0; row < down; row++) {
            float[] values = memory.patches.room((long) across * pool * pool * d);
            for (int column = 0; column < across; column++) {
                window(image, row, column, values, column * pool * pool * d);
            }
            layer.reduction().apply(memory.patches, across * pool * pool, d, run);
            for (int column = 0; column < across; column++) {
                int place = row * across + column;
                encode(memory, column * pool * pool * reduced, out.values(), place * channels, run);
                place(out, place, row, column);
            }
        }
        run.giveBack(buffers, memory);
    }

    /** Writes the patches of a window, row by row. */
    private void window(Planar<GrayU8> image, int row, int column, float[] out, int offset) {
        int d = patches.length(image.getNumBands());
        for (int i = 0; i < pool * pool; i++) {
            int y = (row * pool + i / pool) * patches.stride();
            int x = (column * pool + i % pool) * patches.stride();
            patches.extract(image, x, y, out, offset + i * d);
        }
    }

    private void encode(Buffers memory, int at, float[] out, int to, Run run) {
        Encoder encoder = layer.encoder();
        encoder.clear(memory.statistics);
        encoder.add(memory.patches.values(), at, pool * pool, memory.statistics, run);
        encoder.code(memory.statistics, pool * pool, out, to, run);
    }

    private void place(Descriptors out, int place, int row, int column) {
        long side = side(patches, pool, 1);
        int step = pool * patches.stride();
        out.place(place, column * step + side / 2f, row * step + side / 2f, side);
    }

    @Override
    public NamedArrays arrays() {
        return layer.arrays();
    }
}
