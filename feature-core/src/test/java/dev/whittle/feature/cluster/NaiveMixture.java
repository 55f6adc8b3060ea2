package dev.whittle.feature.cluster;

import dev.whittle.feature.table.Matrix;

/** The EM algorithm as textbooks have it, in double, one row after another. */
public record NaiveMixture(Matrix weights, Matrix means, Matrix variances) {
    static double[] variances(Matrix rows) {
        int n = rows.rows();
        double[] variances = new double[rows.columns()];
        for (int j = 0; j < variances.length; j++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += rows.get(i, j) / (double) n;
            }
            for (int i = 0; i < n; i++) {
                variances[j] += (rows.get(i, j) - mean) * (rows.get(i, j) - mean) / n;
            }
        }
        return variances;
    }

    /** The clusters of k-means. */
    static NaiveMixture start(Matrix rows, Codebook codebook, double floor) {
        double[][] gamma = new double[rows.rows()][codebook.size()];
        Matrix centroids = codebook.centroids();
        for (int i = 0; i < gamma.length; i++) {
            double best = Double.POSITIVE_INFINITY;
            int word = 0;
            for (int c = 0; c < codebook.size(); c++) {
                double distance = 0;
                for (int j = 0; j < rows.columns(); j++) {
                    double difference = (double) rows.get(i, j) - centroids.get(c, j);
                    distance += difference * difference;
                }
                if (distance < best) {
                    best = distance;
                    word = c;
                }
            }
            gamma[i][word] = 1;
        }
        return of(rows, gamma, floor);
    }

    /** log w + log p(x) of a component. */
    private double log(Matrix rows, int i, int c) {
        double sum = StrictMath.log(weights.get(0, c));
        for (int j = 0; j < rows.columns(); j++) {
            double v = variances.get(c, j);
            double difference = (double) rows.get(i, j) - means.get(c, j);
            sum -= (StrictMath.log(2 * Math.PI * v) + difference * difference / v) / 2;
        }
        return sum;
    }

    private double logDensity(Matrix rows, int i) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < means.rows(); c++) {
            greatest = Math.max(greatest, log(rows, i, c));
        }
        double sum = 0;
        for (int c = 0; c < means.rows(); c++) {
            sum += StrictMath.exp(log(rows, i, c) - greatest);
        }
        return greatest + StrictMath.log(sum);
    }

    double meanLogDensity(Matrix rows) {
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            sum += logDensity(rows, i);
        }
        return sum / rows.rows();
    }

    /** The posteriors of row i. */
    public double[] posteriors(Matrix rows, int i, double cut, boolean renormalize) {
        double all = logDensity(rows, i);
        double[] gamma = new double[means.rows()];
        double kept = 0;
        for (int c = 0; c < gamma.length; c++) {
            gamma[c] = StrictMath.exp(log(rows, i, c) - all);
            gamma[c] = gamma[c] < cut ? 0 : gamma[c];
            kept += gamma[c];
        }
        for (int c = 0; c < gamma.length && renormalize; c++) {
            gamma[c] /= kept;
        }
        return gamma;
    }

    NaiveMixture next(Matrix rows, double cut, boolean renormalize, double floor) {
        double[][] gamma = new double[rows.rows()][];
        for (int i = 0; i < gamma.length; i++) {
            gamma[i] = posteriors(rows, i, cut, renormalize);
        }
        return of(rows, gamma, floor);
    }

    private static NaiveMixture of(Matrix rows, double[][] gamma, double floor) {
        int k = gamma[0].length;
        int d = rows.columns();
        double[] ofAll = variances(rows);
        Matrix weights = new Matrix(1, k);
        Matrix means = new Matrix(k, d);
        Matrix variances = new Matrix(k, d);
        double total = 0;
        for (double[] row : gamma) {
            for (double g : row) {
                total += g;
            }
        }
        for (int c = 0; c < k; c++) {
            double mass = 0;
            for (double[] row : gamma) {
                mass += row[c];
            }
            weights.set(0, c, (float) (mass / total));
            for (int j = 0; j < d; j++) {
                double mean = 0;
                for (int i = 0; i < gamma.length; i++) {
                    mean += gamma[i][c] * rows.get(i, j) / mass;
                }
                double variance = 0;
                for (int i = 0; i < gamma.length; i++) {
                    variance += gamma[i][c] * (rows.get(i, j) - mean) * (rows.get(i, j) - mean) / mass;
                }
                means.set(c, j, (float) mean);
                variances.set(c, j, (float) Math.max(variance, floor * ofAll[j]));
            }
        }
        return new NaiveMixture(weights, means, variances);
    }

    NaiveMixture withWeight(int c, float weight) {
        Matrix other = weights.copy();
        other.set(0, c, weight);
        return new NaiveMixture(other, means, variances);
    }
}
