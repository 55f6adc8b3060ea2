package dev.whittle.classify.ridge;

import dev.whittle.classify.PixelShape;
import dev.whittle.feature.Rng;
import dev.whittle.feature.table.Matrix;

/** The definitions, one value after another in double. */
final class Naive {
    private Naive() {}

    static Matrix random(int rows, int columns, long seed) {
        Rng rng = new Rng(seed, "naive", 0);
        Matrix m = new Matrix(rows, columns);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = (float) rng.nextGaussian();
        }
        return m;
    }

    /** W of (XᵀX + λI)·W = XᵀY. */
    static double[][] ridge(double[][] x, double[][] y, double lambda) {
        int d = x[0].length;
        int classes = y[0].length;
        double[][] a = new double[d][d + classes];
        for (int i = 0; i < d; i++) {
            a[i][i] = lambda;
            for (int r = 0; r < x.length; r++) {
                for (int j = 0; j < d; j++) {
                    a[i][j] += x[r][i] * x[r][j];
                }
                for (int c = 0; c < classes; c++) {
                    a[i][d + c] += x[r][i] * y[r][c];
                }
            }
        }
        return solve(a);
    }

    /** The solution of equations whose right sides are the last columns, by Gauss's elimination. */
    static double[][] solve(double[][] a) {
        int d = a.length;
        int classes = a[0].length - d;
        for (int p = 0; p < d; p++) {
            for (int i = 0; i < d; i++) {
                double by = i == p ? 0 : a[i][p] / a[p][p];
                for (int j = p; by != 0 && j < d + classes; j++) {
                    a[i][j] -= by * a[p][j];
                }
            }
        }
        double[][] w = new double[d][classes];
        for (int i = 0; i < d; i++) {
            for (int c = 0; c < classes; c++) {
                w[i][c] = a[i][d + c] / a[i][i];
            }
        }
        return w;
    }

    static double[][] doubles(Matrix m) {
        double[][] all = new double[m.rows()][m.columns()];
        for (int r = 0; r < m.rows(); r++) {
            for (int c = 0; c < m.columns(); c++) {
                all[r][c] = m.get(r, c);
            }
        }
        return all;
    }

    /** The normalised patch at row y and column x of an image. */
    static double[] patch(float[] image, PixelShape shape, int size, double contrast, int y, int x) {
        double[] p = new double[shape.bands() * size * size];
        int at = 0;
        for (int b = 0; b < shape.bands(); b++) {
            for (int r = 0; r < size; r++) {
                for (int c = 0; c < size; c++) {
                    p[at++] = image[(b * shape.rows() + y + r) * shape.columns() + x + c];
                }
            }
        }
        double mean = 0;
        for (double v : p) {
            mean += v / p.length;
        }
        double variance = 0;
        for (double v : p) {
            variance += (v - mean) * (v - mean) / (p.length - 1);
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = (p[i] - mean) / Math.sqrt(variance + contrast);
        }
        return p;
    }

    static float[] mirrored(float[] image, PixelShape shape) {
        float[] m = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            m[i] = image[i / shape.columns() * shape.columns() + shape.columns() - 1 - i % shape.columns()];
        }
        return m;
    }

    /**
     * The feature of one filter, one side and one window.
     *
     * @param from the upper left patch of the window, row and column
     */
    static double feature(
            float[] image,
            PatchGrid grid,
            Matrix vectors,
            double start,
            int filter,
            double sign,
            int[] from,
            int pool) {
        double sum = 0;
        for (int y = from[0]; y < from[0] + pool; y++) {
            for (int x = from[1]; x < from[1] + pool; x++) {
                double[] p = patch(image, grid.image(), grid.size(), grid.contrast(), y, x);
                double z = start;
                for (int i = 0; i < p.length; i++) {
                    z += p[i] * vectors.get(i, filter);
                }
                sum += Math.max(0, sign * z - 0.25);
            }
        }
        return sum;
    }

    /** The largest difference of two tables. */
    static double worst(double[][] expected, Matrix actual) {
        double worst = 0;
        for (int r = 0; r < actual.rows(); r++) {
            for (int c = 0; c < actual.columns(); c++) {
                worst = Math.max(worst, Math.abs(expected[r][c] - actual.get(r, c)));
            }
        }
        return worst;
    }
}
