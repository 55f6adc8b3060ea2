package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Messages;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;

/** By hand, on a grid of two by two cells and four points. */
class PointsTest {
    @Test
    void aGridHasTheMiddlesOfItsCellsFromBelow() {
        Matrix grid = Points.grid(new double[] {-1, 3}, 2);
        assertArrayEquals(new float[] {0, 0, 2, 0, 0, 2, 2, 2}, grid.data());
    }

    @Test
    void aCellHasTheClassOfItsLargestScore() {
        Matrix scores = new Matrix(4, 3, new float[] {1, 2, 3, 5, 4, 0, 1, 1, 0, -2, -1, -3});
        assertArrayEquals(new int[][] {{2, 0}, {0, 1}}, Points.classes(scores, 2));
    }

    /** Two dots, one cross and one ring at the places of the points of their class. */
    @Test
    void classesDifferInTheirMarks() {
        Matrix points = new Matrix(4, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        double[] box = {0, 10};
        String drawn = Points.draw(Plot.square("", box, box), points, new int[] {1, 0, 2, 0})
                .svg();
        String byHand = Plot.square("", box, box)
                .dots("c0", 2.5, new double[] {3, 7}, new double[] {4, 8})
                .crosses("c1 thin", 2.5, new double[] {1}, new double[] {2})
                .rings("c2 thin", 3, new double[] {5}, new double[] {6})
                .svg();
        assertEquals(byHand, drawn);
        Messages.says(() -> Points.draw(Plot.square("", box, box), points, new int[] {0, 1, 2, 3}), "label 3");
    }

    @Test
    void thePointsOfAClassKeepTheirOrder() {
        Matrix points = new Matrix(4, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        Matrix second = Points.ofClass(points, new int[] {1, 0, 0, 1}, 1);
        assertArrayEquals(new double[] {1, 7}, Points.column(second, 0));
        assertArrayEquals(new double[] {2, 8}, Points.column(second, 1));
    }
}
