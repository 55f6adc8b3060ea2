package dev.whittle.feature.hog;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link Hog.Layout#CS231N}: column by column of cells, the bins of a cell together. Its steps are those of {@link
 * Cs231nCells}.
 */
record Cs231n(int cellSize, int bins, boolean signed, boolean interpolate) implements HogLayout {
    @Override
    public Optional<String> violation() {
        if (cellSize == Cs231nCells.CELL && bins == Cs231nCells.BINS && !signed && !interpolate) {
            return Optional.empty();
        }
        return Optional.of("cellSize is " + cellSize + ", bins " + bins + ", signed " + signed + ", interpolate "
                + interpolate + "; the cs231n layout has cellSize 8, bins 9, signed false, interpolate false");
    }

    @Override
    public int values() {
        return bins;
    }

    @Override
    public int index(int row, int column, int down, int across) {
        return (column * down + row) * bins;
    }

    @Override
    public Supplier<Describer> describers(EngineChoice engines) {
        return Cs231nCells::new;
    }

    @Override
    public double direction(int bin) {
        return Math.PI / bins * (bin + 0.5) - Math.PI / 2;
    }
}
