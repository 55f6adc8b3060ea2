package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.util.List;

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28 gray (LeCun, Bottou, Bengio and Haffner
 * 1998).
 */
public record Mnist() implements DataSource {
    static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        String steps = where.fetchSteps("mnist");
        return Idx.readMnist(where.find("mnist", "mnist", steps), CLASSES, steps);
    }
}
