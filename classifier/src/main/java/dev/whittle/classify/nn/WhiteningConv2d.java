package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Pca;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution whose filters whiten the patches of the training images, and are not trained: for each eigenvector v
 * of the covariance of the patches, with its eigenvalue λ, the filters v/√(λ + {@value #EPSILON}) and
 * -v/√(λ + {@value #EPSILON}). First all positive ones, that of the largest eigenvalue first, then the negative ones.
 * No zeros are added around the image. The bias is trained; it is 0 at first. Jordan, "94% on CIFAR-10 in 3.29 seconds
 * on a single GPU" (2024), section 3.2.
 *
 * <p>The filters are saved as {@code name/weights}, as those of a {@link Conv2d}.
 */
public final class WhiteningConv2d implements Layer {
    /** The images whose patches are seen, or all if there are fewer. */
    static final int IMAGES = 5000;

    /** The patches of all images, so that they can be numbered. */
    private static final int PATCHES = 1 << 27;

    private static final double EPSILON = 5e-4;

    private final String name;
    private final Shape image;
    private final int size;
    private final Matrix filters;
    private final Parameter bias;
    private final Conv2d convolution;
    private final LiveArrays fixed;

    /**
     * With filters of 0.
     *
     * @param size rows and columns of a filter
     * @param rate the learning rate of the bias as a multiple of the training's
     */
    WhiteningConv2d(String name, Shape image, int size, double rate) {
        this.name = name;
        this.image = Layers.image(image, "WhiteningConv2d");
        this.size = size;
        int length = Shape.of(image.dimension(0), size, size).size();
        filters = new Matrix(2 * length, length);
        Parameter weights = new Parameter(name + "/weights", filters.data(), false);
        bias = new Parameter(name + "/bias", new float[2 * length], new float[2 * length], true, rate, 0);
        convolution = new Conv2d(image, 2 * length, new Window(size, 1, 0), weights, bias);
        fixed = LiveArrays.empty().with(weights.name(), filters);
    }

    /** The convolution, with its fixed weights and its bias. */
    public Conv2d convolution() {
        return convolution;
    }

    /**
     * Sets the filters to those of images. At most {@value #IMAGES} of them are drawn, and fewer of large images: at
     * most as many as have {@value #PATCHES} patches, but at least one.
     *
     * @param scaling of the bands, before this layer
     */
    void fit(Rows images, BandScaling scaling, Run run) {
        int places = convolution.output().inner();
        int n = drawn(images.rows(), places);
        int[] drawn = Arrays.copyOf(run.start("whitening images " + name, 0).permutation(images.rows()), n);
        Arrays.sort(drawn);
        int length = filters.columns();
        Rows patches = new ComputedRows(n * places, length, (row, count, to, at) -> {
            float[] x = new float[image.size()];
            for (int p = row; p < row + count; p++) {
                if (p == row || p % places == 0) {
                    images.read(drawn[p / places], 1, x, 0);
                    scaling.scale(x, x, 0, 1);
                }
                copyPatch(x, p % places, to, at + (p - row) * length);
            }
        });
        float[] components = new Pca(length, true, EPSILON)
                .fit(patches, run)
                .arrays()
                .get("matrix")
                .data();
        for (int f = 0; f < length; f++) {
            for (int i = 0; i < length; i++) {
                float v = components[i * length + f];
                filters.set(f, i, v);
                filters.set(length + f, i, -v);
            }
        }
    }

    /** How many images are drawn of {@code images} with this number of patches each. */
    static int drawn(int images, int places) {
        return Math.min(Math.min(IMAGES, images), Math.max(1, PATCHES / places));
    }

    private void copyPatch(float[] x, int place, float[] to, int at) {
        int columns = image.dimension(2);
        int across = convolution.output().dimension(2);
        int first = place / across * columns + place % across;
        int next = at;
        for (int band = 0; band < image.dimension(0); band++) {
            for (int ky = 0; ky < size; ky++) {
                System.arraycopy(x, band * image.inner() + first + ky * columns, to, next, size);
                next += size;
            }
        }
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return convolution.output(inputs);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(bias);
    }

    @Override
    public LiveArrays fixed() {
        return fixed;
    }

    @Override
    public boolean readsOutput() {
        return convolution.readsOutput();
    }

    @Override
    public long multiplyAdds() {
        return convolution.multiplyAdds();
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        convolution.forward(flow, from, to);
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        convolution.backward(flow, from, to);
    }

    @Override
    public int pieces() {
        return 1;
    }

    /** The first piece of a convolution is its bias. */
    @Override
    public void addGradient(Flow flow, int piece) {
        convolution.addGradient(flow, 0);
    }

    @Override
    public String toString() {
        return "Whitening" + convolution;
    }
}
