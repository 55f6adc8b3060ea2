package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffledLabelsTest {
    private static int[] labels(int images, int classes) {
        return IntStream.range(0, images).map(i -> i % classes).toArray();
    }

    /** Rows around the corner of their class: well separated, so that predictions go together with the class. */
    private static Matrix clusters(int[] labels, int classes, long seed) {
        Matrix rows = new Matrix(labels.length, classes);
        for (int i = 0; i < labels.length; i++) {
            Rng random = new Rng(seed, "cluster", i);
            for (int c = 0; c < classes; c++) {
                rows.set(i, c, (labels[i] == c ? 4 : 0) + random.nextInt(1000) / 1000f);
            }
        }
        return rows;
    }

    /** Names the class of a row whatever the labels were, as a head would that has them from elsewhere. */
    private record KnowsTheLabels(int classes) implements Spec<Samples, Classifier>, Classifier {
        @Override
        public Classifier fit(Samples train, Run run) {
            return this;
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            return this;
        }

        @Override
        public Matrix scores(Rows features, Run run) {
            return Matrix.inMemory(features);
        }
    }

    private static ShuffledLabelsResult control(int classes, long seed, int threads) {
        int[] train = labels(40 * classes, classes);
        int[] test = labels(60 * classes, classes);
        return ShuffledLabels.of(
                Softmax.defaults(),
                clusters(train, classes, seed),
                train,
                clusters(test, classes, seed + 1000),
                test,
                classes,
                Run.defaults().withSeed(seed).withThreads(threads));
    }

    /** A feature that separates the classes is no leak, though its accuracies spread far more than those of coins. */
    @Test
    void aGoodFeatureIsNoLeak() {
        for (int classes : new int[] {2, 3, 10}) {
            double sum = 0;
            double largest = 0;
            for (int seed = 1; seed <= 20; seed++) {
                ShuffledLabelsResult control = control(classes, seed, 2);
                assertTrue(control.warning("x", classes).isEmpty(), classes + " classes: " + control);
                sum += control.accuracy();
                largest = Math.max(largest, control.accuracy());
            }
            assertEquals(1.0 / classes, sum / 20, 0.12, classes + " classes");
            assertTrue(largest > 1.2 / classes, "accuracies spread: " + largest);
        }
    }

    /** A planted leak. */
    @Test
    void aHeadThatKnowsTheLabelsIsSeen() {
        for (int classes : new int[] {2, 3, 10}) {
            int[] test = labels(50 * classes, classes);
            Matrix rows = clusters(test, classes, 5);
            ShuffledLabelsResult control = ShuffledLabels.of(
                    new KnowsTheLabels(classes),
                    clusters(labels(50 * classes, classes), classes, 6),
                    labels(50 * classes, classes),
                    rows,
                    test,
                    classes,
                    Run.defaults());
            assertEquals(1, control.accuracy(), 1e-12);
            String text = control.warning("HoG × softmax", classes).orElseThrow();
            assertTrue(text.contains("HoG × softmax reaches 100.0 %"), text);
        }
    }

    /** Refuses labels that are not those of the training images in their order, with an exception of its own. */
    private record RefusesShuffled(RuntimeException refusal) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            if (!Arrays.equals(
                    train.labels(), IntStream.of(train.labels()).sorted().toArray())) {
                throw refusal;
            }
            return Softmax.defaults().fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }
    }

    private static CellRun run(RuntimeException refusal) throws IOException {
        HandMade.Images images =
                HandMade.Images.plain(IntStream.range(0, 40).map(i -> i / 20).toArray(), List.of("dark", "bright"));
        Plan plan = new Plan(
                "x",
                "images",
                null,
                new Splits(images, images),
                0,
                List.of(1L),
                List.of(new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                List.of(new Experiment.Head("head", new RefusesShuffled(refusal))));
        return ComparisonRun.of(plan, Run.defaults()).run().runs().get(0).run();
    }

    /** Whatever a head throws on shuffled labels, the finished cell is kept. */
    @Test
    void aControlThatFailsIsAWarning() throws IOException {
        for (RuntimeException refusal : List.of(
                new IllegalStateException("no"), new IllegalArgumentException("no"), new ArithmeticException("no"))) {
            CellRun run = run(refusal);
            assertNull(run.controls().shuffledLabels());
            assertEquals(40, run.test().samples());
            assertTrue(
                    run.warnings().contains("the control with shuffled labels could not be computed: no"),
                    run.warnings().toString());
        }
        assertTrue(run(new IndexOutOfBoundsException()).warnings().toString().contains("IndexOutOfBoundsException"));
        assertThrows(CancellationException.class, () -> run(new CancellationException("cancelled")));
    }

    @Test
    void threadsDoNotMatter() {
        assertEquals(control(10, 3, 1), control(10, 3, 3));
    }

    /** (K!)^shuffles is at least 4,000. */
    @Test
    void fewClassesNeedSeveralShuffles() {
        assertEquals(
                List.of(12, 5, 3, 2, 2, 1, 1, 1),
                List.of(2, 3, 4, 5, 6, 7, 8, 1000).stream()
                        .map(ShuffledLabels::shuffles)
                        .toList());
    }

    @Test
    void aClassWithASingleImageHasNoControl() {
        int[] train = {0, 0, 0, 1};
        assertNull(ShuffledLabels.of(
                Softmax.defaults(), clusters(train, 2, 1), train, clusters(train, 2, 2), train, 2, Run.defaults()));
    }

    @Test
    void theLargestClass() {
        LargestClass largest = LargestClass.of(new int[] {0, 1, 1, 2}, new int[] {1, 1, 1, 0, 2}, 3);
        assertEquals(new LargestClass(1, 0.6), largest);
        List<String> classes = List.of("ant", "bee", "cat");
        assertTrue(largest.warning("x", 0.61, classes).isEmpty());
        String text = largest.warning("x", 0.6, classes).orElseThrow();
        assertTrue(text.contains("'bee' is right for 60.0 %"), text);
        assertTrue(LargestClass.of(new int[] {0}, new int[] {0, 0}, 1)
                .warning("x", 1, classes)
                .isEmpty());
    }
}
