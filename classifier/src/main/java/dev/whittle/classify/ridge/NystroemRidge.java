package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Nystroem;
import java.io.Serializable;

/**
 * {@link KernelRidge} whose scores are Σ a_j·k(x, l_j) over m landmarks l. With their kernels K = L·Lᵀ the equations
 *
 * <pre>{@code (K_nmᵀ·K_nm + λK)·a = K_nmᵀ·Y}</pre>
 *
 * are those of ridge regression on the features Z = K_nm·L⁻ᵀ of {@link Nystroem}, with a = L⁻ᵀ·w:
 *
 * <pre>{@code (ZᵀZ + λI)·w = ZᵀY}</pre>
 *
 * In this form they can be solved in float: K, whose smallest eigenvalues are lost in rounding, is not among the sums.
 * Samples are read in chunks, so only m² values are in memory. Chunks of {@link RemoteRows} are computed where their
 * samples are.
 */
final class NystroemRidge {
    /** Samples that are computed on one thread. */
    private static final int ROWS = 64;

    private NystroemRidge() {}

    static Classifier fit(int landmarks, double gammaScale, double lambda, Samples train, Run run) {
        Nystroem.Fitted map = new Nystroem(landmarks, gammaScale, Nystroem.Landmarks.RANDOM).fit(train.features(), run);
        Matrix zero = new Matrix(landmarks, train.classes());
        double[][] w = equations(map, landmarks, train, run).solve("Kernel ridge", zero, lambda, run);
        return new KernelRidgeClassifier(map.kernel(), map.kernelWeights(w, run));
    }

    private static NormalEquations equations(Transform map, int landmarks, Samples train, Run run) {
        NormalEquations equations = new NormalEquations(landmarks, train.classes());
        int chunk = Math.min(train.size(), NormalEquations.ROWS);
        Chunk chunks = new Chunk(map, landmarks, train.labels(), train.classes());
        if (train.features() instanceof RemoteRows remote) {
            remote.chunks(
                    NormalEquations.ROWS,
                    chunks::products,
                    (from, products) -> {
                        equations.add(products, run);
                        run.progress("kernels", Math.min(train.size(), from + NormalEquations.ROWS), train.size());
                    },
                    run);
            return equations;
        }
        float[] z = new float[chunk * landmarks];
        for (int row = 0; row < train.size(); row += chunk) {
            int count = Math.min(chunk, train.size() - row);
            chunks.features(train.features(), row, count, z, run);
            equations.add(z, 0, chunks.targets(row, count), 0, count, run);
            run.progress("kernels", row + count, train.size());
        }
        return equations;
    }

    /** Features and targets of a chunk, on whichever machine its samples are. */
    private record Chunk(Transform map, int landmarks, int[] labels, int classes) implements Serializable {
        /** Writes Z of the samples {@code row} to {@code row + count - 1}. */
        void features(Rows x, int row, int count, float[] z, Run run) {
            run.parallel(
                    count,
                    ROWS,
                    (from, to) -> Tables.range(
                            x,
                            row + from,
                            to - from,
                            (values, at, begin, n) -> map.apply(values, at, n, x.columns(), z, from * landmarks, run)));
        }

        /** Y of these samples. */
        float[] targets(int row, int count) {
            float[] y = new float[count * classes];
            for (int i = 0; i < y.length; i++) {
                y[i] = labels[row + i / classes] == i % classes ? 1 : -1;
            }
            return y;
        }

        NormalEquations.Product[] products(Rows x, int from, int to, Run run) {
            float[] z = new float[(to - from) * landmarks];
            features(x, from, to - from, z, run);
            return new NormalEquations(landmarks, classes).products(z, targets(from, to - from), to - from, run);
        }
    }

    /** The bytes of Java's heap that training needs, in addition to the samples. */
    static long heapBytes(int landmarks, double gammaScale, int samples, int features, int classes) {
        long m = landmarks;
        Nystroem map = new Nystroem(landmarks, gammaScale, Nystroem.Landmarks.RANDOM);
        long fitted = Float.BYTES * m * (features + m);
        long chunk = Float.BYTES * (m + classes) * Math.min(samples, NormalEquations.ROWS);
        return Math.max(
                map.heapBytes(samples, features), fitted + chunk + NormalEquations.heapBytes(landmarks, classes));
    }
}
