package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.hog.HogGlyphs;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the experiment's first HoG sees of the first test image of each class.
 *
 * @param hog its settings, as an experiment has them
 * @param examples an image of each class and its glyphs
 */
public record Glyphs(String hog, List<Example> examples) {
    /** An image and its glyphs, as data URIs. */
    public record Example(String label, String image, String glyph) {}

    /** Nothing where the experiment has no HoG, or its layout cannot be drawn. */
    static Optional<Glyphs> of(Comparison comparison) {
        for (Experiment.Feature feature : comparison.experiment().features()) {
            if (feature.spec() instanceof Hog hog && hog.layout() != Hog.Layout.CS231N) {
                return Optional.of(of(comparison.data().test(), feature.name(), hog));
            }
        }
        return Optional.empty();
    }

    private static Glyphs of(Dataset test, String name, Hog hog) {
        List<Example> examples = new ArrayList<>();
        for (int c = 0; c < test.classes().size(); c++) {
            for (int i = 0; i < test.size(); i++) {
                if (test.label(i) == c) {
                    Planar<GrayU8> image = test.image(i);
                    FeatureExtractor extractor = hog.extractor();
                    float[] descriptor = new float[extractor.length(image)];
                    extractor.extract(image, descriptor, 0);
                    int glyphSize = Math.max(9, Math.min(24, 200 * hog.cellSize() / image.width));
                    Planar<GrayU8> glyphs = HogGlyphs.render(hog, descriptor, image.width, image.height, glyphSize);
                    String label = test.classes().get(c);
                    examples.add(new Example(
                            label,
                            Picture.of(image, label).uri(),
                            Picture.of(glyphs, label).uri()));
                    break;
                }
            }
        }
        return new Glyphs(name, examples);
    }
}
