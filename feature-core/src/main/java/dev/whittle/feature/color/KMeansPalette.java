package dev.whittle.feature.color;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/**
 * The centroids of the training images' pixels in RGB, by k-means, each value rounded to nearest, halves up. The
 * nearest colour stands for a pixel, see {@link NearestColors}.
 *
 * @param kMeans how the centroids are found; k is the number of colours, at most {@value NearestColors#MOST}
 * @param samples number of pixels that are drawn from the training images, at least k, see {@link PixelSample}
 */
public record KMeansPalette(KMeans kMeans, int samples) implements Spec<Dataset, Palette>, LearnedColors {
    public KMeansPalette {
        Checks checks = new Checks("k-means palette");
        if (kMeans == null) {
            checks.add("kMeans must be given");
        } else {
            checks.refuse(
                    kMeans.k() > NearestColors.MOST, "k must be at most " + NearestColors.MOST + ", got " + kMeans.k());
            checks.refuse(
                    samples < kMeans.k(),
                    "samples must be at least " + kMeans.k() + " for as many colours, got " + samples);
        }
        checks.report();
    }

    /** 64 colours of 100,000 pixels, by {@link KMeans#defaults}. */
    public static KMeansPalette defaults() {
        KMeans kMeans = KMeans.defaults();
        return new KMeansPalette(new KMeans(64, kMeans.iterations(), kMeans.start(), kMeans.tolerance()), 100_000);
    }

    @Override
    public int colors() {
        return kMeans.k();
    }

    /** The pixels, and what k-means needs. */
    @Override
    public long heapBytes() {
        return 3L * Float.BYTES * samples + kMeans.heapBytes(samples, 3);
    }

    @Override
    public Palette fit(Dataset train, Run run) {
        Matrix centroids =
                kMeans.fit(PixelSample.draw(train, samples, run), run).centroids();
        for (int i = 0; i < centroids.data().length; i++) {
            centroids.data()[i] = (float) Math.floor(centroids.data()[i] + 0.5);
        }
        return new NearestColors(centroids);
    }

    @Override
    public Palette restore(NamedArrays arrays, Run run) {
        return NearestColors.restore(arrays, kMeans.k());
    }
}
