package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.hog.HogGlyphs;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the experiment's first HoG, alone or as a part, sees of the first test image of each class.
 *
 * @param feature the feature's name in the experiment
 * @param text its settings
 * @param wide whether there are so many cells that the pictures need room
 * @param examples an image and its glyphs for each of the first {@value #MOST} classes
 */
public record Glyphs(String feature, String text, boolean wide, List<Example> examples) {
    private static final int MOST = 10;
    /** Longest side in pixels of an image and of its glyphs. */
    private static final int IMAGE_SIDE = 160;

    private static final int GLYPHS_SIDE = 400;
    /** Cells across that can be told apart in a small picture. */
    private static final int FEW_CELLS = 8;

    /** An image and its glyphs, as data URIs. */
    public record Example(String label, String image, String glyph) {}

    /** Nothing where the experiment has no HoG. */
    static Optional<Glyphs> of(Comparison comparison) {
        for (Experiment.Feature feature : comparison.experiment().features()) {
            Optional<Hog> hog = hog(feature.spec());
            if (hog.isPresent()) {
                return Optional.of(of(comparison.data().test(), feature.name(), hog.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Hog> hog(Spec<Dataset, ? extends FeatureExtractor> spec) {
        if (spec instanceof Concat concat) {
            return concat.parts().stream()
                    .map(Glyphs::hog)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return spec instanceof Hog hog ? Optional.of(hog) : Optional.empty();
    }

    private static Glyphs of(Dataset test, String name, Hog hog) {
        List<Example> examples = new ArrayList<>();
        boolean wide = false;
        for (int c = 0; c < test.classes().size() && examples.size() < MOST; c++) {
            for (int i = 0; i < test.size(); i++) {
                if (test.label(i) == c) {
                    Planar<GrayU8> image = test.image(i);
                    FeatureExtractor extractor = hog.extractor();
                    float[] descriptor = extractor.extract(image, Run.defaults());
                    int across = Math.max(image.width, image.height) / hog.cellSize();
                    wide |= across > FEW_CELLS;
                    int glyphSize = Math.max(7, Math.min(24, GLYPHS_SIDE / across));
                    Planar<GrayU8> glyphs = HogGlyphs.render(hog, descriptor, image.width, image.height, glyphSize);
                    String label = test.classes().get(c);
                    examples.add(new Example(
                            label,
                            Picture.of(image, IMAGE_SIDE, label).uri(),
                            Picture.of(glyphs, GLYPHS_SIDE, label).uri()));
                    break;
                }
            }
        }
        String text = String.format(
                "%d×%d-pixel cells, %d %s orientations",
                hog.cellSize(), hog.cellSize(), hog.bins(), hog.signed() ? "signed" : "unsigned");
        return new Glyphs(name, text, wide, examples);
    }
}
