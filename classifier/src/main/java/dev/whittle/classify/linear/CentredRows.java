package dev.whittle.classify.linear;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Moments;
import java.util.Objects;

/** The rows of a table less their mean; if asked for, after the mean itself as row 0. */
final class CentredRows implements Rows {
    private final Rows x;
    private final float[] mean;
    /** 1 or 0. */
    private final int meanRows;

    CentredRows(Rows x, boolean withMean, Run run) {
        this.x = x;
        meanRows = withMean ? 1 : 0;
        double[] means = Moments.mean(x, run);
        mean = new float[means.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) means[j];
        }
    }

    @Override
    public int rows() {
        return x.rows() + meanRows;
    }

    @Override
    public int columns() {
        return mean.length;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, rows());
        int d = mean.length;
        int before = row < meanRows && n > 0 ? 1 : 0;
        if (before == 1) {
            System.arraycopy(mean, 0, to, at, d);
        }
        if (n == before) {
            return;
        }
        int first = at + before * d;
        x.read(row + before - meanRows, n - before, to, first);
        for (int from = first; from < at + n * d; from += d) {
            for (int j = 0; j < d; j++) {
                to[from + j] -= mean[j];
            }
        }
    }

    /** The mean of each column, in the precision in which it is subtracted. */
    float[] mean() {
        return mean;
    }
}
