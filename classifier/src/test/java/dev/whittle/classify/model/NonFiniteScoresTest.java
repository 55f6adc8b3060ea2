package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadOfTwoClasses;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An arg max takes class 0 of scores that are infinite or no numbers, so whatever reads scores refuses them. */
class NonFiniteScoresTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Scores of two classes: the second is the first value of the row, whatever it is. */
    private record FirstValue() implements HeadOfTwoClasses {
        @Override
        public Matrix scores(Rows features, Run run) {
            Matrix scores = new Matrix(features.rows(), 2);
            for (int i = 0; i < features.rows(); i++) {
                // Overflows for values above 3.4e37.
                scores.set(i, 1, Matrix.inMemory(features).get(i, 0) * 10);
            }
            return scores;
        }
    }

    private static final Samples SAMPLES =
            new Samples(new Matrix(4, 1, new float[] {1, -1, 3e38f, 1}), new int[] {1, 0, 1, 1}, 2);

    static Path model(String name) {
        try {
            return Path.of(
                    NonFiniteScoresTest.class.getResource("/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ofAModelOfImages() throws IOException {
        Model model = Model.read(model("nonfinite.npz"), RUN);
        Planar<GrayU8> image = TestData.random(32, 32, 3, 1);
        Dataset images = Images.of(List.of(image, image), new int[] {0, 1}, model.classes());
        String[] parts = {images.name(0), "'red ball'", "Infinity", "finite"};
        Messages.says(() -> model.predict(images, RUN), parts);
        Messages.says(() -> model.scores(images, RUN), parts);
        Messages.says(() -> model.evaluate(images, RUN), parts);
        Messages.says(() -> model.scores(image, RUN), "the image", "'red ball'", "Infinity");
    }

    @Test
    void ofAModelOfTables() {
        TableModel model = TablePipeline.of(new FirstValue()).fit(SAMPLES, List.of("left", "right"), RUN);
        String[] parts = {"row 2", "'right'", "Infinity", "standardise"};
        Messages.says(() -> model.predict(SAMPLES.features(), RUN), parts);
        Messages.says(() -> model.scores(SAMPLES.features(), RUN), parts);
        Messages.says(() -> model.evaluate(SAMPLES, RUN), parts);
        Samples finite = new Samples(SAMPLES.features().select(0, 1, 3), new int[] {1, 0, 1}, 2);
        assertEquals(1, model.evaluate(finite, RUN).accuracy());
    }

    @Test
    void ofAHeadWithoutNames() {
        Classifier head = new FirstValue();
        Messages.says(() -> head.predict(SAMPLES.features(), RUN), "row 2", "class 1 ", "Infinity", "standardise");
    }

    @Test
    void inCrossValidation() {
        Samples eight =
                new Samples(SAMPLES.features().select(0, 1, 2, 3, 0, 1, 0, 1), new int[] {1, 0, 1, 1, 1, 0, 1, 0}, 2);
        Messages.says(
                () -> CrossValidation.folds(2).evaluate(TablePipeline.of(new FirstValue()), eight, RUN),
                "class 1 ",
                "Infinity");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void ofScoresThemselves(float value) {
        Matrix scores = new Matrix(3, 4);
        scores.set(1, 3, value);
        Messages.says(() -> Classifier.largest(scores), "row 1", "class 3 ", "" + value);
        Messages.says(() -> Evaluation.of(scores, new int[3]), "row 1", "class 3 ", "" + value);
        Messages.says(
                () -> Classifier.requireFinite(scores, row -> "photo " + row, List.of("a", "b", "c", "d")),
                "photo 1",
                "'d'",
                "" + value);
        scores.set(1, 3, Float.MAX_VALUE);
        assertEquals(3, Classifier.largest(scores)[1]);
    }
}
