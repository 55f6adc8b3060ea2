package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * How words are learned: by clustering, as the filters of a sparse code, or at random. What is learned is always a
 * {@link Codebook}, so that each encoder of words takes any of them.
 */
public interface Dictionary extends Spec<Rows, Codebook> {
    /** The number of words. */
    int k();

    /** How many rows it needs at least to be fitted. */
    default int leastRows() {
        return k();
    }

    /** About how many bytes of Java's heap fitting needs, in addition to the rows: those of the words and a centre. */
    default long heapBytes(int rows, int columns) {
        return Float.BYTES * (k() + 1L) * columns;
    }

    /** Of arrays without a centre, as older model files hold, the centre is 0. */
    @Override
    default Codebook restore(NamedArrays arrays, Run run) {
        Matrix centroids = arrays.get("centroids", k(), -1);
        int d = centroids.columns();
        return new Codebook(
                centroids, arrays.asMap().containsKey("centre") ? arrays.get("centre", 1, d) : new Matrix(1, d));
    }

    /** What is wrong with a spec of words that is no dictionary. */
    static String expected(Spec<Rows, ? extends Codebook> got) {
        return "dictionary must be kmeans, omp-1, random-patches, random-filters or another Dictionary, got " + got;
    }
}
