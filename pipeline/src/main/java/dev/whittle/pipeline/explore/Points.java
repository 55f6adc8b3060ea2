package dev.whittle.pipeline.explore;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Points of the plane as rows of a matrix, x and y of each. */
final class Points {
    private Points() {}

    /** One column as the numbers that {@link Plot} takes. */
    static double[] column(Matrix points, int column) {
        return IntStream.range(0, points.rows())
                .mapToDouble(i -> points.get(i, column))
                .toArray();
    }

    /** Draws the points of up to three classes: dots for class 0, crosses for class 1 and rings for class 2. */
    static Plot draw(Plot plot, Matrix points, int[] labels) {
        for (int label : IntStream.of(labels).distinct().sorted().toArray()) {
            Matrix of = ofClass(points, labels, label);
            double[] x = column(of, 0);
            double[] y = column(of, 1);
            switch (label) {
                case 0 -> plot.dots("c0", 2.5, x, y);
                case 1 -> plot.crosses("c1 thin", 2.5, x, y);
                case 2 -> plot.rings("c2 thin", 3, x, y);
                default -> throw new IllegalArgumentException("Three classes can be drawn, got label " + label);
            }
        }
        return plot;
    }

    /** The points that have this label. */
    static Matrix ofClass(Matrix points, int[] labels, int label) {
        return points.selectRows(IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .toArray());
    }

    /**
     * The middles of the cells of a square grid, row by row from below, each row from left to right.
     *
     * @param range of x and of y
     * @param cells along each side
     */
    static Matrix grid(double[] range, int cells) {
        Matrix middles = new Matrix(cells * cells, 2);
        for (int i = 0; i < cells * cells; i++) {
            middles.set(i, 0, middle(range, i % cells, cells));
            middles.set(i, 1, middle(range, i / cells, cells));
        }
        return middles;
    }

    private static float middle(double[] range, int cell, int cells) {
        return (float) (range[0] + (range[1] - range[0]) * (cell + 0.5) / cells);
    }

    /** The class with the largest score in each cell of {@link #grid}, as {@link Plot#regions} takes them. */
    static int[][] classes(Matrix scores, int cells) {
        int[] largest = Classifier.largest(scores);
        return IntStream.range(0, cells)
                .mapToObj(row -> Arrays.copyOfRange(largest, row * cells, (row + 1) * cells))
                .toArray(int[][]::new);
    }
}
