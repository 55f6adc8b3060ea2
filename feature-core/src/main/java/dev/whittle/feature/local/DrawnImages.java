package dev.whittle.feature.local;

import dev.whittle.feature.Rng;

/** Images drawn uniformly with replacement, one for each row of a sample. */
public final class DrawnImages {
    private DrawnImages() {}

    /**
     * The rows of each image, in their order, so that each image is decoded once.
     *
     * @param rng image i is its i-th draw
     */
    public static int[][] rows(int count, int images, Rng rng) {
        int[] imageOfRow = new int[count];
        int[] left = new int[images];
        for (int row = 0; row < count; row++) {
            imageOfRow[row] = rng.nextInt(images);
            left[imageOfRow[row]]++;
        }
        int[][] rows = new int[images][];
        for (int i = 0; i < images; i++) {
            rows[i] = new int[left[i]];
        }
        for (int row = 0; row < count; row++) {
            int image = imageOfRow[row];
            rows[image][rows[image].length - left[image]--] = row;
        }
        return rows;
    }
}
