package dev.whittle.classify.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.linear.TemperatureScaling;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static final Run RUN = Run.defaults();

    private static Matrix probabilities() {
        Matrix p = new Matrix(200, 3);
        for (int i = 0; i < 200; i++) {
            double[] weights = new double[3];
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                weights[c] = 1 + (i * 7919 + i * i * (c + 3) * 31 + c * 977) % 101;
                sum += weights[c];
            }
            for (int c = 0; c < 3; c++) {
                p.set(i, c, (float) (weights[c] / sum));
            }
        }
        return p;
    }

    private static int[] labels() {
        int[] labels = new int[200];
        for (int i = 0; i < 200; i++) {
            labels[i] = (i * 5 + i / 3) % 3;
        }
        return labels;
    }

    @Test
    void whatIsNoClassIsRefusedAndAProbabilityOf0IsInTheFirstBin() {
        Matrix p = Matrix.of(new float[] {1, 0}, new float[] {0.5f, 0.5f});
        Messages.says(() -> Reliability.of(p, new int[] {0, 2}, 10), "Sample 1", "label 2", "0 to 1");
        Messages.says(() -> Reliability.of(p, new int[] {-1, 0}, 10), "Sample 0", "label -1");
        Messages.says(() -> Reliability.of(p, new int[] {7, 0}, new int[] {0, 0}, 10), "Sample 0", "prediction 7");
        Reliability given = Reliability.of(p, new int[] {1, 0}, new int[] {1, 0}, 10);
        assertEquals(new Reliability.Bin(1, 0, 1), given.bins().get(0));
        assertEquals(0.75, given.expectedCalibrationError());
    }

    /** scikit-learn 1.2.1, calibration_curve: reference/reliability.py. */
    @Test
    void asScikitLearn() {
        Reliability reliability = Reliability.of(probabilities(), labels(), 10);
        int[] samples = {0, 0, 0, 30, 56, 68, 34, 10, 2, 0};
        double[] confidence = {
            0.3610301752885183,
            0.45002185446875437,
            0.5422907717087689,
            0.6438566761858323,
            0.748854660987854,
            0.8196721076965332
        };
        double[] accuracy = {0.26666666666666666, 0.3392857142857143, 0.35294117647058826, 0.4411764705882353, 0.2, 0.5
        };
        for (int b = 0; b < 10; b++) {
            Reliability.Bin bin = reliability.bins().get(b);
            assertEquals(samples[b], bin.samples());
            if (samples[b] > 0) {
                assertEquals(confidence[b - 3], bin.confidence(), 1e-12);
                assertEquals(accuracy[b - 3], bin.accuracy(), 1e-12);
            } else {
                assertEquals(0, bin.gap());
            }
        }
        assertEquals(200, reliability.samples());
        assertEquals(0.17463459700345993, reliability.expectedCalibrationError(), 1e-12);
    }

    /** scikit-learn 1.2.1, precision_recall_fscore_support: reference/reliability.py. */
    @Test
    void precisionRecallAndF1() {
        ConfusionMatrix confusion = Evaluation.of(probabilities(), labels()).confusion();
        double[] precision = {0.2894736842105263, 0.36666666666666664, 0.390625};
        double[] recall = {0.3283582089552239, 0.3333333333333333, 0.373134328358209};
        double[] f1 = {0.3076923076923077, 0.3492063492063492, 0.3816793893129771};
        for (int c = 0; c < 3; c++) {
            assertEquals(precision[c], confusion.precision(c), 1e-12);
            assertEquals(recall[c], confusion.accuracy(c), 1e-12);
            assertEquals(f1[c], confusion.f1(c), 1e-12);
        }
        assertEquals(0.3461926820705447, confusion.macroF1(), 1e-12);
    }

    /** Class 1 has no sample, but a prediction; class 2 a sample, but no prediction; class 3 neither. */
    @Test
    void classesWithoutSamplesOrPredictions() {
        ConfusionMatrix confusion =
                new ConfusionMatrix(new int[][] {{3, 1, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}});
        assertEquals(0, confusion.precision(1));
        assertEquals(0, confusion.f1(1));
        assertTrue(Double.isNaN(confusion.precision(2)));
        assertEquals(0, confusion.f1(2));
        assertTrue(Double.isNaN(confusion.f1(3)));
        assertEquals((2 * 3 / 8.0 + 0) / 2, confusion.macroF1());
    }

    /** Labels drawn from the softmax of scores that are then taken five times: too sure, until they are scaled. */
    @Test
    void scalingChosenOnValidationScoresCalibrates() {
        Matrix scores = new Matrix(8_000, 4);
        int[] labels = new int[8_000];
        Rng random = new Rng(1, "scores", 0);
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < 4; c++) {
                scores.set(i, c, (float) random.nextGaussian());
            }
        }
        Matrix drawn = Softmax.probabilities(scores, RUN);
        for (int i = 0; i < labels.length; i++) {
            double u = random.nextDouble();
            for (int c = 0; c < 3 && u >= drawn.get(i, c); c++) {
                u -= drawn.get(i, c);
                labels[i] = c + 1;
            }
            for (int c = 0; c < 4; c++) {
                scores.set(i, c, 5 * scores.get(i, c));
            }
        }
        Matrix validation = scores.selectRows(IntStream.range(0, 4_000).toArray());
        Matrix test = scores.selectRows(IntStream.range(4_000, 8_000).toArray());
        int[] validated = Arrays.copyOfRange(labels, 0, 4_000);
        int[] tested = Arrays.copyOfRange(labels, 4_000, 8_000);
        Matrix scaled = TemperatureScaling.defaults()
                .fit(new Samples(validation, validated, 4), RUN)
                .apply(test, RUN);
        Reliability before = Reliability.of(Softmax.probabilities(test, RUN), tested, 15);
        Reliability after = Reliability.of(scaled, tested, 15);
        assertTrue(before.expectedCalibrationError() > 0.3, "before " + before.expectedCalibrationError());
        assertTrue(after.expectedCalibrationError() < 0.03, "after " + after.expectedCalibrationError());
        assertEquals(
                Evaluation.of(test, tested).accuracy(),
                Evaluation.of(scaled, tested).accuracy());
        assertEquals(4_000, Classifier.largest(scaled).length);
    }

    /** A probability on the edge belongs to the lower bin, and one rounded to above 1 to the last. */
    @Test
    void edges() {
        Matrix p = Matrix.of(new float[] {0.5f, 0.5f}, new float[] {1, 0}, new float[] {Math.nextUp(1f), 0});
        Reliability reliability = Reliability.of(p, new int[] {1, 0, 0}, 2);
        assertEquals(new Reliability.Bin(1, 0.5, 0), reliability.bins().get(0));
        assertEquals(2, reliability.bins().get(1).samples());
        assertEquals(1, reliability.bins().get(1).accuracy());
    }

    /** The confidence is that of the given class, and so is whether it is right. */
    @Test
    void givenPredictions() {
        Matrix tie = Matrix.of(new float[] {0.5f, 0.5f}, new float[] {0.25f, 0.75f});
        Reliability.Bin first = Reliability.of(tie, new int[] {1, 0}, new int[] {1, 1}, 2)
                .bins()
                .get(0);
        assertEquals(new Reliability.Bin(2, 0.375, 0.5), first);
        Messages.says(() -> Reliability.of(tie, new int[1], new int[2], 2), "1 predictions", "2 rows");
    }

    @Test
    void refusesWhatIsNoProbability() {
        Messages.says(
                () -> Reliability.of(Matrix.of(new float[] {3, 2}), new int[1], 15),
                "Row 0",
                "sum 5",
                "TemperatureScaling");
        Messages.says(() -> Reliability.of(Matrix.of(new float[] {1.5f, -0.5f}), new int[1], 15), "below 0");
        Messages.says(() -> Reliability.of(Matrix.of(new float[] {Float.NaN, 1}), new int[1], 15), "row 0", "NaN");
        Messages.says(() -> Reliability.of(new Matrix(1, 2), new int[2], 15), "1 rows", "2 labels");
        Messages.says(() -> Reliability.of(new Matrix(1, 2), new int[1], 0), "0 bins");
    }
}
