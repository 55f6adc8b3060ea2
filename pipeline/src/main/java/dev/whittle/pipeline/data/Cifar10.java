package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;

/** CIFAR-10 in the binary version: 50,000 training and 10,000 test images, 32×32 RGB, ten classes (Krizhevsky 2009). */
public record Cifar10() implements DataSource {
    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        String steps = where.fetchSteps("cifar10");
        return Cifar.readCifar10(where.find("cifar10", Cifar.CIFAR_10_FOLDER, steps), steps);
    }
}
