package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.NearestWord;
import dev.whittle.feature.image.Grid;
import dev.whittle.feature.image.PatchPictures;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Whitening;
import java.util.Arrays;
import java.util.List;

/** The fitted {@link BagOfWords}: the words, and the histogram of an image's patches over them. */
public final class BagOfWordsExtractor implements PerImageExtractor {
    private final Patches patches;
    private final int grid;
    private final boolean squareRoot;
    private final Codebook codebook;
    /** Null if patches are not whitened. */
    private final Whitening whitening;

    private final int bands;
    private final NearestWord nearest;
    private final Scratch<Buffers> buffers;

    BagOfWordsExtractor(Patches patches, int grid, boolean squareRoot, Codebook codebook, Whitening whitening) {
        int d = codebook.columns();
        int pixels = patches.length(1);
        if (d != pixels && d != 3 * pixels) {
            throw new IllegalArgumentException("Words of " + d + " values are no patches of " + patches.size() + "x"
                    + patches.size() + " pixels with 1 or 3 bands");
        }
        if (whitening != null && whitening.mean().columns() != d) {
            throw new IllegalArgumentException(
                    "The whitening is for " + whitening.mean().columns() + " values, but the words have " + d);
        }
        this.patches = patches;
        this.grid = grid;
        this.squareRoot = squareRoot;
        this.codebook = codebook;
        this.whitening = whitening;
        this.bands = d / pixels;
        this.nearest = whitening == null
                ? new NearestWord(codebook.centroids(), codebook.centre())
                : NearestWord.whitened(codebook.centroids(), codebook.centre(), whitening.mean(), whitening.matrix());
        int k = codebook.size();
        int length = grid * grid * k;
        this.buffers = new Scratch<>(() -> new Buffers(d, nearest.buffers(), length));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        /** The patches that are scored at once. */
        final Strided patches;
        /** For each of these patches, where its cell begins in the histogram. */
        final int[] cell = new int[NearestWord.ROWS];

        final int[] word = new int[NearestWord.ROWS];
        final int[] counts;
        final NearestWord.Buffers scores;

        Buffers(int d, NearestWord.Buffers scores, int length) {
            this.scores = scores;
            patches = Strided.rows(new float[NearestWord.ROWS * d], 0, d);
            counts = new int[length];
        }
    }

    @Override
    public boolean takesAnySize() {
        return true;
    }

    @Override
    public int length(int width, int height, int bandsOfImage) {
        if (bandsOfImage != bands) {
            throw new IllegalArgumentException("These visual words were learned from images with " + bands
                    + (bands == 1 ? " band" : " bands") + ", got " + width + "x" + height + " pixels with "
                    + bandsOfImage);
        }
        return length(patches, grid, codebook.size(), width, height);
    }

    /**
     * The length of k words in a grid of cells, for an image of this size.
     *
     * @throws IllegalArgumentException if a cell would have no patch
     */
    static int length(Patches patches, int grid, int k, int width, int height) {
        int across = patches.count(width);
        int down = patches.count(height);
        if (across < grid || down < grid) {
            throw new IllegalArgumentException("These visual words need an image with at least " + grid + "x" + grid
                    + " patches of " + patches.size() + "x" + patches.size() + " pixels, got " + width + "x" + height
                    + " pixels with " + across + "x" + down + " patches");
        }
        return grid * grid * k;
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        int length = length(image);
        FeatureExtractor.checkRoom(length, out, offset);
        Buffers s = run.take(buffers);
        extract(image, out, offset, s, run.kernels().linear());
        run.giveBack(buffers, s);
    }

    private void extract(Planar<GrayU8> image, float[] out, int offset, Buffers s, LinearKernels kernels) {
        int k = codebook.size();
        int d = codebook.columns();
        int across = patches.count(image.width);
        int down = patches.count(image.height);
        Arrays.fill(s.counts, 0);
        int waiting = 0;
        for (int row = 0; row < grid; row++) {
            for (int y = Grid.start(row, grid, down); y < Grid.start(row + 1, grid, down); y++) {
                for (int column = 0; column < grid; column++) {
                    int cell = (row * grid + column) * k;
                    for (int x = Grid.start(column, grid, across); x < Grid.start(column + 1, grid, across); x++) {
                        patches.extract(
                                image, x * patches.stride(), y * patches.stride(), s.patches.data(), waiting * d);
                        s.cell[waiting++] = cell;
                        if (waiting == NearestWord.ROWS) {
                            count(s, waiting, kernels);
                            waiting = 0;
                        }
                    }
                }
            }
        }
        count(s, waiting, kernels);
        for (int row = 0; row < grid; row++) {
            int rows = Grid.start(row + 1, grid, down) - Grid.start(row, grid, down);
            for (int column = 0; column < grid; column++) {
                int n = rows * (Grid.start(column + 1, grid, across) - Grid.start(column, grid, across));
                int cell = (row * grid + column) * k;
                for (int i = cell; i < cell + k; i++) {
                    double fraction = (double) s.counts[i] / n;
                    out[offset + i] = (float) (squareRoot ? Math.sqrt(fraction) : fraction);
                }
            }
        }
    }

    /** Counts the words of the patches that wait. */
    private void count(Buffers s, int waiting, LinearKernels kernels) {
        nearest.find(kernels, s.patches, waiting, s.word, 0, s.scores);
        for (int i = 0; i < waiting; i++) {
            s.counts[s.cell[i] + s.word[i]]++;
        }
    }

    /** The words, in the space in which the patches were clustered: whitened if {@code whiten} is set. */
    public Codebook codebook() {
        return codebook;
    }

    /**
     * The words as pictures of the patch's size and bands, in the order of the codebook. Whitening is undone. Each
     * picture is scaled so that its least value is 0 and its greatest 255; a constant word is 128.
     */
    public List<Planar<GrayU8>> words() {
        Matrix rows = whitening == null ? codebook.centroids() : whitening.undo(codebook.centroids());
        return PatchPictures.of(rows, patches.size());
    }

    @Override
    public NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty().with("words", codebook.arrays());
        return whitening == null ? arrays : arrays.with("whitening", whitening.arrays());
    }
}
