package dev.whittle.feature.encode;

import dev.whittle.feature.Run;

/** The mean of the descriptors of a region, summed in double. */
record RegionMean(int columns) implements Encoder {
    @Override
    public int length() {
        return columns;
    }

    @Override
    public double[] start() {
        return new double[columns];
    }

    @Override
    public void add(float[] x, int at, int n, double[] statistics, Run run) {
        for (int row = at; row < at + n * columns; row += columns) {
            for (int c = 0; c < columns; c++) {
                statistics[c] += x[row + c];
            }
        }
    }

    @Override
    public void code(double[] statistics, int n, float[] out, int to, Run run) {
        checkRoom(out, to);
        for (int c = 0; c < columns; c++) {
            out[to + c] = n == 0 ? 0 : (float) (statistics[c] / n);
        }
    }
}
