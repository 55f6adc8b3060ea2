package dev.whittle.feature.hog;

import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Hog.Layout#CELLS}: row by row of cells, the bins of a cell together, not normalised. */
record BareCells(int cellSize, int bins, boolean signed, boolean interpolate) implements HogLayout {
    @Override
    public Optional<String> violation() {
        return Optional.empty();
    }

    @Override
    public int values() {
        return bins;
    }

    @Override
    public Supplier<Describer> describers(EngineChoice engines) {
        Supplier<HogEngine> engine = engines.of(
                new Orientation(bins, signed, false, interpolate),
                interpolate ? SpatialWeights.bilinear(cellSize) : SpatialWeights.hard(cellSize));
        return () -> engine.get()::cells;
    }

    @Override
    public double direction(int bin) {
        return (signed ? 2 : 1) * Math.PI / bins * (bin + 0.5);
    }
}
