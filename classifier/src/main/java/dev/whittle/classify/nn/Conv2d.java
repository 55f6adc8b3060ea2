package dev.whittle.classify.nn;

import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution, more exactly a correlation, of images of bands x rows x columns with filters of the same bands. With
 * stride s, padding p and x = 0 outside the image:
 *
 * <pre>{@code y[f][oy][ox] = b[f] + Σ_c Σ_ky Σ_kx w[f][c][ky][kx] · x[c][oy·s + ky - p][ox·s + kx - p]}</pre>
 *
 * <p>Every sum has one order, which depends on sizes only:
 *
 * <ul>
 *   <li>y[f][oy][ox] is one fma chain over c, then ky, then kx. It starts at the bias and includes the zeros
 *       outside the image.
 *   <li>∂x[c][iy][ix] is a sum over ky, then kx, starting at 0. A term is one fma chain over f of w[f][c][ky][kx] ·
 *       ∂y[f][oy][ox], starting at 0, where oy·s + ky - p = iy and ox·s + kx - p = ix. If there is no such output,
 *       there is no term.
 *   <li>∂w[f][c][ky][kx] is one fma chain over the samples of the batch, then oy, then ox, with the zeros outside.
 *   <li>∂b[f] is a sum over the samples. A term is the sum of ∂y[f] by {@link
 *       dev.whittle.feature.kernel.linear.LinearKernels#dot} with ones.
 * </ul>
 *
 * <p>The sums are matrix products. Patches of a few images at a time are copied into the columns of a matrix ({@link
 * Patches}), a few bands at a time, so that this matrix stays in a processor's cache.
 */
public final class Conv2d implements Layer {
    /** About the largest number of columns and of rows of the matrix of patches. */
    private static final int MOST_COLUMNS = 1024;

    private static final int MOST_ROWS = 256;
    /** About the most weights of a filter that get their derivatives at once: several times the width of a tile. */
    private static final int MOST_GRADIENT_COLUMNS = 576;

    private final Shape input;
    private final Shape output;
    private final Window window;
    private final Parameter weights;
    private final Parameter bias;
    private final int filters;
    /** Values of an output band, and of a filter. */
    private final int places;

    private final int length;
    /** How many images are computed at once, and how many rows of their outputs. */
    private final int images;

    private final int tileRows;
    /** Values of a filter in a block of its bands. */
    private final int blockLength;

    private final int blocks;
    private final Patches patches;
    /** Of each block: views of its weights and of their transpose. */
    private final Strided[] w;

    private final Strided[] transposed;
    private final Scratch<Work> scratch;
    private final PatchRows patchRows;
    /** How many bands of the weights get their derivatives at once, and how many such pieces there are. */
    private final int pieceBands;

    private final int pieces;
    private final Scratch<FilterSums> sums;

    /**
     * A layer with given parameters.
     *
     * @param input bands x rows x columns
     * @param weights w, one filter after the other, each {@code bands x size x size}
     * @param bias a value for each filter, or null for none
     */
    public Conv2d(Shape input, int filters, Window window, Parameter weights, Parameter bias) {
        this.input = Layers.image(input, "A convolution");
        this.filters = filters;
        this.window = window;
        this.weights = weights;
        this.bias = bias;
        this.output = window.output(input, filters, "a convolution");
        int area = Shape.of(window.size(), window.size()).size();
        length = Shape.of(input.dimension(0), area).size();
        if (weights.values().length != (long) filters * length || (bias != null && bias.values().length != filters)) {
            throw new IllegalArgumentException("A convolution of " + input + " with " + filters + " filters of size "
                    + window.size() + " needs " + (long) filters * length + " weights and " + filters
                    + " biases, got " + weights.values().length + " and "
                    + (bias == null ? "none" : bias.values().length));
        }
        places = output.inner();
        int outColumns = output.dimension(2);
        images = Math.max(1, MOST_COLUMNS / places);
        tileRows = places <= MOST_COLUMNS ? output.dimension(1) : Math.max(1, MOST_COLUMNS / outColumns);
        int most = Math.max(1, MOST_ROWS / area);
        int bands = input.dimension(0);
        int bandsAtOnce = parts(bands, parts(bands, most));
        blockLength = bandsAtOnce * area;
        blocks = parts(bands, bandsAtOnce);
        // Not a power of 2, which would put all rows of the matrix into the same places of the cache.
        int step = images * tileRows * outColumns + 16;
        patches = new Patches(input, window, output, step);
        w = new Strided[blocks];
        transposed = new Strided[blocks];
        for (int b = 0; b < blocks; b++) {
            w[b] = new Strided(weights.values(), b * blockLength, length, 1);
            transposed[b] = new Strided(weights.values(), b * blockLength, 1, length);
        }
        int rows = blockLength;
        int together = images > 1 ? filters : 0;
        Checks.length("The patches of a convolution", rows, step);
        Checks.length("Some images of a convolution", together, step);
        scratch = new Scratch<>(() -> new Work(rows, together, step, images, places));
        patchRows = new PatchRows(input, window, output);
        pieceBands = parts(bands, parts(bands, Math.max(1, MOST_GRADIENT_COLUMNS / area)));
        pieces = parts(bands, pieceBands);
        int tile = images * tileRows * outColumns;
        int pieceLength = pieceBands * area;
        Checks.length("The patches of a convolution as rows", tile, pieceLength + 16);
        Checks.length("The derivatives of some bands of filters", filters, pieceLength);
        int turned = patchRows.turned(pieceBands, tileRows);
        sums = new Scratch<>(() -> new FilterSums(images, tile / images, pieceBands, area, turned, filters));
    }

    /**
     * A layer with drawn weights. The parameters are {@code name/weights} and {@code name/bias}, which is 0.
     *
     * @param biased whether there is a bias; before batch normalisation it has no effect
     */
    public Conv2d(
            String name, Shape input, int filters, Window window, boolean biased, Initializer initializer, Rng rng) {
        this(
                input,
                filters,
                window,
                new Parameter(
                        name + "/weights",
                        initializer.draw(length(Layers.image(input, "A convolution"), window), filters, rng),
                        true),
                biased ? new Parameter(name + "/bias", new float[filters], false) : null);
    }

    /** Values of a filter for images of this shape. */
    static int length(Shape image, Window window) {
        return Shape.of(image.dimension(0), window.size(), window.size()).size();
    }

    private static int parts(int n, int size) {
        return (n + size - 1) / size;
    }

    /** The memory of one thread: patches as columns, and outputs or their derivatives of a few images side by side. */
    private static final class Work {
        final float[] columns;
        final float[] values;
        /** A band of a few images. */
        final float[] planes;

        /** The patches, from those of each image on. */
        final Strided[] ofImage;

        final Strided columnRows;
        final Strided valueRows;
        float[] ones = {};

        Work(int rows, int filters, int step, int images, int places) {
            columns = new float[rows * step];
            values = new float[filters * step];
            planes = new float[step];
            ofImage = new Strided[images];
            for (int i = 0; i < images; i++) {
                ofImage[i] = Strided.rows(columns, i * places, step);
            }
            columnRows = ofImage[0];
            valueRows = Strided.rows(values, 0, step);
        }

        float[] ones(int n) {
            if (ones.length < n) {
                ones = new float[n];
                Arrays.fill(ones, 1);
            }
            return ones;
        }
    }

    /** The shape of the output. */
    public Shape output() {
        return output;
    }

    /** The window of its filters. */
    public Window window() {
        return window;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape one = Layers.one(inputs, "A convolution");
        if (!one.equals(input)) {
            throw new IllegalArgumentException("A convolution of " + input + " got " + one);
        }
        return output;
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weights) : List.of(weights, bias);
    }

    @Override
    public int columns(Parameter parameter) {
        return parameter == weights ? length : filters;
    }

    /** Zeros outside the image are counted, too. */
    @Override
    public long multiplyAdds() {
        return (long) filters * length * places;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        Work work = flow.run().take(scratch);
        for (int r = from; r < to; r += images) {
            int n = Math.min(images, to - r);
            for (int top = 0; top < output.dimension(1); top += tileRows) {
                forward(flow, work, r, n, top, Math.min(output.dimension(1), top + tileRows));
            }
        }
        flow.run().giveBack(scratch, work);
    }

    private void forward(Flow flow, Work work, int r, int n, int top, int bottom) {
        int tile = (bottom - top) * output.dimension(2);
        Strided y = n > 1 ? work.valueRows : ofOneImage(flow.y(), r, top);
        for (int f = 0; f < filters; f++) {
            int at = y.offset() + f * y.row();
            Arrays.fill(y.data(), at, at + n * tile, bias == null ? 0 : bias.values()[f]);
        }
        for (int b = 0; b < blocks; b++) {
            gather(flow, work, b, r, n, top, bottom);
            flow.kernels().linear().gemm(0, filters, n * tile, lengthOf(b), w[b], work.columnRows, y);
        }
        for (int i = 0; n > 1 && i < n; i++) {
            for (int f = 0; f < filters; f++) {
                System.arraycopy(
                        work.values,
                        f * work.valueRows.row() + i * places,
                        flow.y(),
                        ((r + i) * filters + f) * places,
                        places);
            }
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        Arrays.fill(dx, from * input.size(), to * input.size(), 0);
        Work work = flow.run().take(scratch);
        for (int r = from; r < to; r += images) {
            int n = Math.min(images, to - r);
            // From the last rows to the first: for a row of the image these are the rows of the window in order.
            for (int bottom = output.dimension(1); bottom > 0; bottom -= tileRows) {
                backward(flow, work, r, n, Math.max(0, bottom - tileRows), bottom);
            }
        }
        flow.run().giveBack(scratch, work);
    }

    private void backward(Flow flow, Work work, int r, int n, int top, int bottom) {
        int tile = (bottom - top) * output.dimension(2);
        Strided dy = derivatives(flow, work, r, n, top);
        for (int b = 0; b < blocks; b++) {
            for (int k = 0; k < lengthOf(b); k++) {
                int at = k * work.columnRows.row();
                Arrays.fill(work.columns, at, at + n * tile, 0);
            }
            flow.kernels().linear().gemm(0, lengthOf(b), n * tile, filters, transposed[b], dy, work.columnRows);
            int k0 = b * blockLength;
            int k1 = k0 + lengthOf(b);
            int image = r * input.size();
            LinearKernels kernels = flow.kernels().linear();
            if (n > 1) {
                patches.scatter(kernels, work.ofImage, flow.dx(0), image, n, k0, k1, work.planes);
            } else {
                patches.scatter(kernels, work.columnRows, flow.dx(0), image, k0, k1, top, bottom);
            }
        }
    }

    /** The first piece is the bias, the others are some bands of all filters. */
    @Override
    public int pieces() {
        return 1 + pieces;
    }

    @Override
    public void addGradient(Flow flow, int piece) {
        if (piece == 0) {
            addBias(flow);
            return;
        }
        Work work = flow.run().take(scratch);
        FilterSums sum = flow.run().take(sums);
        int band = (piece - 1) * pieceBands;
        int bands = Math.min(pieceBands, input.dimension(0) - band);
        int n = bands * window.size() * window.size();
        sum.exchange(weights.gradient(), length, band, bands, true);
        for (int r = 0; r < flow.rows(); r += images) {
            int end = Math.min(flow.rows(), r + images);
            for (int top = 0; top < output.dimension(1); top += tileRows) {
                int bottom = Math.min(output.dimension(1), top + tileRows);
                int tile = (bottom - top) * output.dimension(2);
                for (int i = r; i < end; i++) {
                    int image = i * input.size() + band * input.inner();
                    patchRows.gather(flow.x(0), image, bands, top, bottom, sum.turned, sum.ofImage[i - r]);
                }
                Strided dy = derivatives(flow, work, r, end - r, top);
                int k = (end - r) * tile;
                flow.kernels().linear().gemm(0, filters, n, k, dy, sum.rowsOfPatches, sum.rowsOfValues);
            }
        }
        sum.exchange(weights.gradient(), length, band, bands, false);
        flow.run().giveBack(sums, sum);
        flow.run().giveBack(scratch, work);
    }

    private void addBias(Flow flow) {
        if (bias == null) {
            return;
        }
        Work work = flow.run().take(scratch);
        float[] ones = work.ones(places);
        for (int r = 0; r < flow.rows(); r++) {
            for (int f = 0; f < filters; f++) {
                bias.gradient()[f] +=
                        flow.kernels().linear().dot(flow.dy(), (r * filters + f) * places, ones, 0, places);
            }
        }
        flow.run().giveBack(scratch, work);
    }

    private int lengthOf(int block) {
        return Math.min(blockLength, length - block * blockLength);
    }

    private void gather(Flow flow, Work work, int block, int r, int n, int top, int bottom) {
        int k0 = block * blockLength;
        int k1 = k0 + lengthOf(block);
        int image = r * input.size();
        if (n > 1) {
            patches.gather(flow.x(0), image, n, k0, k1, work.columns, work.planes);
        } else {
            patches.gather(flow.x(0), image, k0, k1, top, bottom, work.columns, 0);
        }
    }

    /** The derivatives of a few images side by side, as a matrix with a row for each filter. */
    private Strided derivatives(Flow flow, Work work, int r, int n, int top) {
        if (n == 1) {
            return ofOneImage(flow.dy(), r, top);
        }
        for (int i = 0; i < n; i++) {
            for (int f = 0; f < filters; f++) {
                System.arraycopy(
                        flow.dy(),
                        ((r + i) * filters + f) * places,
                        work.values,
                        f * work.valueRows.row() + i * places,
                        places);
            }
        }
        return work.valueRows;
    }

    private Strided ofOneImage(float[] values, int r, int top) {
        return new Strided(values, r * filters * places + top * output.dimension(2), places, 1);
    }

    @Override
    public String toString() {
        return "Conv2d(" + input + ", " + filters + ", " + window.size() + ", " + window.stride() + ", "
                + window.padding() + (bias == null ? ", no bias)" : ")");
    }
}
