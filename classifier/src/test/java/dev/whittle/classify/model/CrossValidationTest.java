package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Standardize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    /** Pixels that tell the class, with some noise; the images of {@code poisoned} are white instead. */
    private record Images(Set<Integer> poisoned) implements Dataset {
        @Override
        public int size() {
            return 31;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 2, 2, 1);
            for (int p = 0; p < 4; p++) {
                image.getBand(0).data[p] = (byte) (poisoned.contains(i) ? 255 : label(i) * 70 + (i * 37 + p * 11) % 80);
            }
            return image;
        }

        @Override
        public int label(int i) {
            return i < 20 ? 0 : i < 28 ? 1 : 2;
        }

        @Override
        public String name(int i) {
            return "image " + i;
        }

        @Override
        public List<String> classes() {
            return List.of("many", "some", "few");
        }
    }

    /** Raw pixels, and a list of the images that each fit got to see. */
    private record Recording(List<List<String>> names, List<Matrix> pixels) implements Spec<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fit(Dataset train, Run run) {
            names.add(IntStream.range(0, train.size()).mapToObj(train::name).toList());
            FeatureExtractor extractor = RawPixels.defaults().fit(train, run);
            pixels.add(extractor.extractAll(train, run));
            return extractor;
        }

        @Override
        public FeatureExtractor restore(NamedArrays arrays, Run run) {
            throw new UnsupportedOperationException();
        }
    }

    /** Calculated by hand from the permutations of the classes, drawn here in the same way. */
    @Test
    @Tag("bits")
    void theSamplesOfAClassAreDealtOutInTurns() {
        int[] labels = {0, 1, 0, 0, 1, 2, 0};
        int[] zeros = {0, 2, 3, 6};
        int[] ones = {1, 4};
        int[] expected = new int[7];
        int[] order = RUN.random("cross-validation", 0).permutation(4);
        expected[zeros[order[0]]] = 0;
        expected[zeros[order[1]]] = 1;
        expected[zeros[order[2]]] = 2;
        expected[zeros[order[3]]] = 0;
        order = RUN.random("cross-validation", 1).permutation(2);
        expected[ones[order[0]]] = 1;
        expected[ones[order[1]]] = 2;
        expected[5] = 0;
        assertArrayEquals(expected, CrossValidation.folds(3).assign(labels, RUN));
    }

    @Test
    void foldsAreStratifiedAndSeeded() {
        Images images = new Images(Set.of());
        int[] fold = CrossValidation.folds(5).assign(images.labels(), RUN);
        for (int k = 0; k < 5; k++) {
            int[] count = new int[3];
            int all = 0;
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == k) {
                    count[images.label(i)]++;
                    all++;
                }
            }
            assertEquals(4, count[0]);
            assertTrue(count[1] == 1 || count[1] == 2);
            assertTrue(count[2] <= 1);
            assertTrue(all == 6 || all == 7);
        }
        assertArrayEquals(fold, CrossValidation.folds(5).assign(images.labels(), RUN));
        assertFalse(Arrays.equals(fold, CrossValidation.folds(5).assign(images.labels(), RUN.withSeed(9))));
    }

    @Test
    void noTestImageReachesAFit() {
        Recording clean = new Recording(new ArrayList<>(), new ArrayList<>());
        Images images = new Images(Set.of());
        CrossValidation four = CrossValidation.folds(4);
        CrossValidation.Result result =
                four.evaluate(Pipeline.of(clean, Standardize.defaults(), Softmax.defaults()), images, RUN);
        int[] fold = four.assign(images.labels(), RUN);
        assertEquals(4, result.folds().size());
        int tested = 0;
        for (int k = 0; k < 4; k++) {
            Set<Integer> out = new TreeSet<>();
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == k) {
                    out.add(i);
                }
                assertEquals(fold[i] != k, clean.names.get(k).contains("image " + i));
            }
            tested += result.folds().get(k).samples();
            assertEquals(out.size(), result.folds().get(k).samples());
            Recording poisoned = new Recording(new ArrayList<>(), new ArrayList<>());
            CrossValidation.Result other = four.evaluate(
                    Pipeline.of(poisoned, Standardize.defaults(), Softmax.defaults()), new Images(out), RUN);
            assertTrue(clean.pixels.get(k).bitsEqual(poisoned.pixels.get(k)));
            assertFalse(clean.pixels.get((k + 1) % 4).bitsEqual(poisoned.pixels.get((k + 1) % 4)));
            assertFalse(result.equals(other));
        }
        assertEquals(31, tested);
    }

    @Test
    void aFoldIsAModelFittedToTheOthers() {
        Images images = new Images(Set.of());
        Pipeline pipeline = Pipeline.of(RawPixels.defaults(), Standardize.defaults(), Softmax.defaults());
        CrossValidation.Result result = CrossValidation.folds(3).evaluate(pipeline, images, RUN);
        Matrix rows = RawPixels.defaults().fit(images, RUN).extractAll(images, RUN);
        assertEquals(
                result,
                CrossValidation.folds(3).evaluate(pipeline.table(), new Samples(rows, images.labels(), 3), RUN));
        List<Double> accuracies =
                result.folds().stream().map(Evaluation::accuracy).toList();
        double mean = (accuracies.get(0) + accuracies.get(1) + accuracies.get(2)) / 3;
        double squares = 0;
        for (double a : accuracies) {
            squares += (a - mean) * (a - mean);
        }
        assertEquals(mean, result.mean(), 1e-15);
        assertEquals(Math.sqrt(squares / 2), result.deviation(), 1e-15);
        assertEquals(
                result.folds().get(0).balancedAccuracy(),
                new CrossValidation.Result(result.folds().subList(0, 1)).mean(Evaluation::balancedAccuracy));
    }

    /** Images that count how often they are decoded. */
    private record Decoded(Dataset images, AtomicInteger count) implements ChangedImages {
        @Override
        public Planar<GrayU8> image(int i) {
            count.incrementAndGet();
            return images.image(i);
        }
    }

    @Test
    void featuresThatNeedNoDataAreExtractedOnce() {
        Decoded images = new Decoded(new Images(Set.of()), new AtomicInteger());
        CrossValidation.folds(5).evaluate(Pipeline.of(RawPixels.defaults(), Softmax.defaults()), images, RUN);
        int once = images.count.get();
        assertTrue(once >= 31 && once < 2 * 31, "decoded " + once + " images");
    }

    /** A head, and a list of the tables that it was fitted to. */
    private record RecordingHead(List<Rows> tables) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            tables.add(train.features());
            return Softmax.defaults().fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theRowsOfAMatrixStayInMemory() {
        Samples samples = TestSamples.clouds(60, 5, 3, 4, 1);
        Matrix matrix = Matrix.inMemory(samples.features());
        RecordingHead head = new RecordingHead(new ArrayList<>());
        TablePipeline pipeline = TablePipeline.of(Standardize.defaults(), head);
        CrossValidation.Result result = CrossValidation.folds(3)
                .evaluate(pipeline, new Samples(matrix, samples.labels(), samples.classes()), RUN);
        assertTrue(head.tables.stream().allMatch(Matrix.class::isInstance));
        // A view stays one, since it may be larger than memory. What a transform makes of it is stored.
        Samples view =
                new Samples(matrix.select(IntStream.range(0, 60).toArray()), samples.labels(), samples.classes());
        head.tables.clear();
        assertEquals(result, CrossValidation.folds(3).evaluate(pipeline, view, RUN));
        assertTrue(head.tables.stream().allMatch(Matrix.class::isInstance));
        head.tables.clear();
        CrossValidation.folds(3).evaluate(TablePipeline.of(head), view, RUN);
        assertTrue(head.tables.stream().noneMatch(Matrix.class::isInstance));
    }

    @Test
    void whatCannotBeDividedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> CrossValidation.folds(1));
        assertThrows(
                IllegalArgumentException.class, () -> CrossValidation.folds(4).assign(new int[] {0, 1, 0}, RUN));
        Messages.says(() -> CrossValidation.folds(2).assign(new int[] {0, 1, -1}, RUN), "Label of sample 2 is -1");
        assertTrue(CrossValidation.folds(3)
                        .evaluate(TablePipeline.of(Softmax.defaults()), TestSamples.clouds(60, 5, 3, 4, 1), RUN)
                        .mean()
                > 0.9);
    }
}
