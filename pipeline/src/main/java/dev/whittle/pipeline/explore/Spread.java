package dev.whittle.pipeline.explore;

/** Places side by side that keep distances: boxes of a level, words at the ends of lines. */
final class Spread {
    private Spread() {}

    /**
     * The places nearest to the wanted ones, in the sense of least squares, that keep their order and these distances:
     * by pooling adjacent violators (Barlow, Bartholomew, Bremner and Brunk 1972).
     *
     * @param distance at i, the least from place i - 1 to place i; the first is not used
     */
    static double[] of(double[] wanted, double[] distance) {
        int n = wanted.length;
        double[] offset = new double[n];
        double[] mean = new double[n];
        int[] count = new int[n];
        int groups = 0;
        for (int i = 0; i < n; i++) {
            offset[i] = i == 0 ? 0 : offset[i - 1] + distance[i];
            mean[groups] = wanted[i] - offset[i];
            count[groups++] = 1;
            while (groups > 1 && mean[groups - 2] > mean[groups - 1]) {
                int both = count[groups - 2] + count[groups - 1];
                mean[groups - 2] = (mean[groups - 2] * count[groups - 2] + mean[groups - 1] * count[groups - 1]) / both;
                count[groups - 2] = both;
                groups--;
            }
        }
        double[] places = new double[n];
        for (int g = 0, i = 0; g < groups; g++) {
            for (int k = 0; k < count[g]; k++, i++) {
                places[i] = mean[g] + offset[i];
            }
        }
        return places;
    }
}
