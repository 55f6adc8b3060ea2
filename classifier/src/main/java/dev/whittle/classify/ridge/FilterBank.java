package dev.whittle.classify.ridge;

import dev.whittle.classify.PixelShape;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

/**
 * Features of images by filters, computed for some of the filters at a time. With the patches x of an image, a vector v
 * and a number s for each filter
 *
 * <pre>{@code
 * z = s; for (p = 0; p < d; p++) z = fma(x[p], v[p], z)
 * features = Σ max(0, z - threshold) and Σ max(0, -z - threshold) over the patches of a window
 * }</pre>
 *
 * <p>Sums are in float, in the order of the patches.
 *
 * <p>The features of a block of K filters are those of window 0, then of window 1 and so on: for each, K values of the
 * first kind, then K of the second.
 */
final class FilterBank {
    /** Patches and filters at once, at most: whole tiles of a product, whose results stay in a core's cache. */
    private static final int PATCHES = 204;

    private static final int GROUP = 512;

    private final PatchGrid grid;
    private final Pools pools;
    /** A row for each value of a patch, a column for each filter. */
    private final Matrix vectors;

    private final Matrix start;
    private final float threshold;
    private final int block;
    private final Scratch<Buffers> buffers;

    /**
     * @param vectors d × filters
     * @param start s of each filter, as one row
     * @param block how many filters are computed at a time
     * @throws IllegalArgumentException if there are more features than an array can have
     */
    FilterBank(PatchGrid grid, Pools pools, Matrix vectors, Matrix start, float threshold, int block) {
        long features = 2L * pools.count() * vectors.columns();
        if (features > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("Wide filters: " + vectors.columns() + " filters have " + features
                    + " features, and an array has at most " + Heap.LONGEST_ARRAY + " values; take fewer filters");
        }
        this.grid = grid;
        this.pools = pools;
        this.vectors = vectors;
        this.start = start;
        this.threshold = threshold;
        this.block = block;
        this.buffers = new Scratch<>(() -> new Buffers(grid));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        final PatchGrid.Normalizer patches;
        final Strided rows;
        final float[] products;
        final float[] mirrored;

        Buffers(PatchGrid grid) {
            int most = rowsAtOnce(grid) * grid.across();
            patches = grid.new Normalizer();
            rows = Strided.rows(new float[most * grid.length()], 0, grid.length());
            products = new float[most * GROUP];
            mirrored = new float[grid.image().values()];
        }
    }

    /** How many rows of patches are computed at once. */
    private static int rowsAtOnce(PatchGrid grid) {
        return Math.max(1, Math.min(grid.down(), PATCHES / grid.across()));
    }

    PixelShape image() {
        return grid.image();
    }

    int blocks() {
        return (vectors.columns() + block - 1) / block;
    }

    /** The number of features of a block of filters. */
    int features(int number) {
        return 2 * pools.count() * filters(number);
    }

    /** The number of features of all blocks before. */
    int featuresBefore(int number) {
        return 2 * pools.count() * block * number;
    }

    /** The number of features of all blocks. */
    int allFeatures() {
        return 2 * pools.count() * vectors.columns();
    }

    private int filters(int number) {
        return Math.min(block, vectors.columns() - number * block);
    }

    Matrix vectors() {
        return vectors;
    }

    Matrix start() {
        return start;
    }

    /**
     * Adds the features of a block of filters for the image from {@code pixels[at]} on to {@code out[to …]}.
     *
     * @param mirrored whether the image is mirrored left to right first
     */
    void add(float[] pixels, int at, boolean mirrored, int number, float[] out, int to, Run run) {
        Buffers memory = run.take(buffers);
        if (mirrored) {
            mirror(pixels, at, memory.mirrored);
            memory.patches.image(memory.mirrored, 0);
        } else {
            memory.patches.image(pixels, at);
        }
        add(memory, number, out, to, run.kernels().linear());
        run.giveBack(buffers, memory);
    }

    private void mirror(float[] pixels, int at, float[] to) {
        int columns = grid.image().columns();
        for (int row = 0; row < to.length; row += columns) {
            for (int x = 0; x < columns; x++) {
                to[row + x] = pixels[at + row + columns - 1 - x];
            }
        }
    }

    private void add(Buffers memory, int number, float[] out, int to, LinearKernels kernels) {
        int d = grid.length();
        int across = grid.across();
        int most = rowsAtOnce(grid);
        for (int y = 0; y < grid.down(); y += most) {
            int n = Math.min(most, grid.down() - y) * across;
            for (int i = 0; i < n; i++) {
                memory.patches.write(y + i / across, i % across, memory.rows.data(), i * d);
            }
            for (int from = 0; from < filters(number); from += GROUP) {
                add(memory, y, n, number, from, out, to, kernels);
            }
        }
    }

    /** Adds the values of n patches, from row y on, for the filters of a block from {@code from} on. */
    private void add(Buffers memory, int y, int n, int number, int from, float[] out, int to, LinearKernels kernels) {
        int k = Math.min(GROUP, filters(number) - from);
        int first = number * block + from;
        for (int i = 0; i < n; i++) {
            System.arraycopy(start.data(), first, memory.products, i * k, k);
        }
        kernels.gemm(
                0,
                n,
                k,
                grid.length(),
                memory.rows,
                Strided.rows(vectors.data(), first, vectors.columns()),
                Strided.rows(memory.products, 0, k));
        int across = grid.across();
        int windows = pools.across();
        int ofSide = filters(number);
        for (int i = 0; i < n; i++) {
            int row = y + i / across;
            int column = i % across;
            for (int r = pools.first(row); r <= pools.last(row, pools.down()); r++) {
                for (int c = pools.first(column); c <= pools.last(column, windows); c++) {
                    int sums = to + 2 * ofSide * (r * windows + c) + from;
                    kernels.addRectified(1, -threshold, memory.products, i * k, out, sums, k);
                    kernels.addRectified(-1, -threshold, memory.products, i * k, out, sums + ofSide, k);
                }
            }
        }
    }
}
