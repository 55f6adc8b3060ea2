package dev.whittle.classify.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.evaluate.LateFusion.HeldOut;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class LateFusionTest {
    private static final Run RUN = Run.defaults();

    private static FusedScores fit(int[] labels, Matrix... scores) {
        return LateFusion.defaults().fit(new HeldOut(List.of(scores), labels), RUN);
    }

    /**
     * Row means 2 and 0 leave -1, 1 and 3, -3, so the scale is √((1 + 1 + 9 + 9)/4) = √5. A constant added to a row
     * changes nothing, a factor does.
     */
    @Test
    void theScaleByHand() {
        assertEquals((float) Math.sqrt(5), LateFusion.scale(Matrix.of(new float[] {1, 3}, new float[] {3, -3})));
        assertEquals((float) Math.sqrt(5), LateFusion.scale(Matrix.of(new float[] {11, 13}, new float[] {0, -6})));
        assertEquals((float) Math.sqrt(20), LateFusion.scale(Matrix.of(new float[] {2, 6}, new float[] {6, -6})));
        assertEquals(1, LateFusion.scale(Matrix.of(new float[] {4, 4}, new float[] {-3, -3})));
    }

    /**
     * Two images of two classes. Part a has 4, 0 and -1, 0, where the second image is of class 1 and so right by 1;
     * part
     * b has 0, 2 and 0, 6. With d = score of class 0 - score of class 1, a has d = 4, -1 and b has d = -2, -6. The
     * labels are 0 and 1. The scales are √((4 + 4 + ¼ + ¼)/4) = √2.125 and √((1 + 1 + 9 + 9)/4) = √5. Image 0 is right
     * where w·4/√2.125 > (1 - w)·2/√5, that is w·2.744 > (1 - w)·0.8944, w > 0.2458. Image 1 always is. Of 5/20, 6/20,
     * …,
     * 20/20 that nearest to equal weights is 10/20.
     */
    @Test
    void theMiddleOfAPlateauByHand() {
        Matrix a = Matrix.of(new float[] {4, 0}, new float[] {-1, 0});
        Matrix b = Matrix.of(new float[] {0, 2}, new float[] {0, 6});
        FusedScores fused = fit(new int[] {0, 1}, a, b);
        assertArrayEquals(new float[] {0.5f, 0.5f}, fused.weights());
        assertArrayEquals(new float[] {(float) Math.sqrt(2.125), (float) Math.sqrt(5)}, fused.scales());
        double first = 0.5 / fused.scales()[0];
        double second = 0.5 / fused.scales()[1];
        assertEquals(
                Matrix.of(
                                new float[] {(float) (first * 4 + 0.0), (float) (0.0 + second * 2)},
                                new float[] {(float) -first, (float) (second * 6)})
                        .toString(),
                fused.of(List.of(a, b)).toString());
        // Where only the part ahead is right, the least weight that is enough: w > 0.7542 is 16/20.
        FusedScores other = fit(new int[] {1, 1}, a, b);
        assertArrayEquals(new float[] {0.2f, 0.8f}, other.weights(), "image 0 needs w < 0.2458, so 4/20");
    }

    /** Three parts, each right where the two others are wrong by less: none alone is as good as all. */
    @Test
    void fusionIsBetterThanItsParts() {
        float[][] right = {{3, 0}, {-1, 0}, {-1, 0}};
        Matrix[] parts = new Matrix[3];
        for (int p = 0; p < 3; p++) {
            parts[p] = Matrix.of(right[p], right[(p + 1) % 3], right[(p + 2) % 3]);
        }
        int[] labels = {0, 0, 0};
        FusedScores fused = fit(labels, parts);
        assertEquals(1, Evaluation.of(fused.of(List.of(parts)), labels).accuracy());
        for (Matrix part : parts) {
            assertEquals(1.0 / 3, Evaluation.of(part, labels).accuracy(), 1e-12);
        }
        // 7, 7 and 6 twentieths are the nearest to a third each.
        assertArrayEquals(new float[] {0.35f, 0.35f, 0.3f}, fused.weights());
    }

    /** A part without any use gets no more weight than does no harm. */
    @Test
    void aPartThatIsWrongLosesItsWeight() {
        Matrix good = Matrix.of(new float[] {1, 0, 0}, new float[] {0, 1, 0}, new float[] {0, 0, 1});
        Matrix bad = Matrix.of(new float[] {0, 1, 0}, new float[] {0, 0, 1}, new float[] {1, 0, 0});
        assertArrayEquals(
                new float[] {0.55f, 0.45f}, fit(new int[] {0, 1, 2}, good, bad).weights());
        assertArrayEquals(
                new float[] {0.45f, 0.55f}, fit(new int[] {0, 1, 2}, bad, good).weights());
    }

    /** Written another way: loops over weights, the score of a class at a time. */
    private static float[] naive(HeldOut images) {
        int n = images.labels().length;
        int classes = images.scores().get(0).columns();
        float[] best = null;
        int most = -1;
        double nearest = 0;
        for (int a = LateFusion.STEPS; a >= 0; a--) {
            for (int b = LateFusion.STEPS - a; b >= 0; b--) {
                int[] k = {a, b, LateFusion.STEPS - a - b};
                int right = 0;
                for (int i = 0; i < n; i++) {
                    int predicted = 0;
                    float highest = Float.NEGATIVE_INFINITY;
                    for (int c = 0; c < classes; c++) {
                        double sum = 0;
                        for (int p = 0; p < 3; p++) {
                            float w = k[p] / (float) LateFusion.STEPS;
                            sum += (double) w
                                    / LateFusion.scale(images.scores().get(p))
                                    * images.scores().get(p).get(i, c);
                        }
                        if ((float) sum > highest) {
                            highest = (float) sum;
                            predicted = c;
                        }
                    }
                    right += predicted == images.labels()[i] ? 1 : 0;
                }
                double distance = 0;
                for (int part : k) {
                    distance += Math.pow(part - LateFusion.STEPS / 3.0, 2);
                }
                if (right > most || right == most && distance < nearest - 1e-9) {
                    most = right;
                    nearest = distance;
                    best = new float[] {k[0] / 20f, k[1] / 20f, k[2] / 20f};
                }
            }
        }
        return best;
    }

    static HeldOut random(long seed, int n) {
        Rng rng = new Rng(seed, "late fusion", 0);
        int[] labels = new int[n];
        List<Matrix> scores = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            scores.add(new Matrix(n, 4));
        }
        for (int i = 0; i < n; i++) {
            labels[i] = rng.nextInt(4);
            for (int p = 0; p < 3; p++) {
                for (int c = 0; c < 4; c++) {
                    scores.get(p).set(i, c, (float)
                            ((p + 1) * (rng.nextDouble() + (c == labels[i] ? 0.2 + p / 5.0 : 0))));
                }
            }
        }
        return new HeldOut(scores, labels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void asTheNaiveSearch(long seed) {
        HeldOut images = random(seed, 40);
        float[] expected = naive(images);
        float[] found = LateFusion.defaults().fit(images, RUN).weights();
        assertArrayEquals(expected, found, Arrays.toString(expected) + " and " + Arrays.toString(found));
        // The comparison can fail: the best part now speaks against every label.
        for (int i = 0; i < 40; i++) {
            int label = images.labels()[i];
            images.scores().get(2).set(i, label, images.scores().get(2).get(i, label) - 50);
        }
        assertFalse(
                Arrays.equals(expected, LateFusion.defaults().fit(images, RUN).weights()));
    }

    @Test
    void neitherThreadsNorKernelsMatterAndItIsRestored() {
        HeldOut images = random(7, 60);
        FusedScores one =
                LateFusion.defaults().fit(images, RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()));
        FusedScores many = LateFusion.defaults().fit(images, RUN.withThreads(5));
        assertArrayEquals(one.weights(), many.weights());
        FusedScores restored = LateFusion.defaults().restore(many.arrays(), RUN);
        assertTrue(one.of(images.scores()).bitsEqual(restored.of(images.scores())));
    }

    /** How many weights there are: binomial(20 + p - 1, p - 1); each sums to 20, and no weight comes twice. */
    @Test
    void allWeightings() {
        int[] count = {21, 231, 1771, 10626};
        for (int parts = 2; parts <= LateFusion.MOST_PARTS; parts++) {
            List<int[]> all = LateFusion.weightings(parts);
            assertEquals(count[parts - 2], all.size());
            assertEquals(
                    all.size(), all.stream().map(Arrays::toString).distinct().count());
            assertTrue(all.stream().allMatch(k -> Arrays.stream(k).sum() == 20));
        }
    }

    private static void assertRefused(Runnable what, String... parts) {
        String found = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        for (String part : parts) {
            assertTrue(found.contains(part), found);
        }
    }

    @Test
    void badScoresAreRefused() {
        Matrix two = new Matrix(2, 3);
        int[] labels = {0, 1};
        assertRefused(() -> new HeldOut(List.of(two), labels), "2 to 5 parts", "got 1");
        assertRefused(() -> new HeldOut(List.of(two, new Matrix(2, 4)), labels), "part 1", "2 images and 3 classes");
        assertRefused(() -> new HeldOut(List.of(two, new Matrix(3, 3)), labels), "part 1", "got 3 and 3");
        assertRefused(() -> new HeldOut(List.of(two, two), new int[] {0, 3}), "labels must be classes, got 3");
        assertRefused(
                () -> new HeldOut(List.of(two, Matrix.of(new float[] {0, Float.NaN, 0}, new float[3])), labels),
                "row 0",
                "NaN");
        FusedScores fused = fit(labels, two, two);
        assertRefused(() -> fused.of(List.of(two)), "2 parts", "scores of 1");
        assertRefused(() -> fused.of(List.of(two, new Matrix(3, 3))), "part 1 of 3 and 3");
        assertRefused(() -> new FusedScores(new float[] {0.5f, 0.6f}, new float[] {1, 1}), "sum 1");
        assertRefused(() -> new FusedScores(new float[] {0.5f, 0.5f}, new float[] {1, 0}), "scales above 0");
    }
}
