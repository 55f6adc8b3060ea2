package dev.whittle.feature;

import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Rows;
import java.util.Objects;

/** A table and a transform; a row is transformed when it is read. */
final class TransformedRows implements Rows {
    private final Transform transform;
    private final Rows rows;
    private final Run run;
    private final int columns;

    TransformedRows(Transform transform, Rows rows, Run run) {
        this.transform = transform;
        this.rows = rows;
        this.run = run;
        this.columns = transform.columns(rows.columns());
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(at, (long) n * columns, to.length);
        Tables.range(rows, row, n, (values, from, first, count) -> {
            transform.apply(values, from, n, to, at, run);
            if (Finite.firstOther(to, at, n * columns) >= 0) {
                Finite.check("features before " + transform, values, from, n, rows.columns(), row);
                Finite.check("features after " + transform, to, at, n, columns, row);
            }
        });
    }

    @Override
    public String toString() {
        return "TransformedRows[" + transform + ", " + rows + "]";
    }
}
