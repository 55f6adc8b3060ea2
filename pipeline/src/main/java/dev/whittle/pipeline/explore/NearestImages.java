package dev.whittle.pipeline.explore;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.data.generated.Generated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of an image in a feature: of many other images, the one whose feature is nearest. All images are those
 * of the built-in {@link Generated} data.
 *
 * @param query the images that are looked for
 * @param gallery the images among which is looked
 * @param nearest for each feature, and each image of the query, the image of the gallery with the least distance
 */
public record NearestImages(Dataset query, Dataset gallery, Map<String, int[]> nearest) {
    private static final int QUERIES = 10;
    private static final int GALLERY = 500;

    /** The first test image of each class, among the first 500 training images. */
    public static NearestImages of(Run run) {
        Dataset gallery = Generated.defaults().images("train", GALLERY);
        Dataset query = Generated.defaults().images("test", QUERIES);
        Map<String, Spec<Dataset, ? extends FeatureExtractor>> features = new LinkedHashMap<>();
        features.put("colour histogram", ColorHistogram.defaults());
        features.put("HoG", Hog.defaults());
        KMeans words = new KMeans(50, 20, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
        features.put("visual words", new BagOfWords(new Patches(6, 2), 5_000, false, words, 1, true));
        Map<String, int[]> nearest = new LinkedHashMap<>();
        features.forEach((name, spec) -> {
            FeatureExtractor extractor = spec.fit(gallery, run);
            nearest.put(name, nearest(extractor.extractAll(query, run), extractor.extractAll(gallery, run)));
        });
        return new NearestImages(query, gallery, nearest);
    }

    /** For each row of the query, the first row of the gallery with the least Euclidean distance. */
    public static int[] nearest(Matrix query, Matrix gallery) {
        int[] nearest = new int[query.rows()];
        for (int q = 0; q < nearest.length; q++) {
            double least = Double.POSITIVE_INFINITY;
            for (int g = 0; g < gallery.rows(); g++) {
                double sum = 0;
                for (int c = 0; c < query.columns(); c++) {
                    double difference = (double) query.get(q, c) - gallery.get(g, c);
                    sum += difference * difference;
                }
                if (sum < least) {
                    least = sum;
                    nearest[q] = g;
                }
            }
        }
        return nearest;
    }

    /** The names of the features, in their order. */
    public List<String> features() {
        return List.copyOf(nearest.keySet());
    }
}
