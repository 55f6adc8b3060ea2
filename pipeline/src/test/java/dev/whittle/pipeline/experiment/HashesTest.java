package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class HashesTest {
    /** All tables as one array of bytes. */
    private static String naive(Matrix... tables) {
        int values = 0;
        for (Matrix table : tables) {
            values += 2 + table.data().length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
        for (Matrix table : tables) {
            bytes.putInt(table.rows()).putInt(table.columns());
            for (float value : table.data()) {
                bytes.putFloat(value);
            }
        }
        return Hashes.of(bytes.array());
    }

    private static Matrix matrix(int rows, int columns) {
        Matrix matrix = new Matrix(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.data()[i] = (float) Math.sqrt(i + columns);
        }
        return matrix;
    }

    /** Also of tables that are read in several ranges, and of empty ones. */
    @Test
    void tablesAreHashedAsIfTheyWereOneArray() {
        Matrix[] tables = {matrix(3, 5), matrix(0, 5), matrix(700, 300), matrix(2, 70_000), new Matrix(3, 0)};
        assertEquals(naive(tables), Hashes.of((Rows[]) tables));
        Matrix other = matrix(700, 300);
        other.data()[700 * 300 - 1] = 0;
        assertNotEquals(naive(tables), Hashes.of(tables[0], tables[1], other, tables[3], tables[4]));
        assertNotEquals(Hashes.of(matrix(2, 6)), Hashes.of(matrix(3, 4)));
    }
}
