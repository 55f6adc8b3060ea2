package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Whitening;
import dev.whittle.feature.transform.Zca;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Visual words: small patches of the training images are clustered, and an image becomes the histogram of the clusters
 * nearest to all its patches (Csurka et al., "Visual categorization with bags of keypoints", ECCV workshop 2004;
 * learned from pixels as by Coates, Lee and Ng 2011, with hard assignment).
 *
 * <p>Fitting draws {@code samples} patches from the training images, whitens them if {@code whiten} is set, and runs
 * k-means. An image's vector holds the cells of the grid row by row, {@code kMeans.k} values each: the fraction of the
 * cell's patches that are nearest to each word, or the square root of it.
 *
 * @param patches which patches an image has
 * @param samples how many patches the words are learned from, at least {@code kMeans.k}
 * @param whiten whether the normalised patches are ZCA-whitened, with epsilon 0.1 and the statistics of the sampled
 *     patches
 * @param kMeans how the words are learned
 * @param grid cells in each direction, at least 1; 2 gives quadrants. The sizes of cells, in patches, differ by at most
 *     one in each direction; the larger cells come first
 * @param squareRoot whether the square root of each fraction is taken, so that the dot product of two histograms is
 *     their Bhattacharyya coefficient and frequent words count less (Perronnin, Sánchez and Mensink, ECCV 2010;
 *     Arandjelović and Zisserman, CVPR 2012)
 */
public record BagOfWords(Patches patches, int samples, boolean whiten, KMeans kMeans, int grid, boolean squareRoot)
        implements Spec<Dataset, BagOfWordsExtractor>, Pictured, ImageNeeds {
    public BagOfWords {
        Checks checks = new Checks("Bag of words");
        checks.refuse(patches == null, "patches must be given");
        if (kMeans == null) {
            checks.add("kMeans must be given");
        } else if (samples < kMeans.k()) {
            checks.add("samples must be at least kMeans.k = " + kMeans.k() + ", got " + samples);
        }
        checks.atLeast(2, "samples", samples);
        if (grid < 1) {
            checks.add("grid must be at least 1, got " + grid);
        } else if (kMeans != null && (double) grid * grid * kMeans.k() > Integer.MAX_VALUE / 8) {
            checks.add("grid " + grid + " and k = " + kMeans.k() + " give too many values, "
                    + (long) grid * grid * kMeans.k());
        }
        checks.report();
    }

    /**
     * 400 whitened words of 6×6 pixels, counted in quadrants (Coates, Lee and Ng 2011), with square roots.
     */
    public static BagOfWords defaults() {
        return new BagOfWords(Patches.defaults(), 100_000, true, KMeans.defaults(), 2, true);
    }

    /** Images of any size have words, if each cell of the grid has a patch. */
    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        Patches.checkBands(shapes);
        for (ImageShape shape : shapes) {
            length(shape.width(), shape.height(), shape.bands());
        }
    }

    @Override
    public BagOfWordsExtractor fit(Dataset train, Run run) {
        Matrix rows = patches.sample(train, samples, run);
        Whitening whitening = null;
        if (whiten) {
            whitening = Zca.defaults().fit(rows, run);
            rows = whitening.apply(rows, run);
        }
        return new BagOfWordsExtractor(patches, grid, squareRoot, kMeans.fit(rows, run), whitening);
    }

    @Override
    public BagOfWordsExtractor restore(NamedArrays arrays, Run run) {
        return new BagOfWordsExtractor(
                patches,
                grid,
                squareRoot,
                kMeans.restore(arrays.part("words"), run),
                whiten ? Zca.defaults().restore(arrays.part("whitening"), run) : null);
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        return OptionalInt.of(BagOfWordsExtractor.length(patches, grid, kMeans.k(), width, height));
    }

    /** The patches, twice if they are whitened, and what whitening and k-means need. */
    @Override
    public long heapBytes(int bands) {
        int d = patches.length(bands);
        long whitening = whiten ? Zca.defaults().heapBytes(samples, d) : 0;
        return (whiten ? 2L : 1L) * Float.BYTES * samples * d + Math.max(whitening, kMeans.heapBytes(samples, d));
    }

    @Override
    public boolean hasLearned() {
        return true;
    }

    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        return List.of(new Learned(Learned.WORDS, ((BagOfWordsExtractor) fitted).words()));
    }
}
