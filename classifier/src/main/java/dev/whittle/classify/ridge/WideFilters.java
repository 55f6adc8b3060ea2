package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.PixelShape;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TakesPixels;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.optim.Checkpoint;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Heap;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.local.DrawnImages;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Whitening;
import dev.whittle.feature.transform.Zca;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One layer of many filters and ridge regression, solved by blocks of filters, so that the features of one block are in
 * memory at a time (KeystoneML's RandomPatchCifar: Sparks, Venkataraman, Kaftan, Franklin and Recht, "KeystoneML:
 * Optimizing pipelines for large-scale advanced analytics", ICDE 2017; the features are those of Coates and Ng, ICML
 * 2011). Nothing is learned by backpropagation. Its input is {@link dev.whittle.feature.image.RawPixels raw pixels}.
 *
 * <ol>
 *   <li>Patches x of the images are normalised: (x - mean) / sqrt(variance + contrast).
 *   <li>A sample of them gives the mean m and the matrix P of {@link Zca}, and the dictionary gives words w of the
 *       whitened sample P·(x - m).
 *   <li>Values of a patch are max(0, z - threshold) and max(0, -z - threshold) with z = w·P·(x - m). P·w is computed
 *       once, so patches are not whitened one by one.
 *   <li>Features are the sums of these values over each window.
 *   <li>Features are standardised to mean 0 and deviation 1 over the training images. The targets Y are 1 for the
 *       class and -1 for all others, less their means, which are the intercepts.
 *   <li>W minimises ‖Y - X·W‖² + lambda·‖W‖², by {@link BlockLeastSquares} from W = 0 on. One pass is not the minimum
 *       unless there is one block.
 * </ol>
 *
 * @param dictionary how filters are learned of whitened patches
 * @param shape bands, rows and columns of an image; empty for square images of one band or three
 * @param size the side of a patch, at least 2
 * @param contrast added to the variance of a patch, above 0, in the square of the unit of features
 * @param epsilon of the whitening, see {@link Zca}
 * @param samples how many patches are drawn for whitening and the dictionary, at least 2
 * @param threshold at least 0
 * @param pool the side of a window of patches, at least 1
 * @param stride from a window to the next, at least 1
 * @param mirror whether the mirror images are training images as well, and the scores of an image and of its mirror
 *     image are averaged later
 * @param block filters of a block, at least 1
 * @param lambda λ, above 0, on the sum over samples
 * @param passes over all blocks, at least 1; each computes all features
 */
public record WideFilters(
        Spec<Rows, ? extends Codebook> dictionary,
        List<Integer> shape,
        int size,
        double contrast,
        double epsilon,
        int samples,
        double threshold,
        int pool,
        int stride,
        boolean mirror,
        int block,
        double lambda,
        int passes)
        implements Spec<Samples, Classifier>, TakesPixels, TrainingNeeds {
    private static final String NAME = "Wide filters";

    public WideFilters {
        new Checks(NAME)
                .require(
                        dictionary instanceof Dictionary,
                        "dictionary must be random-patches, kmeans, omp-1, random-filters or another Dictionary",
                        dictionary)
                .require(
                        PixelShape.valid(shape),
                        "shape must be empty or list bands, rows and columns of at least 1",
                        shape)
                .atLeast(2, "size", size)
                .aboveZero("contrast", contrast)
                .aboveZero("epsilon", epsilon)
                .atLeast(2, "samples", samples)
                .require(
                        !(dictionary instanceof Dictionary d) || samples >= d.leastRows(),
                        "samples must be at least as many as the dictionary needs",
                        samples)
                .atLeastZero("threshold", threshold)
                .atLeast(1, "pool", pool)
                .atLeast(1, "stride", stride)
                .atLeast(1, "block", block)
                .aboveZero("lambda", lambda)
                .atLeast(1, "passes", passes)
                .report();
        shape = List.copyOf(shape);
    }

    /**
     * 1,000 random patches of 6×6 pixels. Threshold, windows and lambda are those of KeystoneML's run on CIFAR-10, and
     * a block has its 4,096 features there. The contrast is that of pixels from 0 to 1 for 10 of those from 0 to 255.
     * The epsilon is KeystoneML's default, which was better on validation images than the 1e-5 of that run.
     */
    public static WideFilters defaults() {
        return new WideFilters(
                new RandomPatches(1000),
                List.of(),
                6,
                10.0 / (255 * 255),
                0.1,
                100_000,
                0.25,
                14,
                13,
                false,
                512,
                3000,
                1);
    }

    private PatchGrid grid(int columns) {
        return new PatchGrid(PixelShape.of(NAME, shape, columns), size, contrast);
    }

    private Pools pools(PatchGrid grid) {
        return new Pools(grid.down(), grid.across(), pool, stride);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        int columns = train.features().columns();
        PatchGrid grid = grid(columns);
        requireArrays(train.size(), grid, train.classes());
        grid.image().warn(NAME, shape, run);
        WideFiltersTraining training = new WideFiltersTraining(bank(train, grid, run), train, mirror, lambda, run);
        try {
            Checkpoint checkpoint = run.checkpoints().isEmpty()
                    ? null
                    : Checkpoint.of(Checkpoint.identity(Checkpoint.settings(this), train, run), run);
            Classifier trained = training.train(passes, checkpoint);
            if (checkpoint != null) {
                checkpoint.delete();
            }
            return trained;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A block of a thousand filters takes minutes. */
    @Override
    public boolean takesLong() {
        return true;
    }

    private FilterBank bank(Samples train, PatchGrid grid, Run run) {
        Matrix patches = patches(train.features(), grid, run);
        Whitening whitening = new Zca(epsilon).fit(patches, run);
        Matrix words = dictionary.fit(whitening.apply(patches, run), run).centroids();
        return bank(grid, words, whitening);
    }

    /** Filters P·w, and -m·P·w. */
    FilterBank bank(PatchGrid grid, Matrix words, Whitening whitening) {
        int d = words.columns();
        int k = words.rows();
        float[] p = whitening.matrix().data();
        float[] mean = whitening.mean().data();
        Matrix vectors = new Matrix(d, k);
        Matrix start = new Matrix(1, k);
        for (int w = 0; w < k; w++) {
            double ofMean = 0;
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    sum += (double) p[i * d + j] * words.data()[w * d + j];
                }
                vectors.data()[i * k + w] = (float) sum;
                ofMean += (double) vectors.data()[i * k + w] * mean[i];
            }
            start.data()[w] = (float) -ofMean;
        }
        return bank(grid, vectors, start);
    }

    private FilterBank bank(PatchGrid grid, Matrix vectors, Matrix start) {
        return new FilterBank(grid, pools(grid), vectors, start, (float) threshold, block);
    }

    /** Draws an image and a place in it for each row. */
    private Matrix patches(Rows images, PatchGrid grid, Run run) {
        int[][] rowsOfImage = DrawnImages.rows(samples, images.rows(), run.start("wide filters/image", 0));
        int d = grid.length();
        Matrix patches = new Matrix(samples, d);
        run.parallel(images.rows(), 256, (from, to) -> {
            PatchGrid.Normalizer normalizer = grid.new Normalizer();
            float[] pixels = new float[images.columns()];
            for (int i = from; i < to; i++) {
                if (rowsOfImage[i].length == 0) {
                    continue;
                }
                images.read(i, 1, pixels, 0);
                normalizer.image(pixels, 0);
                for (int row : rowsOfImage[i]) {
                    Rng place = run.start("wide filters/place", row);
                    normalizer.write(place.nextInt(grid.down()), place.nextInt(grid.across()), patches.data(), row * d);
                }
            }
        });
        return patches;
    }

    /** Rebuilds from the shape of images, the filters with their numbers s, the weights and the intercepts. */
    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        PatchGrid grid = new PatchGrid(PixelShape.of("shape", arrays), size, contrast);
        Matrix vectors = arrays.get("filters", grid.length(), -1).requireFinite("Array 'filters'");
        Matrix start = arrays.get("start", 1, vectors.columns()).requireFinite("Array 'start'");
        Matrix intercept = arrays.get("intercept", 1, -1).requireFinite("Array 'intercept'");
        FilterBank bank = bank(grid, vectors, start);
        Matrix weights =
                arrays.get("weights", bank.allFeatures(), intercept.columns()).requireFinite("Array 'weights'");
        return new WideFiltersClassifier(bank, weights, intercept, mirror);
    }

    /** The features of a block, the equations of a block, residuals, the sample of patches and the filters. */
    @Override
    public long heapBytes(int rows, int features, int classes) {
        PatchGrid grid = grid(features);
        requireArrays(rows, grid, classes);
        long columns = columns(grid);
        long patches = (2L * samples + 4L * filters()) * grid.length();
        long weights = 4L * pools(grid).count() * filters() * classes;
        return Float.BYTES * (Math.max(views(rows) * columns, patches) + weights + views(rows) * classes)
                + NormalEquations.heapBytes((int) columns, classes);
    }

    private int filters() {
        return ((Dictionary) dictionary).k();
    }

    /** The features of a block. */
    private long columns(PatchGrid grid) {
        return 2L * pools(grid).count() * Math.min(block, filters());
    }

    private long views(int rows) {
        return rows * (mirror ? 2L : 1);
    }

    /** Checks that what training computes fits into arrays, before anything is learned. */
    private void requireArrays(int rows, PatchGrid grid, int classes) {
        requireArray("the sampled patches", samples, grid.length(), "fewer samples");
        requireArray("the filters", filters(), grid.length(), "fewer filters");
        long columns = columns(grid);
        if (columns > NormalEquations.MOST_COLUMNS || views(rows) * columns > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException(NAME + ": the features of a block of " + Math.min(block, filters())
                    + " filters for " + rows + " images, or their products, are more values than an array can have;"
                    + " take a smaller block");
        }
        requireArray("the weights", 2L * pools(grid).count() * filters(), classes, "fewer filters");
        requireArray("the scores", views(rows), classes, "fewer images");
    }

    private static void requireArray(String what, long rows, int columns, String instead) {
        if (rows > Heap.LONGEST_ARRAY / columns) {
            throw new IllegalArgumentException(NAME + ": " + what + " would be " + rows + "x" + columns
                    + " values, and an array has at most " + Heap.LONGEST_ARRAY + "; take " + instead);
        }
    }

    @Override
    public String advice(int features, int classes, long heap) {
        return "a smaller block needs less";
    }
}
