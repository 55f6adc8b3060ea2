package dev.whittle.feature.hog.fast;

/** Pixels beside an image. */
final class Border {
    private Border() {}

    /**
     * The index of the pixel that stands for pixel i, -1 ≤ i ≤ n, of a row of n: reflect-101, so -1 is 1, and n is n-2.
     */
    static int reflect(int i, int n) {
        return i < 0 ? 1 : i == n ? n - 2 : i;
    }
}
