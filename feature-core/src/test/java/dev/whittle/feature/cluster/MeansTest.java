package dev.whittle.feature.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two halves of an iteration of k-means, chunk by chunk. */
@Tag("bits")
class MeansTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @Test
    void byHand() {
        Matrix x = Matrix.of(
                new float[] {0, 0}, new float[] {10, 0}, new float[] {1, 3}, new float[] {12, 2}, new float[] {2, 3});
        Codebook words = new Codebook(Matrix.of(new float[] {0, 1}, new float[] {11, 1}, new float[] {99, 99}));
        Assignment first = Assignment.of(words, x, 0, 2, RUN);
        Assignment second = Assignment.of(words, x, 2, 5, RUN);
        assertArrayEquals(new int[] {0, 1}, first.nearest().words());
        assertArrayEquals(new float[] {1, 2}, first.nearest().distances());
        assertArrayEquals(new int[] {0, 1, 0}, second.nearest().words());
        assertArrayEquals(new float[] {5, 2, 8}, second.nearest().distances());
        Means means = first.means().add(second.means());
        Matrix expected = Matrix.of(new float[] {1, 2}, new float[] {11, 1}, new float[] {99, 99});
        assertTrue(expected.bitsEqual(means.centroids(words.centroids())), "no row is nearest to the last");
    }

    /** Chunks that were made in any order, and of a table that is no matrix, are those of the whole. */
    @Test
    void chunksMayBeMadeAnywhereAndAreAddedInOrder() {
        int n = 2 * Means.CHUNK_ROWS + 1100;
        Matrix x = TestData.gaussians(n, 5, 3);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = Math.scalb(x.data()[i], i % 41);
        }
        Rows view = x.select(IntStream.range(0, n).toArray());
        Matrix start = x.selectRows(0, 100, 200, 300);
        Codebook words = new Codebook(start);
        int[] expected = words.assign(x, RUN);
        int[] nearest = new int[n];
        Means[] chunks = new Means[3];
        for (int c : new int[] {2, 0, 1}) {
            int from = c * Means.CHUNK_ROWS;
            Assignment chunk = Assignment.of(words, view, from, Math.min(n, from + Means.CHUNK_ROWS), RUN);
            chunk.nearest().copyTo(nearest, new float[n], from);
            chunks[c] = chunk.means();
        }
        assertArrayEquals(expected, nearest);
        Matrix centroids = chunks[0].add(chunks[1]).add(chunks[2]).centroids(start);
        for (int threads : new int[] {1, 2, 7}) {
            Run run = RUN.withThreads(threads);
            assertTrue(centroids.bitsEqual(Means.of(x, nearest, 4, run).centroids(start)));
            assertTrue(centroids.bitsEqual(Means.of(view, nearest, 4, run).centroids(start)));
        }
        int[] other = nearest.clone();
        other[n - 1] = (other[n - 1] + 1) % 4;
        assertFalse(centroids.bitsEqual(Means.of(x, other, 4, RUN).centroids(start)), "planted");
    }

    @Test
    void onlyTheRowsOfTheChunkAreWritten() {
        Matrix x = TestData.gaussians(50, 3, 1);
        int[] nearest = new int[50];
        float[] distances = new float[50];
        Arrays.fill(nearest, -1);
        Arrays.fill(distances, -1);
        Codebook words = new Codebook(x.selectRows(1, 2));
        Assignment.of(words, x, 10, 20, RUN).nearest().copyTo(nearest, distances, 10);
        for (int i = 0; i < 50; i++) {
            boolean inside = i >= 10 && i < 20;
            assertTrue(inside == (nearest[i] >= 0) && inside == (distances[i] >= 0), "row " + i);
        }
    }

    @Test
    void rowsOfAnotherLengthAreRefused() {
        Codebook words = new Codebook(new Matrix(2, 3));
        Messages.says(() -> Assignment.of(words, new Matrix(4, 5), 0, 4, RUN), "3", "5");
    }
}
