package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.KeyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Test images before and after the image steps of some features.
 *
 * @param features the names of the features with these steps
 * @param text the steps, as an experiment has them
 * @param examples an image of each of the first {@value #MOST_CLASSES} classes
 */
public record Steps(List<String> features, String text, List<Example> examples) {
    /** How many different lists of steps are shown. */
    private static final int MOST = 6;

    private static final int MOST_CLASSES = 5;
    /** The longest side of an image in pixels. */
    private static final int SIDE = 160;

    /** An image before and after the steps. */
    public record Example(String label, Side before, Side after) {}

    /** An image as data URI, with its histogram. */
    public record Side(String uri, Histogram histogram) {
        static Side of(Planar<GrayU8> image) {
            return new Side(Picture.of(image, SIDE, "").uri(), Histogram.of(image));
        }
    }

    /** The different lists of steps, each once, in the order of the features; what is learned, with the first seed. */
    static List<Steps> of(ComparisonResult comparison, Run run) throws IOException {
        List<Steps> all = new ArrayList<>();
        for (Experiment.Feature feature : comparison.plan().features()) {
            if (!(feature.spec() instanceof Pictured pictured) || !pictured.hasSteps()) {
                continue;
            }
            Optional<FeatureExtractor> fitted = Glyphs.fitted(comparison, feature, run);
            if (fitted.isPresent()) {
                add(all, feature.name(), pictured, fitted.get(), comparison, run);
            }
        }
        return all;
    }

    private static void add(
            List<Steps> all,
            String feature,
            Pictured pictured,
            FeatureExtractor fitted,
            ComparisonResult comparison,
            Run run) {
        Dataset test = comparison.plan().data(0).test();
        List<Steps> own = new ArrayList<>();
        for (int i : firstOfClasses(test)) {
            Planar<GrayU8> image = test.image(i);
            List<Pictured.AfterSteps> after = pictured.afterSteps(fitted, image, run);
            for (int k = 0; k < after.size(); k++) {
                if (own.size() == k) {
                    own.add(new Steps(new ArrayList<>(List.of(feature)), text(after.get(k)), new ArrayList<>()));
                }
                own.get(k)
                        .examples
                        .add(new Example(
                                test.classes().get(test.label(i)),
                                Side.of(image),
                                Side.of(after.get(k).image())));
            }
        }
        for (Steps steps : own) {
            Optional<Steps> same =
                    all.stream().filter(other -> other.text.equals(steps.text)).findFirst();
            if (same.isPresent()) {
                if (!same.get().features.contains(feature)) {
                    same.get().features.add(feature);
                }
            } else if (all.size() < MOST) {
                all.add(steps);
            }
        }
    }

    /** The first image of each class. */
    private static List<Integer> firstOfClasses(Dataset test) {
        List<Integer> images = new ArrayList<>();
        for (int c = 0; c < test.classes().size() && images.size() < MOST_CLASSES; c++) {
            for (int i = 0; i < test.size(); i++) {
                if (test.label(i) == c) {
                    images.add(i);
                    break;
                }
            }
        }
        return images;
    }

    private static String text(Pictured.AfterSteps after) {
        return after.steps().stream()
                .map(step -> KeyText.flow(SpecJson.installed().describe((Spec<?, ?>) step)))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
