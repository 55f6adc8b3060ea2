package dev.whittle.pipeline.explore;

/**
 * Weights as squares (Hinton's diagram): the area of a square says how large a weight is, and a filled square is
 * positive, an empty one negative.
 */
final class Hinton {
    private Hinton() {}

    /**
     * @param weights row by row from above
     * @param largest the absolute value whose square fills its cell
     */
    static Plot of(String title, float[] weights, int columns, double largest, int pixels) {
        int rows = weights.length / columns;
        Plot plot = Plot.cells(title, columns, rows, pixels);
        add(plot, weights, columns, largest, 0, 0);
        return plot;
    }

    /** The same in the cells of a plot, whose upper left is at column {@code left} and {@code bottom} cells up. */
    static void add(Plot plot, float[] weights, int columns, double largest, double left, double bottom) {
        int rows = weights.length / columns;
        for (int i = 0; i < weights.length; i++) {
            double x = left + i % columns + 0.5;
            double y = bottom + rows - i / columns - 0.5;
            double half = largest == 0 ? 0 : 0.45 * Math.sqrt(Math.min(1, Math.abs(weights[i]) / largest));
            if (weights[i] > 0) {
                plot.bar("c0", x - half, x + half, y - half, y + half);
            } else if (weights[i] < 0) {
                plot.frame("c1 thin", x - half, x + half, y - half, y + half);
            }
        }
    }
}
