package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.KMeansPalette;
import dev.whittle.feature.color.MedianCut;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.color.Quantize;
import dev.whittle.feature.encode.Fisher;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Pooling;
import dev.whittle.feature.encode.SoftThreshold;
import dev.whittle.feature.encode.TwoSidedRectifier;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.AdditiveChiSquared;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Nystroem;
import dev.whittle.feature.transform.Nystroem.Landmarks;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.ProductQuantizer;
import dev.whittle.feature.transform.RandomFourier;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What specs need is known before they are fitted. None of these settings would fit into 7 GiB. */
class LearnedSizeTest {
    private static final int MANY = 46_000;
    private static final int WORDS = 10_000_000;

    private static OptionalInt check(Spec<?, ?> spec, int rows, int columns) {
        return LearnedSize.check(List.of(spec), rows, OptionalInt.of(columns), of -> "spec");
    }

    private record Case(Spec<?, ?> spec, int rows, int columns, String instead) {}

    private static KMeans words(Start start, int levels, int batch) {
        return new KMeans(WORDS, 5, start, 0, levels, batch);
    }

    static Stream<Case> tooLarge() {
        return Stream.of(
                new Case(new Pca(5, false, 1e-5), 100, MANY, "shorter rows"),
                new Case(Zca.defaults(), 100, MANY, "shorter rows"),
                new Case(new RandomFourier(1 << 30, 1), 100, 1, "fewer components"),
                new Case(new Nystroem(MANY, 1, Landmarks.RANDOM), MANY, 10, "fewer components"),
                new Case(new Nystroem(MANY, 1, Landmarks.K_MEANS), MANY, 10, "fewer components"),
                new Case(new AdditiveChiSquared(16, 0.4), 100, 60_000_000, "a smaller order"),
                new Case(ProductQuantizer.defaults(), 256, 10_000_000, "a smaller k of kMeans"),
                new Case(new HardWords(words(Start.KMEANS_PARALLEL, 1, 0)), WORDS, 128, "a smaller k"),
                new Case(new HardWords(words(Start.RANDOM, 1, 10_000)), WORDS, 128, "a smaller k"),
                new Case(new HardWords(words(Start.RANDOM, 2, 0)), WORDS, 128, "a smaller k"),
                new Case(new SoftThreshold(new Omp1(WORDS, 5), 0.25, Pooling.SUM), WORDS, 128, "a smaller k"),
                new Case(
                        new TwoSidedRectifier(new RandomPatches(WORDS), 0.25, Pooling.SUM), WORDS, 1000, "a smaller k"),
                new Case(
                        new Fisher(new GaussianMixture(words(Start.RANDOM, 2, 0), 5, 0, 0.1, 0, true)),
                        WORDS,
                        64,
                        "a smaller k"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void whatNeedsMoreThanTheHeapIsRefused(Case c) {
        LearnedSize size = (LearnedSize) c.spec;
        assertTrue(size.heapBytes(c.rows, c.columns) > 7L << 30, "" + size.heapBytes(c.rows, c.columns));
        String needed = Heap.size(size.heapBytes(c.rows, c.columns));
        String there = Heap.size(Runtime.getRuntime().maxMemory());
        Messages.says(
                () -> check(c.spec, c.rows, c.columns),
                String.format(Locale.ROOT, "spec on %,d rows of %,d values takes about %s", c.rows, c.columns, needed),
                "Java may use " + there,
                "-Xmx",
                "or take " + c.instead);
    }

    /** What is learned is not larger than what was said, and small settings are not refused. */
    @Test
    void whatIsLearnedIsNoLargerThanWhatWasSaid() {
        Matrix rows = TestData.gaussians(300, 40, 1);
        KMeans kMeans = new KMeans(30, 5, Start.KMEANS_PARALLEL, 0);
        List<Spec<Rows, ? extends Fitted>> specs = List.of(
                new Pca(20, true, 1e-5),
                Zca.defaults(),
                new RandomFourier(64, 1),
                new Nystroem(50, 1, Landmarks.RANDOM),
                new Nystroem(50, 1, Landmarks.K_MEANS),
                new HardWords(kMeans),
                new SoftThreshold(new Omp1(30, 5), 0.25, Pooling.SUM),
                new TwoSidedRectifier(new RandomPatches(30), 0.25, Pooling.SUM),
                new Fisher(new GaussianMixture(kMeans, 5, 0, 0.1, 0, true)));
        for (Spec<Rows, ? extends Fitted> spec : specs) {
            check(spec, 300, 40);
            long learned = 4
                    * spec.fit(rows, Run.defaults()).arrays().asMap().values().stream()
                            .mapToLong(NdArray::size)
                            .sum();
            long said = ((LearnedSize) spec).heapBytes(300, 40);
            assertTrue(learned <= said, spec + " has " + learned + " bytes, and said " + said);
            assertTrue(said < 1 << 20, spec + " said " + said);
        }
    }

    /** A row is a candidate of k-means‖ only once. */
    @Test
    void thereAreNoMoreCandidatesThanRows() {
        long few = new KMeans(1000, 5, Start.KMEANS_PARALLEL, 0).heapBytes(1000, 50);
        assertEquals(8 * 1000 + 20 * 1000 * 50 + 8 * 2000 * 50, few);
        long many = new KMeans(1000, 5, Start.KMEANS_PARALLEL, 0).heapBytes(1_000_000, 50);
        assertEquals(8L * 1_000_000 + 4 * (1 + 10 * 1000 + 3 * 2 * 1000) * 50, many);
    }

    /** As features, as the palette of a histogram and as the step of another feature. */
    @Test
    void palettesOfTooManyPixelsAreRefused() {
        int pixels = 600_000_000;
        for (Spec<Dataset, Palette> palette :
                List.of(new MedianCut(16, pixels), new KMeansPalette(new KMeans(16, 5, Start.RANDOM, 0), pixels))) {
            Spec<Dataset, FeatureExtractor> histogram = ColorHistogram.of(palette, true, 1);
            Spec<Dataset, FeatureExtractor> quantized =
                    Preprocessed.of(RawPixels.defaults(), GaussianBlur.defaults(), new Quantize(palette));
            for (Spec<Dataset, FeatureExtractor> feature : List.of(histogram, quantized)) {
                Messages.says(() -> ImageNeeds.checkHeap(feature, 3), "of memory", "-Xmx", "fewer samples");
            }
        }
        ImageNeeds.checkHeap(Preprocessed.of(RawPixels.defaults(), Quantize.defaults()), 3);
    }

    @Test
    void whatNoArrayHoldsIsRefused() {
        Messages.says(() -> check(Zca.defaults(), 100, 46_341), "46341", "46340");
        Messages.says(() -> check(new Pca(5, false, 1e-5), 100, 46_341), "46341", "46340");
        Messages.says(() -> check(new RandomFourier(1 << 30, 1), 100, 3), "array", "fewer components");
        Messages.says(() -> check(new Nystroem(50_000, 1, Landmarks.RANDOM), 50_000, 3), "array", "fewer components");
        Messages.says(() -> check(new AdditiveChiSquared(16, 0.4), 100, 1 << 27), "smaller order");
        Messages.says(
                () -> Heap.requireFloats(Integer.MAX_VALUE - 7L, "A sample", "fewer samples"),
                "2,147,483,640",
                "2,147,483,639",
                "fewer samples");
    }

    /** The columns of the second are those that the first makes. */
    @Test
    void eachIsFittedToWhatTheOneBeforeMakes() {
        List<Spec<Rows, ? extends Transform>> chain =
                List.of(new AdditiveChiSquared(1, 0.5), L2Normalize.defaults(), new Pca(50, false, 1e-5));
        assertEquals(OptionalInt.of(50), LearnedSize.check(chain, 100, OptionalInt.of(17), Object::toString));
        Messages.says(
                () -> LearnedSize.check(chain, 100, OptionalInt.of(16), Object::toString), "components", "got 48");
        Messages.says(
                () -> LearnedSize.check(chain, 100, OptionalInt.of(MANY / 3), Object::toString), "Pca", "of memory");
        assertEquals(OptionalInt.empty(), LearnedSize.check(chain, 100, OptionalInt.empty(), Object::toString));
        // Rows are counted though their length is not known.
        Messages.says(
                () -> LearnedSize.check(chain, 1, OptionalInt.empty(), Object::toString), "Pca", "at least 2", "got 1");
    }
}
