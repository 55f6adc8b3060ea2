package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.encode.BagOfWordsExtractor;
import dev.whittle.feature.local.Patches;
import java.util.ArrayList;
import java.util.List;

/**
 * Visual words of a picture (Csurka et al. 2004): k-means clusters patches of other pictures, and each patch of the
 * picture is replaced by the number of the nearest cluster.
 *
 * @param picture what is described
 * @param words each word as a picture, scaled from black to white
 * @param wordOf the word of each patch of {@value #SIDE}×{@value #SIDE} pixels, row by row
 * @param histogram the share of the patches with each word
 */
public record PictureWords(Planar<GrayU8> picture, List<Planar<GrayU8>> words, int[] wordOf, float[] histogram) {
    /** The side of a patch in pixels, and the distance of neighbouring patches. */
    public static final int SIDE = 8;

    private static final int PICTURES = 12;
    private static final int SAMPLES = 2000;

    /**
     * The words of the first landscape, learned from patches of {@value #PICTURES} others.
     *
     * @param width of all pictures in pixels, a multiple of {@link #SIDE} as the height
     * @param k the number of words
     */
    public static PictureWords of(int width, int height, int k, Run run) {
        List<Planar<GrayU8>> others = new ArrayList<>();
        for (int i = 1; i <= PICTURES; i++) {
            others.add(Landscape.of(i, run).picture(width, height));
        }
        Patches patches = new Patches(SIDE, SIDE);
        KMeans kMeans = new KMeans(k, 50, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
        BagOfWordsExtractor extractor = new BagOfWords(patches, SAMPLES, false, kMeans, 1, false)
                .fit(Images.of(others, new int[PICTURES]), run);
        Planar<GrayU8> picture = Landscape.of(0, run).picture(width, height);
        int across = patches.count(width);
        int down = patches.count(height);
        int columns = patches.length(3);
        float[] rows = new float[across * down * columns];
        for (int i = 0; i < across * down; i++) {
            patches.extract(picture, i % across * SIDE, i / across * SIDE, rows, i * columns);
        }
        int[] wordOf = new int[across * down];
        extractor.codebook().assign(rows, 0, wordOf.length, wordOf, 0, run);
        return new PictureWords(picture, extractor.words(), wordOf, extractor.extract(picture, run));
    }

    /** The picture with each patch replaced by the picture of its word. */
    public Planar<GrayU8> inWords() {
        Planar<GrayU8> all = new Planar<>(GrayU8.class, picture.width, picture.height, 3);
        int across = picture.width / SIDE;
        for (int i = 0; i < wordOf.length; i++) {
            int x = i % across * SIDE;
            int y = i / across * SIDE;
            all.subimage(x, y, x + SIDE, y + SIDE, null).setTo(words.get(wordOf[i]));
        }
        return all;
    }
}
