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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Histograms of oriented gradients in any layout; the place where the engine is chosen. */
final class HogExtractor implements PerImageExtractor {
    private final HogLayout layout;
    private final Function<Kernels, EngineChoice> engines;
    /** What the runs met so far need, by their kernels. */
    private final Map<Kernels, Scratch<Describer>> describers = new ConcurrentHashMap<>();

    HogExtractor(HogLayout layout, Function<Kernels, EngineChoice> engines) {
        this.layout = layout;
        this.engines = engines;
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
        Scratch<Describer> kind = describers(run.kernels());
        Describer describer = run.take(kind);
        describer.describe(image, out, offset);
        run.giveBack(kind, describer);
    }

    private Scratch<Describer> describers(Kernels kernels) {
        Scratch<Describer> kind = describers.get(kernels);
        return kind != null
                ? kind
                : describers.computeIfAbsent(kernels, k -> new Scratch<>(layout.describers(engines.apply(k))));
    }
}
