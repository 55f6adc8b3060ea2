package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.util.List;

/** Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28×28 gray (Xiao, Rasul and Vollgraf 2017). */
public record FashionMnist() implements DataSource {
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        String steps = where.fetchSteps("fashion-mnist");
        return Idx.readMnist(where.find("fashion-mnist", "fashion-mnist", steps), CLASSES, steps);
    }
}
