package dev.whittle.feature.hog;

import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link Hog.Layout#FELZENSZWALB}: row by row of cells; in a cell 2·bins signed values, bins unsigned ones, and four of
 * texture. {@link FelzenszwalbNormalization} makes them of histograms with signed bins, of which the first is centred
 * at 0°.
 *
 * @param bins the unsigned ones
 */
record Felzenszwalb(int cellSize, int bins, boolean signed, boolean interpolate) implements HogLayout {
    @Override
    public Optional<String> violation() {
        return signed
                ? Optional.of("signed is true, expected false: the felzenszwalb layout has signed and unsigned bins")
                : Optional.empty();
    }

    @Override
    public int values() {
        return 3 * bins + 4;
    }

    @Override
    public Supplier<Describer> describers(EngineChoice engines) {
        Supplier<HogEngine> engine =
                engines.of(new Orientation(2 * bins, true, true, interpolate), SpatialWeights.bilinear(cellSize));
        return () -> new FelzenszwalbNormalization(engine.get(), cellSize, bins);
    }

    /** The unsigned bins. */
    @Override
    public float[] histogram(float[] descriptor, int row, int column, int down, int across) {
        int from = index(row, column, down, across) + 2 * bins;
        return Arrays.copyOfRange(descriptor, from, from + bins);
    }

    @Override
    public double direction(int bin) {
        return Math.PI / bins * bin;
    }
}
