package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.NearestMeans;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.NetworkClassifier;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How well each layer of a network separates the classes: the accuracy on test images of the nearest class mean in the
 * layer's values, where the means are those of training images. It is a number, which can be compared from layer to
 * layer; a scatter of two principal components cannot.
 *
 * @param label the feature and the head
 * @param trainImages how many images the means are of; they are for training or for validation
 * @param testImages how many images are classified
 * @param chance the share of the most frequent class among these, in percent
 */
public record Separation(String label, int trainImages, int testImages, double chance, List<Bar> bars) {
    /** At most so many images of either kind, but at least one of each class. */
    private static final int MOST_IMAGES = 1000;

    /** One layer. @param percent of the test images whose nearest mean is that of their class */
    public record Bar(String layer, double percent) {
        /** Such as "63.2". */
        public String text() {
            return String.format(Locale.ROOT, "%.1f", percent);
        }
    }

    /** Which layer separates the classes best, the first of equal ones. */
    public String conclusion() {
        Bar best = bars.get(0);
        for (Bar bar : bars) {
            best = bar.percent() > best.percent() ? bar : best;
        }
        return "Best separated in " + best.layer() + ", " + best.text() + " %.";
    }

    /** Of the network that a model has as a head; empty if it has none. */
    static Optional<Separation> of(ComparisonResult comparison, String label, Model model, Run run) {
        if (!(model.table().head().spec() instanceof ImageNetwork spec)
                || !(model.table().head().fitted() instanceof NetworkClassifier head)) {
            return Optional.empty();
        }
        Dataset train = some(comparison.plan().data(0).train());
        Dataset test = some(comparison.plan().data(0).test());
        int classes = train.classes().size();
        Rows trainRows = rows(model, train, run);
        Rows testRows = rows(model, test, run);
        Map<String, Network> layers = new LinkedHashMap<>(spec.layers(head.arrays()));
        layers.put("scores", head.network());
        List<Bar> bars = new ArrayList<>();
        bars.add(bar("input", (Matrix) trainRows, train, (Matrix) testRows, test));
        layers.forEach((name, network) ->
                bars.add(bar(name, network.scores(trainRows, run), train, network.scores(testRows, run), test)));
        int[] ofClass = new int[classes];
        int most = 0;
        for (int y : test.labels()) {
            most = Math.max(most, ++ofClass[y]);
        }
        return Optional.of(new Separation(label, train.size(), test.size(), 100.0 * most / test.size(), bars));
    }

    private static Bar bar(String layer, Matrix train, Dataset trainImages, Matrix test, Dataset testImages) {
        int classes = trainImages.classes().size();
        return new Bar(
                layer, 100 * NearestMeans.accuracy(train, trainImages.labels(), test, testImages.labels(), classes));
    }

    /** What the head takes: features after all transforms. */
    private static Rows rows(Model model, Dataset images, Run run) {
        Rows rows = model.features().fitted().rows(images, run);
        for (var transform : model.table().transforms()) {
            rows = transform.fitted().view(rows, run);
        }
        return Tables.inMemory(rows, run);
    }

    /** The first images of each class, as many of each. */
    private static Dataset some(Dataset images) {
        int most = Math.max(1, MOST_IMAGES / images.classes().size());
        int[] taken = new int[images.classes().size()];
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            if (taken[images.label(i)]++ < most) {
                chosen.add(i);
            }
        }
        return Subset.of(images, chosen.stream().mapToInt(i -> i).toArray());
    }

    /** All values, for readers who do not see the figure. */
    public String alternative() {
        return bars.stream()
                .map(bar -> bar.layer() + " " + bar.text() + " %")
                .collect(Collectors.joining(", ", "Nearest class means in the layers of " + label + ": ", ""));
    }
}
