package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What models of the first seed have learned, if they can show it: the words of codebooks, the first filters of
 * networks with what their layers separate, and the class templates of linear heads.
 */
record Learned(List<Words> words, List<Separation> separations, List<Templates> templates) {
    private static final int MOST_WORDS = 400;
    private static final int MOST_CLASSES = 20;
    private static final int MOST_TEMPLATES = 6;
    /** The longest side of a template in pixels. */
    private static final int SIDE = 64;

    /** One codebook, or the first filters of a network, as one picture, row by row. */
    public record Words(String label, String kind, String text, String uri) {}

    /**
     * The templates of one cell, a picture for each class.
     *
     * @param standardized whether the pixels were standardised, so that a weight is per standard deviation of its pixel
     */
    public record Templates(String label, boolean standardized, List<Picture> pictures) {}

    static Learned of(ComparisonResult comparison, Run run) throws IOException {
        List<Words> words = new ArrayList<>();
        List<Separation> separations = new ArrayList<>();
        List<Templates> templates = new ArrayList<>();
        for (Experiment.Feature feature : comparison.plan().features()) {
            boolean wordsWanted = feature.spec() instanceof Pictured pictured && pictured.hasLearned();
            for (Experiment.Head head : comparison.plan().heads(feature)) {
                boolean templatesWanted = feature.spec() instanceof Pictured pictured
                        && pictured.hasTemplates()
                        && templates.size() < MOST_TEMPLATES;
                boolean network = head.candidates().stream().anyMatch(ImageNetwork.class::isInstance);
                if (!wordsWanted && !templatesWanted && !network) {
                    continue;
                }
                Optional<Model> model = comparison
                        .runs(feature.name(), head.name())
                        .get(0)
                        .outputs()
                        .model(run);
                if (model.isEmpty()) {
                    continue;
                }
                String label = feature.name() + " × " + head.name();
                if (wordsWanted) {
                    ((Pictured) feature.spec())
                            .learned(model.get().features().fitted())
                            .forEach(learned -> words.add(words(feature.name(), learned)));
                    wordsWanted = false;
                }
                if (network) {
                    model.get().table().head().fitted().filters().ifPresent(found -> words.add(words(label, found)));
                    Separation.of(comparison, label, model.get(), run).ifPresent(separations::add);
                }
                if (templatesWanted) {
                    templates((Pictured) feature.spec(), model.get())
                            .ifPresent(pictures -> templates.add(
                                    new Templates(label, !feature.transforms().isEmpty(), pictures)));
                }
            }
        }
        return new Learned(words, separations, templates);
    }

    /** The templates of a head with a weight for each value of the feature; empty if a transform mixes the values. */
    private static Optional<List<Picture>> templates(Pictured feature, Model model) {
        return model.table().transforms().stream().allMatch(t -> t.fitted().valueByValue())
                ? model.table()
                        .head()
                        .fitted()
                        .templates()
                        .map(weights -> templates(
                                feature,
                                weights,
                                model.images().width(),
                                model.images().height(),
                                model.images().bands(),
                                model.classes()))
                : Optional.empty();
    }

    private static Words words(String label, Pictured.Learned learned) {
        List<Planar<GrayU8>> pictures = learned.pictures();
        int shown = Math.min(MOST_WORDS, pictures.size());
        return new Words(
                label,
                learned.kind(),
                (shown < pictures.size() ? "The first " + shown + " of " : "") + pictures.size() + " " + learned.kind()
                        + " of "
                        + pictures.get(0).width + "×" + pictures.get(0).height
                        + " pixels, each stretched to its full range; first seed.",
                Picture.of(sheet(pictures.subList(0, shown)), "").uri());
    }

    /** The weights of each class, of at most {@value #MOST_CLASSES}, as the feature shows them. */
    static List<Picture> templates(
            Pictured feature, Matrix weights, int width, int height, int bands, List<String> classes) {
        List<Picture> pictures = new ArrayList<>();
        for (int c = 0; c < Math.min(MOST_CLASSES, weights.rows()); c++) {
            String label = classes.get(c);
            feature.template(weights.row(c), width, height, bands)
                    .ifPresent(image -> pictures.add(Picture.of(image, SIDE, label)));
        }
        return pictures;
    }

    /** Arranges pictures of the same size in a grid with gaps, each enlarged four times. */
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
