package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.encode.BagOfWordsExtractor;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.KeptCell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What models of the first seed learned, where it can be shown: the words of codebooks, and the class templates of linear heads on
 * pixels.
 */
record Learned(List<Words> words, List<Templates> templates) {
    private static final int MOST_WORDS = 400;
    private static final int MOST_CLASSES = 20;
    private static final int MOST_TEMPLATES = 6;
    /** Longest side of a template in pixels. */
    private static final int SIDE = 64;

    /** One codebook as one picture, words row by row. */
    public record Words(String label, String text, String uri) {}

    /**
     * The templates of one cell, a picture for each class.
     *
     * @param standardized whether the pixels were standardised, so that a weight is per standard deviation of its pixel
     */
    public record Templates(String label, boolean standardized, List<Picture> pictures) {}

    static Learned of(Comparison comparison, Run run) throws IOException {
        long seed = comparison.experiment().seeds().get(0);
        Map<String, Experiment.Feature> features = new HashMap<>();
        for (Experiment.Feature feature : comparison.experiment().features()) {
            features.put(feature.name(), feature);
        }
        List<Words> words = new ArrayList<>();
        List<Templates> templates = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (KeptCell unit : comparison.units()) {
            Path file = unit.model().orElse(null);
            Experiment.Feature feature = features.get(unit.feature());
            if (unit.seed() != seed || file == null) {
                continue;
            }
            if (hasWords(feature.spec()) && shown.add(unit.feature())) {
                Model model = Model.read(file, run);
                for (BagOfWordsExtractor bag :
                        bags(feature.spec(), model.features().fitted().arrays(), run)) {
                    words.add(words(unit.feature(), bag.words()));
                }
            }
            if (feature.spec() instanceof RawPixels pixels
                    && feature.transforms().stream().allMatch(t -> t instanceof Standardize)
                    && templates.size() < MOST_TEMPLATES) {
                Model model = Model.read(file, run);
                if (model.table().head().fitted() instanceof LinearClassifier linear) {
                    int bands = pixels.gray() ? 1 : model.images().bands();
                    templates.add(new Templates(
                            unit.feature() + " × " + unit.head(),
                            !feature.transforms().isEmpty(),
                            templates(
                                    linear.arrays().get("weights"),
                                    model.images().width(),
                                    model.images().height(),
                                    bands,
                                    model.classes())));
                }
            }
        }
        return new Learned(words, templates);
    }

    private static boolean hasWords(Spec<?, ?> spec) {
        return spec instanceof BagOfWords
                || (spec instanceof Concat concat && concat.parts().stream().anyMatch(Learned::hasWords));
    }

    /** The bags of words of a fitted feature: itself, or among its parts. */
    private static List<BagOfWordsExtractor> bags(Spec<?, ?> spec, NamedArrays arrays, Run run) {
        List<BagOfWordsExtractor> bags = new ArrayList<>();
        if (spec instanceof BagOfWords words) {
            bags.add(words.restore(arrays, run));
        } else if (spec instanceof Concat concat) {
            for (int i = 0; i < concat.parts().size(); i++) {
                bags.addAll(bags(concat.parts().get(i), arrays.part(Integer.toString(i)), run));
            }
        }
        return bags;
    }

    private static Words words(String label, List<Planar<GrayU8>> pictures) {
        int shown = Math.min(MOST_WORDS, pictures.size());
        return new Words(
                label,
                (shown < pictures.size() ? "The first " + shown + " of " : "") + pictures.size() + " words of "
                        + pictures.get(0).width + "×" + pictures.get(0).height
                        + " pixels, each stretched to its full range; first seed.",
                Picture.of(sheet(pictures.subList(0, shown)), "").uri());
    }

    /**
     * The weights of each class, of at most {@value #MOST_CLASSES}, as an image: mid-gray is 0, and the 99th percentile of the
     * class's weights, either sign, and all beyond, an extreme. A few weights of pixels that are hardly ever lit would otherwise make the
     * rest invisible.
     */
    static List<Picture> templates(Matrix weights, int width, int height, int bands, List<String> classes) {
        List<Picture> pictures = new ArrayList<>();
        for (int c = 0; c < Math.min(MOST_CLASSES, weights.rows()); c++) {
            Planar<GrayU8> image = template(weights.row(c), width, height, bands);
            pictures.add(Picture.of(image, SIDE, classes.get(c)));
        }
        return pictures;
    }

    static Planar<GrayU8> template(float[] weights, int width, int height, int bands) {
        float[] sizes = new float[weights.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(weights[i]);
        }
        Arrays.sort(sizes);
        float most = sizes[99 * (sizes.length - 1) / 100];
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int i = 0; i < weights.length; i++) {
            float part = most == 0 ? Math.signum(weights[i]) : Math.max(-1, Math.min(1, weights[i] / most));
            image.getBand(i / (width * height)).data[i % (width * height)] = (byte) Math.round(127.5f + 127.5f * part);
        }
        return image;
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
