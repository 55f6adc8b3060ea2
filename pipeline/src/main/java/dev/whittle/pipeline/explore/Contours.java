package dev.whittle.pipeline.explore;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** Contour lines of a function of two variables in a box, from its values on a grid, by marching squares. */
final class Contours {
    private final double[] x;
    private final double[] y;
    private final int cells;
    private final double[][] values;
    /** Where the edges of the level are crossed; horizontal edges come first. */
    private double[] atX;

    private double[] atY;
    /** The one or two crossed edges to which a crossed edge is joined, or -1. */
    private int[][] joined;

    /**
     * @param values at the corners of the cells: rows from below, each from left to right; a square of 2 × 2 or more
     * @param x the left and the right edge of the box
     * @param y the lower and the upper edge
     */
    Contours(double[][] values, double[] x, double[] y) {
        this.values = values;
        this.x = x;
        this.y = y;
        cells = values.length - 1;
    }

    /** @param cells of the grid along each side */
    static Contours of(DoubleBinaryOperator f, double[] x, double[] y, int cells) {
        Contours contours = new Contours(new double[cells + 1][cells + 1], x, y);
        for (int r = 0; r <= cells; r++) {
            for (int c = 0; c <= cells; c++) {
                contours.values[r][c] = f.applyAsDouble(contours.x(c), contours.y(r));
            }
        }
        return contours;
    }

    private double x(double column) {
        return x[0] + (x[1] - x[0]) * column / cells;
    }

    private double y(double row) {
        return y[0] + (y[1] - y[0]) * row / cells;
    }

    /** The lines of a level for {@link Plot#line}: x and y of their points, with NaN between two lines. */
    double[][] level(double level) {
        int horizontal = (cells + 1) * cells;
        atX = new double[2 * horizontal];
        atY = new double[2 * horizontal];
        joined = new int[2 * horizontal][];
        for (int r = 0; r <= cells; r++) {
            for (int c = 0; c < cells; c++) {
                cross(r * cells + c, r, c, r, c + 1, level);
                cross(horizontal + c * (cells + 1) + r, c, r, c + 1, r, level);
            }
        }
        for (int r = 0; r < cells; r++) {
            for (int c = 0; c < cells; c++) {
                int right = horizontal + r * (cells + 1) + c + 1;
                int[] around = {r * cells + c, right, (r + 1) * cells + c, right - 1};
                int[] crossed =
                        Arrays.stream(around).filter(e -> joined[e] != null).toArray();
                if (crossed.length == 2) {
                    join(crossed[0], crossed[1]);
                } else if (crossed.length == 4) {
                    double[] low = values[r];
                    double[] high = values[r + 1];
                    boolean middle = (low[c] + low[c + 1] + high[c] + high[c + 1]) / 4 < level;
                    boolean corner = values[r][c] < level;
                    // Where the middle is on the side of the lower left corner, the lines cut off the other two.
                    join(crossed[0], crossed[middle == corner ? 1 : 3]);
                    join(crossed[2], crossed[middle == corner ? 3 : 1]);
                }
            }
        }
        return lines();
    }

    private void cross(int edge, int row, int column, int row2, int column2, double level) {
        double a = values[row][column];
        double b = values[row2][column2];
        if (a < level != b < level) {
            double t = (level - a) / (b - a);
            atX[edge] = x(column + t * (column2 - column));
            atY[edge] = y(row + t * (row2 - row));
            joined[edge] = new int[] {-1, -1};
        }
    }

    private void join(int a, int b) {
        joined[a][joined[a][0] < 0 ? 0 : 1] = b;
        joined[b][joined[b][0] < 0 ? 0 : 1] = a;
    }

    /** First the lines that end at the border of the box, then the closed ones. */
    private double[][] lines() {
        int crossed = (int) Arrays.stream(joined).filter(e -> e != null).count();
        double[][] line = new double[2][3 * crossed];
        int n = 0;
        boolean[] seen = new boolean[joined.length];
        for (boolean closed : new boolean[] {false, true}) {
            for (int first = 0; first < joined.length; first++) {
                if (joined[first] == null || seen[first] || (!closed && joined[first][1] >= 0)) {
                    continue;
                }
                int edge = first;
                while (edge >= 0) {
                    seen[edge] = true;
                    line[0][n] = atX[edge];
                    line[1][n++] = atY[edge];
                    int[] next = joined[edge];
                    edge = next[0] >= 0 && !seen[next[0]] ? next[0] : next[1] >= 0 && !seen[next[1]] ? next[1] : -1;
                }
                if (closed) {
                    line[0][n] = atX[first];
                    line[1][n++] = atY[first];
                }
                line[0][n] = Double.NaN;
                line[1][n++] = Double.NaN;
            }
        }
        return new double[][] {Arrays.copyOf(line[0], n), Arrays.copyOf(line[1], n)};
    }
}
