package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.ModelFile;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.words.BagOfWordsExtractor;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.KeptCell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What models of the first seed learned, where it can be shown: the words of codebooks, and the class templates of linear heads on
 * pixels.
 */
record Learned(List<Words> words, List<Templates> templates) {
    /** One codebook as one picture, words row by row. */
    public record Words(String label, String text, String uri) {}

    /** The templates of one cell, a picture for each class. */
    public record Templates(String label, List<Picture> pictures) {}

    static Learned of(Comparison comparison, Run run) throws IOException {
        long seed = comparison.experiment().seeds().get(0);
        List<Words> words = new ArrayList<>();
        List<Templates> templates = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (KeptCell unit : comparison.units()) {
            Path file = unit.model().orElse(null);
            if (unit.seed() != seed || file == null) {
                continue;
            }
            Model model = ModelFile.read(file, run);
            if (model.features().fitted() instanceof BagOfWordsExtractor bag && shown.add(unit.feature())) {
                List<Planar<GrayU8>> pictures = bag.words();
                words.add(new Words(
                        unit.feature(),
                        pictures.size() + " words of " + pictures.get(0).width + "×" + pictures.get(0).height
                                + " pixels, each stretched to its full range; first seed.",
                        Picture.of(sheet(pictures), "").uri()));
            }
            if (model.features().spec() instanceof RawPixels pixels
                    && model.head().fitted() instanceof LinearClassifier linear) {
                int bands = pixels.gray() ? 1 : model.bands();
                templates.add(new Templates(
                        unit.feature() + " × " + unit.head(),
                        templates(
                                linear.arrays().get("weights"),
                                model.width(),
                                model.height(),
                                bands,
                                model.classes())));
            }
        }
        return new Learned(words, templates);
    }

    /** The weights of each class as an image: mid-gray is 0, and the largest weight of the class, either sign, an extreme. */
    static List<Picture> templates(Matrix weights, int width, int height, int bands, List<String> classes) {
        List<Picture> pictures = new ArrayList<>();
        for (int c = 0; c < weights.rows(); c++) {
            float[] w = weights.row(c);
            float most = 0;
            for (float v : w) {
                most = Math.max(most, Math.abs(v));
            }
            Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
            for (int i = 0; i < w.length; i++) {
                image.getBand(i / (width * height)).data[i % (width * height)] =
                        (byte) Math.round(most == 0 ? 128 : 127.5f + 127.5f * w[i] / most);
            }
            pictures.add(Picture.of(image, classes.get(c)));
        }
        return pictures;
    }

    /** Pictures of one size beside and below each other, each enlarged four times, with a gap. */
    static Planar<GrayU8> sheet(List<Planar<GrayU8>> pictures) {
        int zoom = 4;
        int gap = 2;
        int w = pictures.get(0).width * zoom + gap;
        int h = pictures.get(0).height * zoom + gap;
        int columns = Math.min(pictures.size(), 25);
        int rows = (pictures.size() + columns - 1) / columns;
        Planar<GrayU8> sheet = new Planar<>(
                GrayU8.class, columns * w - gap, rows * h - gap, pictures.get(0).getNumBands());
        for (int b = 0; b < sheet.getNumBands(); b++) {
            GrayU8 to = sheet.getBand(b);
            Arrays.fill(to.data, (byte) 255);
            for (int i = 0; i < pictures.size(); i++) {
                GrayU8 from = pictures.get(i).getBand(b);
                for (int y = 0; y < from.height * zoom; y++) {
                    for (int x = 0; x < from.width * zoom; x++) {
                        to.set(i % columns * w + x, i / columns * h + y, from.get(x / zoom, y / zoom));
                    }
                }
            }
        }
        return sheet;
    }
}
