package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.encode.Fisher;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Llc;
import dev.whittle.feature.encode.Pooling;
import dev.whittle.feature.encode.SoftWords;
import dev.whittle.feature.encode.Triangle;
import dev.whittle.feature.encode.Vlad;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Pca;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pictures of {@code docs/encodings.md}: what an encoder makes of each descriptor of a photo. */
@Tag("bits")
class EncodingPicturesTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int STEP = 3;
    private static final int VALUES = 16;
    private static final KMeans WORDS = new KMeans(8, 50, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
    /** The words that are shown. */
    private static final int SHOWN = 3;

    /** The part of a code that is shown for a word. */
    private interface Part {
        double of(float[] code, int word);
    }

    private final Planar<GrayU8> photo;
    private final Descriptors places = new Descriptors();
    private final Matrix rows;

    EncodingPicturesTest() throws IOException {
        photo = Guide.cat();
        new DenseSift(List.of(3), STEP, 6, DenseSift.Window.FLAT, true, 0.005, DenseSift.Bands.LUMA)
                .fit(null, RUN)
                .describe(photo, places, RUN);
        Matrix sift = new Matrix(places.count(), places.columns());
        System.arraycopy(places.values(), 0, sift.data(), 0, sift.data().length);
        rows = new Pca(VALUES, false, Pca.defaults().epsilon()).fit(sift, RUN).apply(sift, RUN);
    }

    /** Run with {@code -Dwrite.docs=true} to draw them again. */
    @Test
    void thePagesPicturesAreTheCodesOfEachDescriptor() throws IOException {
        for (Map.Entry<String, Planar<GrayU8>> picture : pictures().entrySet()) {
            Guide.requireKept("encodings/" + picture.getKey() + ".png", picture.getValue());
        }
    }

    @Test
    void anotherPixelIsSeen() {
        Planar<GrayU8> other = photo.clone();
        other.getBand(2).set(7, 5, photo.getBand(2).get(7, 5) ^ 1);
        assertThrows(AssertionError.class, () -> Guide.assertSame(photo, other, "photo"));
    }

    private Map<String, Planar<GrayU8>> pictures() {
        GaussianMixture defaults = GaussianMixture.defaults();
        Fisher fisher = new Fisher(new GaussianMixture(
                WORDS,
                defaults.iterations(),
                defaults.tolerance(),
                defaults.varianceFloor(),
                defaults.posteriorCut(),
                defaults.renormalize()));
        double[][] nearest = values(new HardWords(WORDS), (code, k) -> code[k]);
        double[][] means = values(fisher, (code, k) -> length(code, k * VALUES));
        int[] words = mostSeen(nearest);
        int[] gaussians = mostSeen(means);
        Map<String, Planar<GrayU8>> all = new LinkedHashMap<>();
        all.put("hard-words", picture(nearest, words));
        all.put("soft-words", picture(values(new SoftWords(WORDS, 5, 10, Pooling.SUM), (code, k) -> code[k]), words));
        all.put("triangle", picture(values(new Triangle(WORDS, Pooling.SUM), (code, k) -> code[k]), words));
        all.put("llc", picture(values(new Llc(WORDS, 5, 1e-4, Pooling.SUM), (code, k) -> code[k]), words));
        all.put("vlad", picture(values(new Vlad(WORDS, false), (code, k) -> length(code, k * VALUES)), words));
        all.put("fisher-mean", picture(means, gaussians));
        all.put(
                "fisher-variance",
                picture(values(fisher, (code, k) -> sum(code, code.length / 2 + k * VALUES)), gaussians));
        return all;
    }

    private static double length(float[] code, int from) {
        double squares = 0;
        for (int i = from; i < from + VALUES; i++) {
            squares += code[i] * code[i];
        }
        return Math.sqrt(squares);
    }

    private static double sum(float[] code, int from) {
        double sum = 0;
        for (int i = from; i < from + VALUES; i++) {
            sum += code[i];
        }
        return sum;
    }

    /** For each word, the part of the code of each descriptor. */
    private double[][] values(Spec<Rows, Encoder> spec, Part part) {
        Encoder encoder = spec.fit(rows, RUN);
        double[][] ofWord = new double[WORDS.k()][rows.rows()];
        float[] code = new float[encoder.length()];
        for (int i = 0; i < rows.rows(); i++) {
            double[] statistics = encoder.start();
            encoder.add(rows.data(), i * VALUES, 1, statistics, RUN);
            encoder.code(statistics, 1, code, 0, RUN);
            for (int k = 0; k < ofWord.length; k++) {
                ofWord[k][i] = part.of(code, k);
            }
        }
        return ofWord;
    }

    /** Of three words, what each descriptor has, side by side. */
    private Planar<GrayU8> picture(double[][] ofWord, int[] words) {
        Planar<GrayU8> picture = Guide.white((photo.width + Guide.GAP) * SHOWN - Guide.GAP, photo.height);
        for (int s = 0; s < SHOWN; s++) {
            draw(ofWord[words[s]], picture, (photo.width + Guide.GAP) * s);
        }
        return picture;
    }

    /** The words with the largest sums of absolute values. */
    private static int[] mostSeen(double[][] ofWord) {
        return IntStream.range(0, ofWord.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        k -> -Arrays.stream(ofWord[k]).map(Math::abs).sum()))
                .mapToInt(k -> k)
                .limit(SHOWN)
                .toArray();
    }

    /**
     * A square for each descriptor over the dark photo: the more orange, the larger; blue for values below 0. In few
     * shades.
     */
    private void draw(double[] values, Planar<GrayU8> picture, int left) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        int[] above = {255, 160, 30};
        int[] below = {60, 130, 255};
        double[] valueAt = new double[photo.width * photo.height];
        for (int i = 0; i < values.length; i++) {
            int x = (int) places.x(i) - STEP / 2;
            int y = (int) places.y(i) - STEP / 2;
            for (int p = 0; p < STEP * STEP; p++) {
                valueAt[(y + p / STEP) * photo.width + x + p % STEP] = values[i] / largest;
            }
        }
        for (int p = 0; p < valueAt.length; p++) {
            int x = p % photo.width;
            int y = p / photo.width;
            double gray = (photo.getBand(0).get(x, y)
                            + photo.getBand(1).get(x, y)
                            + photo.getBand(2).get(x, y))
                    / 48
                    * 8;
            double share = Math.rint(Math.abs(valueAt[p]) * 16) / 16;
            for (int b = 0; b < 3; b++) {
                int colour = valueAt[p] > 0 ? above[b] : below[b];
                picture.getBand(b).set(left + x, y, (int) Math.rint((1 - share) * gray + share * colour));
            }
        }
    }
}
