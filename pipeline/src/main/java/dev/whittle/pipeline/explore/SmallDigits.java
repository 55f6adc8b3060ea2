package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/** The ten digits in 5 × 7 pixels, 0 for paper and 1 for ink, with some pixels changed at random. */
public final class SmallDigits {
    /** In pixels. */
    public static final int WIDTH = 5;
    /** In pixels. */
    public static final int HEIGHT = 7;

    private static final String[] ROWS = {
        ".###.|..#..|.###.|.###.|...#.|#####|.###.|#####|.###.|.###.",
        "#...#|.##..|#...#|#...#|..##.|#....|#....|....#|#...#|#...#",
        "#...#|..#..|....#|....#|.#.#.|####.|#....|...#.|#...#|#...#",
        "#...#|..#..|...#.|..##.|#..#.|....#|####.|..#..|.###.|.####",
        "#...#|..#..|..#..|....#|#####|....#|#...#|..#..|#...#|....#",
        "#...#|..#..|.#...|#...#|...#.|#...#|#...#|..#..|#...#|....#",
        ".###.|.###.|#####|.###.|...#.|.###.|.###.|..#..|.###.|.###.",
    };

    private SmallDigits() {}

    /**
     * Digits in turn from 0 to 9, in all {@code 10 * each}, as 35 features row by row from above; the label is the
     * digit.
     *
     * @param changed the probability with which a pixel is changed, 0 to 1
     */
    public static Samples samples(int each, double changed, Run run) {
        if (!(changed >= 0 && changed <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, got " + changed);
        }
        Rng random = run.random("small digits", 0);
        Matrix pixels = new Matrix(10 * each, WIDTH * HEIGHT);
        int[] labels = new int[10 * each];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10;
            for (int p = 0; p < WIDTH * HEIGHT; p++) {
                boolean ink = ink(labels[i], p % WIDTH, p / WIDTH) ^ random.nextDouble() < changed;
                pixels.set(i, p, ink ? 1 : 0);
            }
        }
        return new Samples(pixels, labels, 10);
    }

    private static boolean ink(int digit, int x, int y) {
        return ROWS[y].charAt(digit * (WIDTH + 1) + x) == '#';
    }

    /** The same samples with label 1 for this digit and 0 for all others. */
    public static Samples isIt(int digit, Samples samples) {
        int[] labels = new int[samples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = samples.labels()[i] == digit ? 1 : 0;
        }
        return new Samples(samples.features(), labels, 2);
    }
}
