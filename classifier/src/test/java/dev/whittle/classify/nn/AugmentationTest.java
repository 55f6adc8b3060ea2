package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is done to images in training: mirrored, moved, cut out. */
@Tag("bits")
class AugmentationTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Shape IMAGE = Shape.of(2, 2, 3);

    /** What a layer makes in training of rows of 1, 2, 3, …. */
    private static Matrix inTraining(Layer layer, int rows, Shape image, Run run, long step) {
        return inTraining(layer, IntStream.range(0, rows).toArray(), image, run, 0, step);
    }

    /** The same for a batch of the samples in this order, in an epoch. */
    private static Matrix inTraining(Layer layer, int[] order, Shape image, Run run, int epoch, long step) {
        int rows = order.length;
        Matrix x = numbers(rows, image.size());
        Graph graph = new Graph(Shape.of(image.size()));
        Network network = graph.network(graph.add(layer, graph.add(new Slice(0, image), graph.input())));
        Matrix y = new Matrix(rows, image.size());
        Loss seen = (s, n, classes, labels, offset, scale, kernels) -> {
            System.arraycopy(s, 0, y.data(), offset * image.size(), n * image.size());
            return 0;
        };
        Trainable training = network.training(new OfOutputs(image.size(), seen), run);
        training.beginEpoch(epoch);
        training.gradient(new Samples(x, new int[rows], 2), order, 0, rows, step);
        assertTrue(x.bitsEqual(network.scores(x, run)), "in use it is the identity");
        return y;
    }

    private static Matrix numbers(int rows, int columns) {
        Matrix x = new Matrix(rows, columns);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 1 + i % columns;
        }
        return x;
    }

    @Test
    void flipsMirrorEachBandOfHalfTheImages() {
        Matrix y = inTraining(new RandomFlip("f", false), 400, IMAGE, RUN, 3);
        int flipped = 0;
        for (int r = 0; r < 400; r++) {
            boolean mirrored = y.get(r, 0) == 3;
            flipped += mirrored ? 1 : 0;
            assertArrayEquals(
                    mirrored
                            ? new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}
                            : new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                    y.row(r));
        }
        assertEquals(200, flipped, 5 * 10);
        assertTrue(y.bitsEqual(inTraining(new RandomFlip("f", false), 400, IMAGE, RUN.withThreads(7), 3)));
        assertFalse(y.bitsEqual(inTraining(new RandomFlip("f", false), 400, IMAGE, RUN, 4)));
        assertFalse(y.bitsEqual(inTraining(new RandomFlip("g", false), 400, IMAGE, RUN, 3)));
        assertFalse(y.bitsEqual(inTraining(new RandomFlip("f", false), 400, IMAGE, RUN.withSeed(2), 3)));
    }

    /** Every crop is one of the (2p + 1)² there are, and all occur; p may be larger than the image. */
    @Test
    void cropsAreAllShifts() {
        for (int padding : new int[] {1, 2, 4}) {
            int side = 2 * padding + 1;
            Set<String> expected = new HashSet<>();
            for (int s = 0; s < side * side; s++) {
                float[] moved = new float[2 * 3 * 3];
                for (int i = 0; i < moved.length; i++) {
                    int row = i / 3 % 3 + s / side - padding;
                    int column = i % 3 + s % side - padding;
                    boolean inside = row >= 0 && row < 3 && column >= 0 && column < 3;
                    moved[i] = inside ? 1 + i / 9 * 9 + row * 3 + column : 0;
                }
                expected.add(Arrays.toString(moved));
            }
            Matrix y = inTraining(new RandomCrop("c", padding, Border.ZERO), 1500, Shape.of(2, 3, 3), RUN, 1);
            Set<String> got = new HashSet<>();
            for (int r = 0; r < y.rows(); r++) {
                got.add(Arrays.toString(y.row(r)));
            }
            assertEquals(expected, got);
            assertTrue(y.bitsEqual(inTraining(
                    new RandomCrop("c", padding, Border.ZERO), 1500, Shape.of(2, 3, 3), RUN.withThreads(7), 1)));
        }
    }

    private static boolean[] mirrored(Matrix y) {
        boolean[] mirrored = new boolean[y.rows()];
        for (int r = 0; r < mirrored.length; r++) {
            mirrored[r] = y.get(r, 0) == 3;
            assertArrayEquals(
                    mirrored[r]
                            ? new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}
                            : new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                    y.row(r));
        }
        return mirrored;
    }

    /** Whether, from one epoch to the next, each sample is mirrored exactly if it was not. */
    private static boolean alternates(Layer flip, int[] order, int[] next) {
        boolean[] first = mirrored(inTraining(flip, order, IMAGE, RUN, 4, 70));
        boolean[] second = mirrored(inTraining(flip, next, IMAGE, RUN, 5, 90));
        for (int r = 0; r < order.length; r++) {
            int sample = order[r];
            int there = IntStream.range(0, next.length)
                    .filter(i -> next[i] == sample)
                    .findFirst()
                    .orElseThrow();
            if (first[r] == second[there]) {
                return false;
            }
        }
        return true;
    }

    /** By its index, in whatever order and step it comes. */
    @Test
    void theAlternatingFlipShowsBothSidesOfEachImage() {
        int[] order = IntStream.range(0, 400).toArray();
        int[] next = RUN.random("order", 0).permutation(400);
        RandomFlip flip = new RandomFlip("f", true);
        boolean[] first = mirrored(inTraining(flip, order, IMAGE, RUN, 0, 0));
        assertEquals(
                200, IntStream.range(0, 400).filter(r -> first[r]).count(), 5 * 10, "half of them in the first epoch");
        assertTrue(alternates(flip, order, next));
        assertFalse(alternates(new RandomFlip("f", false), order, next), "a random flip does not alternate");
        assertArrayEquals(first, mirrored(inTraining(flip, order, IMAGE, RUN.withThreads(7), 2, 55)));
        assertFalse(Arrays.equals(first, mirrored(inTraining(flip, order, IMAGE, RUN.withSeed(2), 0, 0))));
        assertFalse(Arrays.equals(first, mirrored(inTraining(new RandomFlip("g", true), order, IMAGE, RUN, 0, 0))));
    }

    /** With the rows and columns of NumPy's {@code pad(mode="reflect")}. */
    @Test
    void reflectedCropsAreAllShifts() {
        int[][] reflected = {{1, 0, 1, 2, 1}, {2, 1, 0, 1, 2, 1, 0}};
        for (int padding : new int[] {1, 2}) {
            int[] at = reflected[padding - 1];
            int side = 2 * padding + 1;
            Set<String> expected = new HashSet<>();
            for (int s = 0; s < side * side; s++) {
                float[] moved = new float[2 * 3 * 3];
                for (int i = 0; i < moved.length; i++) {
                    moved[i] = 1 + i / 9 * 9 + at[i / 3 % 3 + s / side] * 3 + at[i % 3 + s % side];
                }
                expected.add(Arrays.toString(moved));
            }
            RandomCrop crop = new RandomCrop("c", padding, Border.REFLECTED);
            Matrix y = inTraining(crop, 1500, Shape.of(2, 3, 3), RUN, 1);
            Set<String> got = new HashSet<>();
            for (int r = 0; r < y.rows(); r++) {
                got.add(Arrays.toString(y.row(r)));
            }
            assertEquals(expected, got);
            assertTrue(y.bitsEqual(inTraining(crop, 1500, Shape.of(2, 3, 3), RUN.withThreads(7), 1)));
        }
        Graph graph = new Graph(Shape.of(2, 3, 3));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> graph.add(new RandomCrop("c", 3, Border.REFLECTED), graph.input()))
                .getMessage();
        assertTrue(message.contains("needs images of at least 4x4, got 2x3x3"), message);
    }

    /** The centre may be any pixel, so at the border less is cut out. */
    @Test
    void cutoutsAreAllSquares() {
        for (int size : new int[] {1, 2, 3, 8}) {
            Set<String> expected = new HashSet<>();
            for (int centre = 0; centre < 12; centre++) {
                float[] cut = numbers(1, 24).row(0);
                for (int i = 0; i < cut.length; i++) {
                    int row = i / 4 % 3 - (centre / 4 - size / 2);
                    int column = i % 4 - (centre % 4 - size / 2);
                    cut[i] = row >= 0 && row < size && column >= 0 && column < size ? 0 : cut[i];
                }
                expected.add(Arrays.toString(cut));
            }
            Shape image = Shape.of(2, 3, 4);
            RandomCutout cutout = new RandomCutout("c", size);
            Matrix y = inTraining(cutout, 600, image, RUN, 1);
            Set<String> got = new HashSet<>();
            for (int r = 0; r < y.rows(); r++) {
                got.add(Arrays.toString(y.row(r)));
            }
            assertEquals(expected, got);
            assertTrue(y.bitsEqual(inTraining(cutout, 600, image, RUN.withThreads(7), 1)));
            assertEquals(size == 8, y.bitsEqual(inTraining(cutout, 600, image, RUN, 2)), "8 cuts out everything");
        }
        assertThrows(IllegalArgumentException.class, () -> new RandomCutout("c", 0));
    }
}
