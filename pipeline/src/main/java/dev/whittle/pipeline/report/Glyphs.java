package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pictures of the first feature that can draw them, such as HoG, for the first test image of each class.
 *
 * @param feature the feature's name in the experiment
 * @param title what is drawn
 * @param text the settings of the feature
 * @param explanation how to read it
 * @param wide whether the pictures need more space
 * @param examples an image and its glyphs for each of the first {@value #MOST} classes
 */
public record Glyphs(
        String feature, String title, String text, String explanation, boolean wide, List<Example> examples) {
    private static final int MOST = 10;
    /** The longest side of an image and of its glyphs in pixels. */
    private static final int IMAGE_SIDE = 160;

    private static final int GLYPHS_SIDE = 400;

    /** An image and its glyphs, as data URIs. */
    public record Example(String label, String image, String glyph) {}

    /** Empty if no feature of the comparison can draw pictures. */
    static Optional<Glyphs> of(ComparisonResult comparison, Run run) throws IOException {
        for (Experiment.Feature feature : comparison.plan().features()) {
            if (feature.spec() instanceof Pictured pictured) {
                Optional<FeatureExtractor> fitted = fitted(comparison, feature, run);
                Optional<Glyphs> glyphs = fitted.isEmpty()
                        ? Optional.empty()
                        : of(comparison.plan().data(0).test(), feature.name(), pictured, fitted.get(), run);
                if (glyphs.isPresent()) {
                    return glyphs;
                }
            }
        }
        return Optional.empty();
    }

    /** A fitted feature that learns from data is in the models, if one of them was saved. */
    static Optional<FeatureExtractor> fitted(ComparisonResult comparison, Experiment.Feature feature, Run run)
            throws IOException {
        if (!feature.spec().needsData()) {
            return Optional.of(feature.spec().fit(comparison.plan().data(0).train(), run));
        }
        for (Experiment.Head head : comparison.plan().heads(feature)) {
            Optional<Model> model = comparison
                    .runs(feature.name(), head.name())
                    .get(0)
                    .outputs()
                    .model(run);
            if (model.isPresent()) {
                return Optional.of(model.get().features().fitted());
            }
        }
        return Optional.empty();
    }

    private static Optional<Glyphs> of(Dataset test, String name, Pictured pictured, FeatureExtractor fitted, Run run) {
        List<Example> examples = new ArrayList<>();
        Pictured.Drawing last = null;
        boolean wide = false;
        for (int c = 0; c < test.classes().size() && examples.size() < MOST; c++) {
            for (int i = 0; i < test.size(); i++) {
                if (test.label(i) == c) {
                    Planar<GrayU8> image = test.image(i);
                    Optional<Pictured.Drawing> drawing = pictured.drawing(fitted, image, GLYPHS_SIDE, run);
                    if (drawing.isEmpty()) {
                        return Optional.empty();
                    }
                    last = drawing.get();
                    wide |= last.detailed();
                    String label = test.classes().get(c);
                    examples.add(new Example(
                            label,
                            Picture.of(image, IMAGE_SIDE, label).uri(),
                            Picture.of(last.picture(), GLYPHS_SIDE, label).uri()));
                    break;
                }
            }
        }
        return last == null
                ? Optional.empty()
                : Optional.of(new Glyphs(name, last.title(), last.settings(), last.explanation(), wide, examples));
    }
}
