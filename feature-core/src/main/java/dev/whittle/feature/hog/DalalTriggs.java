package dev.whittle.feature.hog;

import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link Hog.Layout#DALAL_TRIGGS}: row by row of blocks; in a block its cells row by row; in a cell its bins. Blocks
 * are normalised by {@link L2Hys}.
 */
record DalalTriggs(int cellSize, int bins, boolean signed, boolean interpolate) implements HogLayout {
    /**
     * OpenCV centres the Gaussian window of a block on its pixel number cellSize; the middle of the block is half a
     * pixel before.
     */
    private static final double OPENCV_OFFSET = 0.5;

    @Override
    public Optional<String> violation() {
        return Optional.empty();
    }

    @Override
    public int side() {
        return 2;
    }

    @Override
    public int values() {
        return 4 * bins;
    }

    @Override
    public Supplier<Describer> describers(EngineChoice engines) {
        Supplier<HogEngine> engine = engines.of(
                new Orientation(bins, signed, false, interpolate),
                interpolate ? SpatialWeights.block(cellSize, OPENCV_OFFSET) : SpatialWeights.hard(cellSize));
        return () -> engine.get()::blocks;
    }

    /** The mean of the cell's copies in the blocks around it. */
    @Override
    public float[] histogram(float[] descriptor, int row, int column, int down, int across) {
        float[] mean = new float[bins];
        int copies = 0;
        for (int q = 0; q < 4; q++) {
            int blockRow = row - q / 2;
            int blockColumn = column - q % 2;
            if (blockRow < 0 || blockRow >= down - 1 || blockColumn < 0 || blockColumn >= across - 1) {
                continue;
            }
            copies++;
            int from = index(blockRow, blockColumn, down, across) + q * bins;
            for (int b = 0; b < bins; b++) {
                mean[b] += descriptor[from + b];
            }
        }
        for (int b = 0; b < bins; b++) {
            mean[b] /= copies;
        }
        return mean;
    }

    @Override
    public double direction(int bin) {
        return (signed ? 2 : 1) * Math.PI / bins * (bin + 0.5);
    }
}
