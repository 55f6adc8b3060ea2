package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;

/**
 * CIFAR-100 in the binary version, with its fine labels: 50,000 training and 10,000 test images, 32×32 RGB, a hundred
 * classes (Krizhevsky 2009).
 */
public record Cifar100() implements DataSource {
    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        String steps = where.fetchSteps("cifar100");
        return Cifar.readCifar100(where.find("cifar100", Cifar.CIFAR_100_FOLDER, steps), steps);
    }
}
