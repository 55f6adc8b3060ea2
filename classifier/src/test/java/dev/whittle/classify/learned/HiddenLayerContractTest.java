package dev.whittle.classify.learned;

import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import java.util.List;
import java.util.stream.Stream;

class HiddenLayerContractTest extends ExtractorContract {
    @Override
    protected Stream<Spec<Dataset, FeatureExtractor>> specs() {
        Mlp mlp = Mlp.relu(List.of(12, 9), 0, MiniBatches.defaults());
        HiddenLayer trained = new HiddenLayer(mlp, true);
        return Stream.of(trained, new HiddenLayer(mlp, false), new Concat(List.of(trained, new RawPixels(true))));
    }

    @Override
    protected String pin() {
        return "e026c620";
    }
}
