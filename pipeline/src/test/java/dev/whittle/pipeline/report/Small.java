package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The hand-made comparison of these tests: two features, two heads, two seeds, six images of three classes, and a class
 * without.
 */
final class Small {
    static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog");
    static final int[] LABELS = {0, 0, 0, 1, 1, 2};
    static final String YAML = """
            features: [{name: pixels, type: raw-pixels}, {name: hue, type: color-histogram}]
            heads: [{name: softmax, type: softmax}, {name: forest, type: smile-random-forest}]
            """;
    static final double[][] CURVE = {{1, 2, 0.25}, {2, 1, 0.5}, {3, 0, 1}};
    private static final int[][][] PREDICTED = {
        {{0, 0, 1, 1, 0, 2}, {0, 0, 0, 1, 0, 2}}, // 4 and 5 of 6
        {{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}, // 3 and 3
        {{0, 0, 0, 1, 1, 2}, {0, 0, 0, 1, 1, 2}}, // 6 and 6
        {{0, 0, 0, 1, 1, 2}, {1, 0, 0, 1, 1, 2}}, // 6 and 5
    };

    private Small() {}

    static ComparisonResult comparison(Path folder) throws IOException {
        return comparison(folder, new int[] {5, 6, 8, 9});
    }

    static ComparisonResult comparison(Path folder, int[] validated) throws IOException {
        HandMade.Images test = HandMade.Images.plain(LABELS, CLASSES);
        return HandMade.comparison(folder, "small", YAML, test, PREDICTED, validated, CURVE);
    }

    /** The image in a data URI. */
    static Planar<GrayU8> decode(String uri) throws IOException {
        String start = "data:image/png;base64,";
        if (!uri.startsWith(start)) {
            throw new IllegalArgumentException("No PNG as data URI: " + uri);
        }
        return ImageFile.read(Base64.getDecoder().decode(uri.substring(start.length())), "data URI");
    }

    static int pixel(Planar<GrayU8> image, int band, int x, int y) {
        return image.getBand(band).get(x, y);
    }
}
