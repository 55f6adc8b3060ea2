package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.segment.SegmentationScores;
import dev.whittle.feature.table.Matrix;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The peers compute what Whittle does, as far as each case says. Skipped where a peer's libraries are not for this
 * platform.
 */
@Tag("long")
class PeersTest {
    /** Those that are compared with the same answer one after another. */
    static Stream<Variant> peers() {
        return Variant.all().stream()
                .filter(Variant::isPeer)
                .sorted(Comparator.comparing(v -> v.by(By.SCALAR).toString()));
    }

    /** Whittle's answer, for several peers. */
    private static Variant latest;

    private static Object ourState;
    private static float[] ours;

    @ParameterizedTest
    @MethodSource("peers")
    void sameMathematics(Variant peer) throws ReflectiveOperationException {
        By by = By.valueOf(peer.params().get("by"));
        Assumptions.assumeTrue(by != By.OPENCV || OpenCv.isPresent(), OpenCv::absence);
        Assumptions.assumeTrue(by != By.OPENBLAS || OpenBlas.isPresent(), OpenBlas::absence);
        Assumptions.assumeTrue(
                by != By.PYTORCH || MlpHeads.Pytorch.isPresent(),
                "PyTorch's libraries are not there for this platform");
        Variant our = peer.by(By.SCALAR);
        if (!our.equals(latest)) {
            latest = null;
            ourState = our.state();
            ours = our.answer(ourState);
            latest = our;
        }
        Object theirState = peer.state();
        float[] theirs = peer.answer(theirState);
        compare(peer, by, ourState, theirState, ours, theirs);
    }

    private static void compare(Variant peer, By by, Object ourState, Object theirState, float[] ours, float[] theirs) {
        if (theirState instanceof SvmBenchmark svm) {
            requireAtOptimum(((SvmBenchmark) ourState).trained, ours);
            requireAtOptimum(svm.trained, theirs);
        } else if (theirState instanceof SoftmaxBenchmark softmax) {
            requireAtOptimum(((SoftmaxBenchmark) ourState).trained, ours);
            requireAtOptimum(softmax.trained, theirs);
        } else if (theirState instanceof MlpPeersBenchmark mlp) {
            double ourLoss = crossEntropy(ours, mlp.data.samples().labels());
            double theirLoss = crossEntropy(theirs, mlp.data.samples().labels());
            String losses = peer + ": loss " + theirLoss + ", Whittle's " + ourLoss;
            // Guessing has a loss of ln 10 = 2.3.
            assertTrue(ourLoss < 1.2, losses);
            // Each begins at random weights of its own, Smile's of another variance: it is slower to learn. Measured:
            // PyTorch 0.95 to 1.09, Smile 1.17 to 1.31 of Whittle's loss.
            if (by == By.PYTORCH) {
                assertEquals(1.02, theirLoss / ourLoss, 0.12, losses);
            } else {
                assertEquals(1.24, theirLoss / ourLoss, 0.12, losses);
            }
        } else if (ourState instanceof ImageNetworkBenchmark) {
            // After two steps from the same weights: sums of up to 2,304 products in other orders.
            requireNear(peer, ours, theirs, 1e-4);
        } else if (ourState instanceof OnnxBenchmark) {
            // The same program computes both.
            requireNear(peer, ours, theirs, 0);
        } else if (ourState instanceof HogPeersBenchmark) {
            switch (by) {
                // OpenCV's arctangent is off by up to 1.7e-4 radians, 4.8e-4 of a bin; values are 0 to 0.5. Measured:
                // 4e-4.
                case OPENCV -> requireNear(peer, ours, theirs, 1e-3);
                // No votes between cells, no window. Measured: 0.881 to 0.888.
                case BOOFCV_FAST -> requireCorrelated(peer, ours, theirs, 0.87);
                // A wider window; weights of cells half a pixel off. Measured: 0.956 to 0.957.
                case BOOFCV -> requireCorrelated(peer, ours, theirs, 0.95);
                default -> throw by.unknown();
            }
        } else if (ourState instanceof ColorPeersBenchmark) {
            // Integers, and counts divided by the number of pixels.
            requireNear(peer, ours, theirs, 0);
        } else if (ourState instanceof GemmBenchmark gemm) {
            // Sums of k products in [-1, 1], added in another order: the error of each step is 2^-24 of a sum of about
            // √k/3.
            requireNear(peer, ours, theirs, gemm.a.columns() * 0x1p-24 * Math.sqrt(gemm.a.columns()));
        } else if (ourState instanceof KMeansBenchmark means) {
            double ourEnergy = energy(means.rows, ours);
            double theirEnergy = energy(means.rows, theirs);
            if (by == By.OPENCV) {
                // Only the sums of means are rounded otherwise. Measured: 4e-7.
                requireNear(peer, ours, theirs, 1e-5);
                assertEquals(1, theirEnergy / ourEnergy, 1e-6);
            } else {
                // Smile begins elsewhere.
                assertEquals(1, theirEnergy / ourEnergy, 0.05);
            }
        } else if (ourState instanceof SuperpixelsBenchmark superpixels) {
            // Another method: about as many superpixels, which explain nearly as much of the image. Measured: 0.85 to
            // 0.93 as much.
            assertEquals(1, count(theirs) / (double) count(ours), 0.3, peer.toString());
            assertEquals(1, explained(theirs, superpixels) / explained(ours, superpixels), 0.2, peer.toString());
        } else if (ourState instanceof NearestWordBenchmark) {
            requireMostlyEqual(peer, ours, theirs, 1e-3);
        } else {
            throw new AssertionError("It is not said how near a peer must be for " + peer);
        }
    }

    private static long count(float[] labels) {
        return IntStream.range(0, labels.length)
                .mapToObj(i -> labels[i])
                .distinct()
                .count();
    }

    private static double explained(float[] labels, SuperpixelsBenchmark of) {
        GrayS32 map = new GrayS32(of.image.width, of.image.height);
        for (int i = 0; i < labels.length; i++) {
            map.data[i] = (int) labels[i];
        }
        return SegmentationScores.explainedVariation(map, of.image);
    }

    /** Near the optimum, and not below it: then it were none. */
    private static void requireAtOptimum(TrainedTo trained, float[] values) {
        double above = trained.above(LinearProblem.Weights.of(values, HeadData.CLASSES));
        assertTrue(above <= 1.01 * Optimum.NEAR && above > -1e-5, trained.problem + ": above by " + above);
    }

    private static double crossEntropy(float[] scores, int[] labels) {
        int rows = scores.length / HeadData.CLASSES;
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            double total = 0;
            for (int k = 0; k < HeadData.CLASSES; k++) {
                total += Math.exp(scores[r * HeadData.CLASSES + k]);
            }
            sum += Math.log(total) - scores[r * HeadData.CLASSES + labels[r]];
        }
        return sum / rows;
    }

    private static double energy(Matrix rows, float[] centroids) {
        int k = centroids.length / rows.columns();
        return new Codebook(new Matrix(k, rows.columns(), centroids)).energy(rows, Run.defaults());
    }

    private static void requireNear(Object what, float[] ours, float[] theirs, double tolerance) {
        assertEquals(ours.length, theirs.length, "values of " + what);
        for (int i = 0; i < ours.length; i++) {
            double difference = Math.abs((double) ours[i] - theirs[i]);
            // A message for each of millions of values would take longer than what is compared.
            if (!(difference <= tolerance)) {
                throw new AssertionError(what + ": " + ours[i] + " and " + theirs[i] + " at index " + i);
            }
        }
    }

    private static void requireCorrelated(Object what, float[] ours, float[] theirs, double least) {
        assertEquals(ours.length, theirs.length, "values of " + what);
        double correlation = correlation(ours, theirs);
        assertTrue(correlation >= least, what + ": the correlation is " + correlation);
    }

    private static double correlation(float[] x, float[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / (double) x.length;
            meanY += y[i] / (double) x.length;
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** @param share how many of all may differ */
    private static void requireMostlyEqual(Object what, float[] ours, float[] theirs, double share) {
        assertEquals(ours.length, theirs.length, "values of " + what);
        int different = 0;
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != theirs[i]) {
                different++;
            }
        }
        assertTrue(different <= share * ours.length, what + ": " + different + " of " + ours.length + " differ");
    }

    @Test
    void plantedFaultsAreSeen() {
        float[] ours = new float[1000];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = i * 37 % 101;
        }
        float[] theirs = ours.clone();
        requireNear("same", ours, theirs, 0);
        requireCorrelated("same", ours, theirs, 0.999);
        requireMostlyEqual("same", ours, theirs, 0);

        theirs[999] += 0.5f;
        requireNear("near", ours, theirs, 0.5);
        assertThrows(AssertionError.class, () -> requireNear("off", ours, theirs, 0.49));
        requireMostlyEqual("one of 1000", ours, theirs, 1e-3);
        assertThrows(AssertionError.class, () -> requireMostlyEqual("one of 1000", ours, theirs, 0.9e-3));
        theirs[0] = Float.NaN;
        assertThrows(AssertionError.class, () -> requireNear("NaN", ours, theirs, 1e9));
        assertThrows(AssertionError.class, () -> requireCorrelated("NaN", ours, theirs, 0.1));

        float[] shifted = new float[1000];
        System.arraycopy(ours, 0, shifted, 1, 999);
        assertThrows(AssertionError.class, () -> requireCorrelated("one off", ours, shifted, 0.5));
        assertThrows(AssertionError.class, () -> requireNear("shorter", ours, new float[999], 1e9));
        assertThrows(AssertionError.class, () -> requireCorrelated("shorter", ours, new float[999], -1));
        assertThrows(AssertionError.class, () -> requireMostlyEqual("shorter", ours, new float[999], 1));
    }

    /** Bins or cells in another order are no longer correlated as is asked above. */
    @Test
    void boofCvsBinsAreInTheRightPlaces() throws ReflectiveOperationException {
        Variant fast = peers().filter(v -> v.params().equals(Map.of("by", "BOOFCV_FAST", "size", "320x240")))
                .findAny()
                .orElseThrow();
        float[] ours = fast.answer(fast.by(By.SCALAR).state());
        float[] theirs = fast.answer(fast.state());
        for (int turn = 1; turn < 9; turn++) {
            float[] turned = new float[theirs.length];
            for (int i = 0; i < turned.length; i++) {
                turned[i / 9 * 9 + (i % 9 + turn) % 9] = theirs[i];
            }
            String what = "turned by " + turn;
            assertThrows(AssertionError.class, () -> requireCorrelated(what, ours, turned, 0.87));
        }
    }
}
