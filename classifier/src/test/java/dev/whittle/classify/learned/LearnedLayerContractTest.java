package dev.whittle.classify.learned;

import dev.whittle.classify.nn.Architecture;
import dev.whittle.classify.nn.Border;
import dev.whittle.classify.nn.Flip;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Views;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import java.util.List;
import java.util.stream.Stream;

class LearnedLayerContractTest extends ExtractorContract {
    @Override
    protected Stream<Spec<Dataset, FeatureExtractor>> specs() {
        MiniBatches training = MiniBatches.builder().epochs(2).build();
        ImageNetwork lenet = new ImageNetwork(
                Architecture.LENET, 2, List.of(), Flip.RANDOM, 1, Border.ZERO, 0, 0, 0, Views.NONE, training);
        ImageNetwork residual = new ImageNetwork(
                Architecture.RESIDUAL, 2, List.of(), Flip.NONE, 0, Border.ZERO, 0, 0, 0, Views.NONE, training);
        return Stream.of(
                new LearnedLayer(lenet, "hidden", true),
                new LearnedLayer(lenet, "pool2", false),
                new LearnedLayer(residual, "stage2block1", true));
    }

    @Override
    protected String pin() {
        return "3143069d";
    }
}
