package dev.whittle.classify.optim;

/** Vectors of doubles, with sums from the first element to the last. */
final class Vectors {
    private Vectors() {}

    /** aᵀb. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The Euclidean norm. */
    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** y ← y + alpha·x. */
    static void addScaled(double alpha, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += alpha * x[i];
        }
    }
}
