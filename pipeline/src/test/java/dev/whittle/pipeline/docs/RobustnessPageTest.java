package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.model.Robustness;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pictures and the table of {@code docs/robustness.md}. Run with {@code -Dwrite.docs=true} to make them again. The
 * images are generated.
 */
@Tag("bits")
class RobustnessPageTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int ENLARGED = 2;
    private static final int SHOWN = 36;
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePagesPicturesAreTheCorruptions() throws IOException {
        Planar<GrayU8> image = Generated.defaults().images("train", SHOWN + 1).image(SHOWN);
        String page = Files.readString(Guide.docs().resolve("robustness.md"));
        for (Corruption corruption : Corruption.values()) {
            String name = "robustness/" + corruption.key() + ".png";
            assertTrue(page.contains(name), "the page shows " + name);
            List<Planar<GrayU8>> severities = IntStream.rangeClosed(1, corruption.severities())
                    .mapToObj(severity -> corruption.apply(image, severity, SHOWN, RUN))
                    .toList();
            Guide.requireKept(name, Guide.row(severities, ENLARGED));
        }
    }

    /** What each feature with softmax loses, of 1,000 training images and 300 test images, seed 1. */
    @Test
    @Tag("long")
    void thePagesTableIsMeasured() throws IOException {
        Map<String, Spec<Dataset, ? extends FeatureExtractor>> features = new LinkedHashMap<>();
        features.put("raw pixels", RawPixels.defaults());
        features.put("HSV histogram", ColorHistogram.defaults());
        features.put("HoG", Hog.defaults());
        BagOfWords words = BagOfWords.defaults();
        KMeans kMeans = new KMeans(
                100,
                words.kMeans().iterations(),
                words.kMeans().start(),
                words.kMeans().tolerance());
        features.put(
                "visual words", new BagOfWords(words.patches(), 20_000, words.whiten(), kMeans, 1, words.squareRoot()));
        features.put("hidden layer", HiddenLayer.defaults());
        Dataset train = Generated.defaults().images("train", 1000);
        List<Model> models = features.values().stream()
                .map(spec -> Pipeline.of(spec, Standardize.defaults(), Softmax.defaults())
                        .fit(train, RUN))
                .toList();
        Dataset test = Generated.defaults().images("test", 300);
        String table = table(List.copyOf(features.keySet()), Robustness.of(models, test, Corruption.all(3), RUN));
        Path file = Guide.docs().resolve("robustness.md");
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (Guide.WRITE) {
            Files.writeString(file, page.substring(0, begin) + table + page.substring(end));
        } else {
            assertEquals(table, page.substring(begin, end));
        }
    }

    private static String table(List<String> names, List<Robustness> results) {
        StringBuilder table = new StringBuilder("\n| corruption | ")
                .append(String.join(" | ", names))
                .append(" |\n| :--- |")
                .append(" ---: |".repeat(names.size()))
                .append("\n| none |");
        results.forEach(r -> table.append(percent(r.clean().accuracy())).append(" |"));
        for (Corruption corruption : Corruption.values()) {
            table.append("\n| ").append(corruption.key()).append(" |");
            for (Robustness r : results) {
                long change = -Math.round(100 * r.relativeDrop(corruption));
                table.append(percent(r.accuracy(corruption)))
                        .append(" (")
                        .append(change > 0 ? "+" : "")
                        .append(change)
                        .append(") |");
            }
        }
        table.append("\n| mean of all |");
        results.forEach(r -> table.append(percent(r.meanAccuracy())).append(" |"));
        return table.append("\n\n").toString();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, " %.0f", 100 * value);
    }
}
