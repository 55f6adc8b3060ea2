package dev.whittle.feature.transform;

import dev.whittle.feature.Checks;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Principal component analysis: y = Vᵀ·(x - m), where m is the mean of the rows and the columns of V are the
 * eigenvectors of their covariance with the largest eigenvalues λ, the largest first (Hotelling, "Analysis of a complex
 * of statistical variables into principal components", 1933). With {@code whiten} component i is divided by √(λ_i +
 * epsilon), so that its variance is 1 where λ_i is much larger than epsilon.
 *
 * <p>The sign of an eigenvector is free. Here its value of largest size is positive; of equally large ones the first
 * counts. Moments and eigenvectors are computed in double, the components in float.
 *
 * @param components how many are kept, at least 1 and at most the number of columns
 * @param whiten whether each component is divided by its deviation
 * @param epsilon added to each eigenvalue before its root is taken, above 0; only {@code whiten} uses it
 */
public record Pca(int components, boolean whiten, double epsilon) implements Spec<Rows, Transform>, LearnedSize {
    public Pca {
        Checks checks = new Checks("PCA");
        checks.atLeast(1, "components", components);
        checks.refuse(
                !(epsilon > 0) || Double.isInfinite(epsilon), "epsilon must be above 0 and finite, got " + epsilon);
        checks.report();
    }

    /** 64 components, to which Sánchez et al., IJCV 2013, section 3.1, reduce SIFT descriptors, not whitened. */
    public static Pca defaults() {
        return new Pca(64, false, 1e-5);
    }

    @Override
    public Transform fit(Rows rows, Run run) {
        int d = rows.columns();
        if (rows.rows() < 2) {
            throw new IllegalArgumentException("PCA needs at least 2 rows, got " + rows.rows());
        }
        length(d);
        rows.checkFinite("rows for PCA");
        double[] mean = Moments.mean(rows, run);
        SymmetricEigen eigen = SymmetricEigen.of(Moments.covariance(rows, mean, run), d, epsilon);
        int[] largestFirst = IntStream.range(0, d)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> -eigen.values()[e]))
                .mapToInt(Integer::intValue)
                .toArray();
        Matrix floatMean = new Matrix(1, d);
        for (int i = 0; i < d; i++) {
            floatMean.data()[i] = (float) mean[i];
        }
        Matrix matrix = new Matrix(d, components);
        for (int c = 0; c < components; c++) {
            double[] v = eigen.vectors()[largestFirst[c]];
            double scale = sign(v);
            if (whiten) {
                scale /= Math.sqrt(eigen.values()[largestFirst[c]] + epsilon);
            }
            for (int i = 0; i < d; i++) {
                matrix.set(i, c, (float) (scale * v[i]));
            }
        }
        return new Projection("PCA", floatMean, matrix);
    }

    /** 1 if the value of largest size is positive, otherwise -1. */
    private static double sign(double[] v) {
        double largest = 0;
        for (double value : v) {
            if (Math.abs(value) > Math.abs(largest)) {
                largest = value;
            }
        }
        return largest < 0 ? -1 : 1;
    }

    /** Rebuilds from {@code mean}, one row, and {@code matrix}, a column for each component. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        Matrix mean = arrays.get("mean", 1, -1);
        return new Projection("PCA", mean, arrays.get("matrix", mean.columns(), components));
    }

    @Override
    public int length(int columns) {
        if (components > columns) {
            throw new IllegalArgumentException("PCA to " + components
                    + " components needs rows of at least as many values, got " + columns + "; take fewer components");
        }
        Moments.checkSquare(columns);
        return components;
    }

    /** The moments, the eigenvectors and the components. */
    @Override
    public long heapBytes(int rows, int columns) {
        return SymmetricEigen.heapBytes(columns) + (long) Float.BYTES * columns * components;
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return whiten ? List.of() : List.of(new UnusedSetting("epsilon", "whiten false", "whiten true"));
    }

    @Override
    public int leastRows() {
        return 2;
    }
}
