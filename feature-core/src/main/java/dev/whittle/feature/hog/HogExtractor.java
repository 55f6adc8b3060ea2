package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.hog.fast.ScalarTableEngine;
import dev.whittle.feature.hog.fast.VectorTileEngine;
import dev.whittle.feature.hog.fast.VoteTable;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import dev.whittle.feature.table.NamedArrays;

/** Histograms of oriented gradients in any layout; the place where the engine is chosen. */
final class HogExtractor implements PerImageExtractor {
    private final HogLayout layout;
    private final Scratch<Describer> describers;

    HogExtractor(HogLayout layout, EngineChoice engines) {
        this.layout = layout;
        this.describers = new Scratch<>(layout.describers(engines));
    }

    /** Vectors where there are kernels for them, else the table of votes, else the definition. */
    static EngineChoice fastest(Kernels kernels) {
        return (orientation, weights) -> {
            if (weights.cellSize() <= VectorTileEngine.LARGEST_CELL
                    && kernels.hog(orientation).isPresent()) {
                return () -> vector(kernels, orientation, weights);
            }
            if (weights.cellSize() <= ScalarTableEngine.LARGEST_CELL) {
                VoteTable votes = new VoteTable(orientation);
                return () -> new ScalarTableEngine(votes, weights);
            }
            return () -> new HogDefinition(orientation, weights);
        };
    }

    private static HogEngine vector(Kernels kernels, Orientation orientation, SpatialWeights weights) {
        return new VectorTileEngine(kernels.hog(orientation).orElseThrow(), orientation.bins(), weights);
    }

    @Override
    public int length(int width, int height, int bands) {
        return layout.length(width, height, bands);
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        FeatureExtractor.checkRoom(length(image), out, offset);
        Describer describer = run.take(describers);
        describer.describe(image, out, offset);
        run.giveBack(describers, describer);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty();
    }
}
