package dev.whittle.feature.color;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.ImageStepContract;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class ColorStepsContractTest extends ImageStepContract {
    @Override
    protected Stream<Spec<Dataset, ImageStep>> specs() {
        return Stream.concat(
                Arrays.stream(ColorSpace.values()).map(ColorConversion::new),
                Stream.of(
                        new Quantize(UniformPalette.defaults()),
                        new Quantize(new UniformPalette(List.of(4, 5, 3))),
                        new Quantize(new MedianCut(20, 700)),
                        new Quantize(new KMeansPalette(new KMeans(12, 5, KMeans.Start.KMEANS_PLUS_PLUS, 0), 600))));
    }

    @Override
    protected String pin() {
        return "89425ede";
    }
}
