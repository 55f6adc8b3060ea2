package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final Matrix VALIDATION = Matrix.of(new float[][] {{0}, {0}, {1}, {1}});
    private static final int[] VALIDATION_LABELS = {0, 0, 1, 1};
    private static final Samples TRAIN = new Samples(Matrix.of(new float[][] {{0}, {1}, {0}}), new int[] {0, 1, 0}, 2);

    /** How many samples each fit saw, in the order of the fits. */
    private final List<Integer> sizes = new ArrayList<>();

    /** Predicts class 1 from a threshold up, whatever it is fitted to. */
    private record Threshold(float threshold, List<Integer> sizes) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            sizes.add(train.size());
            return new Classifier() {
                @Override
                public int classes() {
                    return 2;
                }

                @Override
                public Matrix scores(Rows rows, Run run) {
                    Matrix features = Matrix.inMemory(rows);
                    Matrix scores = new Matrix(features.rows(), 2);
                    for (int r = 0; r < features.rows(); r++) {
                        scores.set(r, features.get(r, 0) >= threshold ? 1 : 0, 1);
                    }
                    return scores;
                }
            };
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }
    }

    private Training train(float... thresholds) {
        List<Spec<Samples, ? extends Classifier>> candidates = new ArrayList<>();
        for (float t : thresholds) {
            candidates.add(new Threshold(t, sizes));
        }
        return Training.of(
                new Experiment.Head("head", candidates),
                TRAIN,
                VALIDATION,
                VALIDATION,
                VALIDATION_LABELS,
                Run.defaults(),
                TrialFolder.NONE);
    }

    /** In double, 0.7 + 0.8 + 0.9 is less than 0.9 + 0.8 + 0.7. */
    @Test
    void candidatesWithTheSameFoldsInAnotherOrderAreEqual() {
        Training.Trial first = Training.Trial.of(List.of(0.7, 0.8, 0.9));
        Training.Trial second = Training.Trial.of(List.of(0.9, 0.8, 0.7));
        assertTrue(second.accuracy() > first.accuracy());
        assertEquals(0, Training.best(List.of(first, second)));
        assertEquals(1, Training.best(List.of(first, Training.Trial.of(List.of(0.7, 0.8, 0.9 + 1e-9)))));
    }

    @Test
    void theBestOnTheValidationImagesIsChosenAndFittedToAll() {
        Training training = train(2, 0.5f, -1);
        assertEquals(
                List.of(new Training.Trial(0.5, null), new Training.Trial(1.0, null), new Training.Trial(0.5, null)),
                training.tried());
        assertEquals(0.5f, ((Threshold) training.spec()).threshold());
        assertEquals(
                ConfusionMatrix.of(VALIDATION_LABELS, VALIDATION_LABELS, 2),
                training.onValidation().confusion());
        assertEquals(List.of(3, 3, 3, 7), sizes);
    }

    @Test
    void ofEquallyGoodOnesTheFirstIsChosen() {
        assertEquals(2f, ((Threshold) train(2, -1, 2).spec()).threshold());
    }

    /** Diverges on more samples than this many; else predicts by a threshold. */
    private record Diverging(int most, float threshold) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            run.iteration(1, 0, 0);
            if (train.size() > most) {
                throw new ArithmeticException("diverged on " + train.size());
            }
            return new Threshold(threshold, new ArrayList<>()).fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }
    }

    private static Training train(List<Spec<Samples, ? extends Classifier>> candidates) {
        return train(candidates, Run.defaults(), TrialFolder.NONE);
    }

    private static Training train(List<Spec<Samples, ? extends Classifier>> candidates, Run run, TrialFolder kept) {
        return Training.of(
                new Experiment.Head("head", candidates), TRAIN, VALIDATION, VALIDATION, VALIDATION_LABELS, run, kept);
    }

    /** Trains as {@link Threshold} does, unless told to end. */
    private record Interrupted(float threshold, List<Integer> sizes, boolean[] ends)
            implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            if (ends[0]) {
                throw new IllegalStateException("killed");
            }
            run.resumed(3);
            return new Threshold(threshold, sizes).fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }
    }

    /** The first two of three candidates are done when the program is killed: they are not fitted again. */
    @Test
    void candidatesThatWereFittedBeforeAnInterruptionAreKept(@TempDir Path folder) throws IOException {
        TrialFolder kept = new TrialFolder(folder.resolve("trials"));
        List<Double> resumed = new ArrayList<>();
        Run run = Run.defaults().withProgress(new Progress() {
            @Override
            public void resumed(double seconds) {
                resumed.add(seconds);
            }
        });
        boolean[] ends = {true};
        List<Spec<Samples, ? extends Classifier>> candidates =
                List.of(new Threshold(2, sizes), new Diverging(0, 0.5f), new Interrupted(0.5f, sizes, ends));
        assertThrows(IllegalStateException.class, () -> train(candidates, run, kept));
        assertEquals(List.of(3), sizes);
        ends[0] = false;
        Training again = train(candidates, run, kept);
        assertEquals(List.of(3, 3, 7), sizes, "the first candidate is not fitted again");
        assertEquals(2, again.choice());
        assertEquals(3, resumed.size(), "of two candidates together, of the third, and of the last fit: " + resumed);
        assertEquals(List.of(3.0, 3.0), resumed.subList(1, 3), "a candidate's own seconds are passed on");
        double before = kept.find(2).orElseThrow().seconds();
        assertTrue(before >= 3 && before < 60, () -> before + " s with those before");
        Training whole = train(candidates);
        assertEquals(whole.tried(), again.tried());
        assertArrayEquals(
                whole.validationScores().data(), again.validationScores().data());

        // What is damaged is fitted again, and what is whole counts.
        sizes.clear();
        Files.write(folder.resolve("trials/candidate-0.npy"), new byte[300]);
        train(candidates, run, kept);
        assertEquals(List.of(3, 7), sizes);
        sizes.clear();
        Files.copy(
                folder.resolve("trials/candidate-1.json"),
                folder.resolve("trials/candidate-2.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals(0, train(candidates, run, kept).choice(), "the third is said to have diverged");
        assertEquals(List.of(7), sizes);
    }

    @Test
    void oneThatDivergesLeavesTheOthersToCompete() {
        Training training = train(List.of(new Diverging(0, 0.5f), new Diverging(9, -1), new Diverging(9, 0.5f)));
        assertEquals(
                List.of(
                        new Training.Trial(null, "diverged on 3"),
                        new Training.Trial(0.5, null),
                        new Training.Trial(1.0, null)),
                training.tried());
        assertEquals(2, training.choice());
    }

    @Test
    void oneThatDivergesWithTheValidationImagesIsOutToo() {
        Training training = train(List.of(new Diverging(9, -1), new Diverging(3, 0.5f)));
        assertEquals(
                List.of(
                        new Training.Trial(0.5, null),
                        new Training.Trial(null, "with the validation images added: diverged on 7")),
                training.tried());
        assertEquals(0, training.choice());
        assertEquals(
                ConfusionMatrix.of(VALIDATION_LABELS, new int[] {1, 1, 1, 1}, 2),
                training.onValidation().confusion());
    }

    @Test
    void whatIsNoDivergenceEndsTheComparison() {
        Spec<Samples, Classifier> broken = new Recording(null);
        assertThrows(NullPointerException.class, () -> train(List.of(broken, new Diverging(9, 0))));
    }

    @Test
    void aSingleCandidateIsFittedToTheTrainingImagesOnly() {
        Training training = train(0.5f);
        assertTrue(training.tried().isEmpty());
        assertEquals(List.of(3), sizes);
        assertEquals(
                ConfusionMatrix.of(VALIDATION_LABELS, VALIDATION_LABELS, 2),
                training.onValidation().confusion());
    }

    @Test
    void theFinalFitSeesValidationImagesAfterTrainingImages() {
        List<Samples> seen = new ArrayList<>();
        Spec<Samples, Classifier> first = new Recording(seen);
        Training.of(
                new Experiment.Head("head", List.of(first, first)),
                TRAIN,
                VALIDATION,
                Matrix.of(new float[] {6}, new float[] {7}, new float[] {8}, new float[] {9}),
                VALIDATION_LABELS,
                Run.defaults(),
                TrialFolder.NONE);
        Samples all = seen.get(2);
        assertArrayEquals(new int[] {0, 1, 0, 0, 0, 1, 1}, all.labels());
        // The validation images as they are fitted to, which are not those for the evaluation.
        assertArrayEquals(
                new float[] {0, 1, 0, 6, 7, 8, 9}, all.inMemory("the test").data());
    }

    private record Recording(List<Samples> seen) implements Spec<Samples, Classifier> {
        @Override
        public Classifier fit(Samples train, Run run) {
            seen.add(train);
            return new Threshold(0.5f, new ArrayList<>()).fit(train, run);
        }

        @Override
        public Classifier restore(NamedArrays arrays, Run run) {
            throw new IllegalStateException("not needed here");
        }
    }
}
