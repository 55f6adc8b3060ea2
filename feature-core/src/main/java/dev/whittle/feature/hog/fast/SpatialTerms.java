package dev.whittle.feature.hog.fast;

import dev.whittle.feature.kernel.hog.SpatialWeights;
import dev.whittle.feature.kernel.hog.Taps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@link SpatialWeights} as fast engines need them: what the rows of a cell contribute to its own histogram and to
 * those around is a few sums of the rows ({@link Taps}); a histogram is made of such sums of several cells ({@link
 * Term}). Columns have the same sums and terms. A block has two rows of histograms, and the terms count from its first
 * row of cells.
 */
final class SpatialTerms {
    /**
     * A sum of {@link Taps} of the cell that is {@code offset} cells after the histogram's own, or after the first of
     * its block.
     */
    record Term(int sum, int offset) {}

    /**
     * What sums of blocks rely on: the first cell of a block has its own whole sum and the first half of the next cell,
     * the second has the second half of the first cell and its own whole sum.
     */
    private static final List<List<Term>> BLOCK =
            List.of(List.of(new Term(0, 0), new Term(2, 1)), List.of(new Term(3, 0), new Term(1, 1)));

    private final Taps taps;
    private final List<List<Term>> terms = new ArrayList<>();

    SpatialTerms(SpatialWeights weights) {
        int cellSize = weights.cellSize();
        List<float[]> whole = new ArrayList<>();
        float[] half = null;
        int half0 = cellSize / 2;
        for (int r = 0; r < weights.side(); r++) {
            terms.add(new ArrayList<>());
            for (int offset = -1; offset <= 1; offset++) {
                float[] w = new float[cellSize];
                for (int v = 0; v < cellSize; v++) {
                    w[v] = weights.of(r, offset * cellSize + v);
                }
                boolean first = any(w, 0, half0);
                boolean second = any(w, half0, cellSize);
                if (first && second) {
                    terms.get(r).add(new Term(whole.size(), offset));
                    whole.add(w);
                } else if (first || second) {
                    half = half == null ? new float[cellSize] : half;
                    for (int v = 0; v < cellSize; v++) {
                        half[v] += w[v];
                    }
                    terms.get(r).add(new Term(first ? -2 : -1, offset));
                }
            }
        }
        taps = new Taps(whole.get(0), whole.size() > 1 ? whole.get(1) : null, half);
        for (List<Term> list : terms) {
            list.replaceAll(t -> t.sum < 0 ? new Term(taps.sums() + t.sum, t.offset) : t);
            list.sort(Comparator.comparingInt(Term::offset));
        }
        if (ofBlocks() && !terms.equals(BLOCK)) {
            throw new IllegalArgumentException("The cells of a block are sums of " + terms + ", expected " + BLOCK);
        }
    }

    private static boolean any(float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            if (w[i] != 0) {
                return true;
            }
        }
        return false;
    }

    Taps taps() {
        return taps;
    }

    /** Whether blocks have votes of their own. */
    boolean ofBlocks() {
        return terms.size() == 2;
    }

    /** The terms of a cell's histogram, in the order of their addition. */
    List<Term> terms() {
        return terms.get(0);
    }

    /** How many cells before its own contribute to a histogram. */
    int before() {
        return -terms.get(0).get(0).offset;
    }

    /** How many cells after its own contribute to a histogram, or after the first of its block. */
    int after() {
        return terms.get(0).get(terms.get(0).size() - 1).offset;
    }

    /** How many rows of cells contribute to a row of cells, or of blocks. */
    int span() {
        return 1 + before() + after();
    }
}
