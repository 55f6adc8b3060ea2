package dev.whittle.classify.nn;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.linear.Strided;

/**
 * The data of one layer for a batch: its inputs, its output and, in training, the derivatives of the loss with respect
 * to both. All arrays hold the batch row by row; row r of input i starts at {@code r * width(i)}. They may be longer
 * than {@link #rows} rows, if an earlier batch was larger. The values after the last row are unused.
 */
public final class Flow {
    final float[][] x;
    final float[][] dx;
    float[] y;
    float[] dy;
    private final Strided[] xRows;
    private final Strided[] xColumns;
    private final Strided[] dxRows;
    private Strided yRows;
    private Strided dyRows;
    private final int[] widths;
    private final int width;
    private final Batch batch;

    Flow(Batch batch, int[] widths, int width) {
        this.batch = batch;
        this.widths = widths;
        this.width = width;
        this.x = new float[widths.length][];
        this.dx = new float[widths.length][];
        this.xRows = new Strided[widths.length];
        this.xColumns = new Strided[widths.length];
        this.dxRows = new Strided[widths.length];
    }

    /** What all layers of a network have in common. */
    static final class Batch {
        final boolean training;
        Run run;
        int rows;
        long step;
        int epoch;
        /** In training, row r of the batch is the sample {@code order[from + r]}. */
        int[] order;

        int from;

        Batch(boolean training) {
            this.training = training;
        }
    }

    public int inputs() {
        return widths.length;
    }

    /** Values per row of input {@code i}. */
    public int width(int i) {
        return widths[i];
    }

    /** Values per row of the output. */
    public int width() {
        return width;
    }

    /** Input {@code i}: at least {@code rows() * width(i)} values. */
    public float[] x(int i) {
        return x[i];
    }

    /** The output: at least {@code rows() * width()} values. */
    public float[] y() {
        return y;
    }

    /**
     * The derivatives of input {@code i}, or null if they are not needed: at least {@code rows() * width(i)} values.
     */
    public float[] dx(int i) {
        return dx[i];
    }

    /** The derivatives of the output: at least {@code rows() * width()} values. */
    public float[] dy() {
        return dy;
    }

    /** Makes new views, after other arrays were set. */
    void view() {
        yRows = Strided.rows(y, 0, width);
        dyRows = dy == null ? null : Strided.rows(dy, 0, width);
        for (int i = 0; i < widths.length; i++) {
            xRows[i] = Strided.rows(x[i], 0, widths[i]);
            xColumns[i] = Strided.columns(x[i], 0, widths[i]);
            dxRows[i] = dx[i] == null ? null : Strided.rows(dx[i], 0, widths[i]);
        }
    }

    /**
     * Input {@code i} as a matrix, with a row for each sample. With this and the views below, matrix products allocate
     * nothing.
     */
    Strided xRows(int i) {
        return xRows[i];
    }

    /** The transpose of {@link #xRows}. */
    Strided xColumns(int i) {
        return xColumns[i];
    }

    /** The output as a matrix. */
    Strided yRows() {
        return yRows;
    }

    /** The derivatives of input {@code i} as a matrix, or null. */
    Strided dxRows(int i) {
        return dxRows[i];
    }

    /** The derivatives of the output as a matrix. */
    Strided dyRows() {
        return dyRows;
    }

    /** Rows of the batch. */
    public int rows() {
        return batch.rows;
    }

    /** Whether the network is being trained. If not, there is no backward pass. */
    public boolean training() {
        return batch.training;
    }

    /** The number of the step of training, from 0. */
    public long step() {
        return batch.step;
    }

    /** The number of the epoch of training, from 0. */
    public int epoch() {
        return batch.epoch;
    }

    /** In training, the index of the sample of a row: the same in every epoch. */
    public int sample(int row) {
        return batch.order[batch.from + row];
    }

    public Kernels kernels() {
        return batch.run.kernels();
    }

    public Run run() {
        return batch.run;
    }
}
