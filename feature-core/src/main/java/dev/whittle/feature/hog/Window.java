package dev.whittle.feature.hog;

import dev.whittle.feature.kernel.Taps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much the rows of a cell, and in the same way its columns, count in the histograms of the units around, from {@link
 * BlockWindow}'s weights. A unit is a cell with one histogram, or a block with two by two, whose first cell is the unit's own.
 */
final class Window {
    /** A sum of {@link Taps} over the cell so many cells after the unit's own. */
    record Term(int sum, int offset) {}

    /**
     * What sums of blocks take for granted: the first cell of a block has its own whole and the first half of the next,
     * the second the second half of the first and its own whole.
     */
    private static final List<List<Term>> BLOCK =
            List.of(List.of(new Term(0, 0), new Term(2, 1)), List.of(new Term(3, 0), new Term(1, 1)));

    private final Taps taps;
    private final List<List<Term>> terms = new ArrayList<>();

    /** @param weights as {@link BlockWindow} gives them, for each part of a unit */
    Window(int cellSize, float[][] weights) {
        List<float[]> whole = new ArrayList<>();
        float[] half = null;
        int half0 = cellSize / 2;
        for (int part = 0; part < weights.length; part++) {
            terms.add(new ArrayList<>());
            for (int offset = -1; offset <= 1; offset++) {
                float[] w = new float[cellSize];
                System.arraycopy(weights[part], (offset + 1) * cellSize, w, 0, cellSize);
                boolean first = any(w, 0, half0);
                boolean second = any(w, half0, cellSize);
                if (first && second) {
                    terms.get(part).add(new Term(whole.size(), offset));
                    whole.add(w);
                } else if (first || second) {
                    half = half == null ? new float[cellSize] : half;
                    for (int v = 0; v < cellSize; v++) {
                        half[v] += w[v];
                    }
                    terms.get(part).add(new Term(first ? -2 : -1, offset));
                }
            }
        }
        taps = new Taps(whole.get(0), whole.size() > 1 ? whole.get(1) : null, half);
        for (List<Term> list : terms) {
            list.replaceAll(t -> t.sum < 0 ? new Term(taps.sums() + t.sum, t.offset) : t);
            list.sort(Comparator.comparingInt(Term::offset));
        }
        if (parts() == 2 && !terms.equals(BLOCK)) {
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

    /** Parts of a unit in each direction: 1, or 2 in a block. */
    int parts() {
        return terms.size();
    }

    /** What a cell's histogram is the sum of, in this order. */
    List<Term> terms() {
        return terms.get(0);
    }

    /** How many cells before its own a unit needs. */
    int before() {
        return -terms.get(0).get(0).offset;
    }

    /** How many cells after its own a unit needs. */
    int after() {
        return terms.get(0).get(terms.get(0).size() - 1).offset;
    }

    /** How many rows of cells the units of one row lie in. */
    int span() {
        return 1 + before() + after();
    }
}
