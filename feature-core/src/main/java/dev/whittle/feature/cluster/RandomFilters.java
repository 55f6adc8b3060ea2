package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/**
 * Gaussian vectors of length 1 as words: the control that shows what the encoder does without learning (Coates and Ng,
 * "The importance of encoding versus training with sparse coding and vector quantization", ICML 2011, section 3.1,
 * random weights). They depend on the seed and the number of columns only.
 *
 * @param k number of words, at least 1
 */
public record RandomFilters(int k) implements Dictionary {
    public RandomFilters {
        if (k < 1) {
            throw new IllegalArgumentException("Random filters: k must be at least 1, got " + k);
        }
    }

    /** 1,600 words, as in the paper. */
    public static RandomFilters defaults() {
        return new RandomFilters(1600);
    }

    @Override
    public int leastRows() {
        return 1;
    }

    @Override
    public Codebook fit(Rows rows, Run run) {
        int d = rows.columns();
        if (d == 0) {
            throw new IllegalArgumentException("Random filters have the length of the rows, got rows of 0 values");
        }
        rows.checkFinite("rows for random filters");
        Matrix atoms = new Matrix(k, d);
        for (int j = 0; j < k; j++) {
            Atoms.random(run.random("random-filters", j), d, atoms.data(), j * d);
        }
        return new Codebook(atoms);
    }
}
