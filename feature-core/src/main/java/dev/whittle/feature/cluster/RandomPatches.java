package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/**
 * Rows drawn at random as words, each divided by its length: the control that shows what learning adds to a choice of
 * examples (Coates and Ng, "The importance of encoding versus training with sparse coding and vector quantization",
 * ICML 2011, section 3.1). A row is drawn once at most, and rows of zeros are left out.
 *
 * @param k number of words, at least 1 and at most the number of rows
 */
public record RandomPatches(int k) implements Dictionary {
    public RandomPatches {
        if (k < 1) {
            throw new IllegalArgumentException("Random patches: k must be at least 1, got " + k);
        }
    }

    /** 1,600 words, as in the paper. */
    public static RandomPatches defaults() {
        return new RandomPatches(1600);
    }

    /** @throws IllegalArgumentException if fewer than k rows differ from zero, or a value is not finite */
    @Override
    public Codebook fit(Rows rows, Run run) {
        rows.checkFinite("rows for random patches");
        int d = rows.columns();
        Matrix atoms = new Matrix(k, d);
        float[] row = new float[d];
        double[] v = new double[d];
        int found = 0;
        for (int i : run.random("random-patches", 0).permutation(rows.rows())) {
            if (found == k) {
                break;
            }
            rows.read(i, 1, row, 0);
            for (int p = 0; p < d; p++) {
                v[p] = row[p];
            }
            if (Atoms.squares(v, 0, d) > 0) {
                Atoms.unit(v, 0, d, atoms.data(), found++ * d);
            }
        }
        if (found < k) {
            throw new IllegalArgumentException("Random patches with k = " + k + " need at least as many rows that are"
                    + " not zero, got " + found + " among " + rows.rows() + " rows of " + d + " values");
        }
        return new Codebook(atoms);
    }
}
