package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class CodedRowsTest {
    private static ProductCodes filled(ProductCodes codes, int centroids) {
        Rng rng = new Rng(3, "codes", 0);
        for (int r = 0; r < codes.rows(); r++) {
            for (int m = 0; m < codes.columns(); m++) {
                codes.set(r, m, rng.nextInt(centroids));
            }
        }
        return codes;
    }

    /** The definition. */
    private static Matrix plain(ProductCodes codes, Matrix centroids, int subVector) {
        Matrix rows = new Matrix(codes.rows(), centroids.columns());
        for (int r = 0; r < rows.rows(); r++) {
            for (int j = 0; j < rows.columns(); j++) {
                rows.set(r, j, centroids.get(codes.get(r, j / subVector), j));
            }
        }
        return rows;
    }

    /** Every range, into the middle of an array; nothing else of it is written. */
    private static void check(Matrix expected, Rows actual) {
        assertEquals(expected.rows() + "x" + expected.columns(), actual.rows() + "x" + actual.columns());
        int d = expected.columns();
        for (int from = 0; from <= expected.rows(); from++) {
            for (int n = 0; from + n <= expected.rows(); n++) {
                float[] values = Bits.guards(n * d + 5);
                System.arraycopy(expected.data(), from * d, values, 2, n * d);
                float[] read = Bits.guards(n * d + 5);
                actual.read(from, n, read, 2);
                Bits.assertSame(actual + " from " + from, values, read);
            }
        }
        float[] to = new float[(expected.rows() + 2) * d];
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(0, expected.rows() + 1, to, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(-1, 1, to, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(0, 1, to, to.length - d + 1));
    }

    /** The last sub-vector is full, or shorter, or the only one; the codes lie in one segment or several. */
    @ParameterizedTest
    @CsvSource({"16,8,256,1000", "17,8,256,1000", "13,4,5,9", "3,8,2,1", "5,1,7,11"})
    void areTheirCentroids(int columns, int subVector, int k, int segment, @TempDir Path folder) throws IOException {
        Matrix centroids = TestData.gaussians(k, columns, 1);
        int bytes = CodedRows.bytes(columns, subVector);
        ProductCodes codes = filled(ProductCodes.inMemory(12, bytes, segment), k);
        Matrix expected = plain(codes, centroids, subVector);
        CodedRows rows = new CodedRows(codes, centroids, subVector);
        check(expected, rows);
        check(expected.selectRows(3, 3, 11, 0), rows.select(3, 3, 11, 0));
        assertEquals(12 * bytes + 4 * k * columns, rows.bytes());

        ProductCodes inFile = filled(ProductCodes.inFile(folder.resolve("temporary"), 12, bytes), k);
        check(expected, new CodedRows(inFile, centroids, subVector));
    }

    @Test
    void theTestSeesAWrongCode() {
        Matrix centroids = TestData.gaussians(4, 9, 1);
        ProductCodes codes = filled(ProductCodes.inMemory(5, 3), 4);
        Matrix expected = plain(codes, centroids, 4);
        codes.set(4, 2, (codes.get(4, 2) + 1) % 4);
        assertThrows(AssertionError.class, () -> check(expected, new CodedRows(codes, centroids, 4)));
    }

    @Test
    void whatDoesNotFitIsRefused(@TempDir Path folder) throws IOException {
        Matrix centroids = TestData.gaussians(4, 9, 1);
        ProductCodes codes = ProductCodes.inMemory(5, 3);
        Messages.says(() -> new CodedRows(codes, centroids, 2), "9 values", "sub-vectors of 2", "5 bytes", "got 3");
        Messages.says(() -> new CodedRows(codes, new Matrix(257, 9), 4), "257 centroids");
        Messages.says(() -> new CodedRows(codes, centroids, 0), "sub-vectors of 0");
        Messages.says(() -> ProductCodes.inMemory(5, 0), "5 rows", "0 columns");
        codes.set(3, 1, 4);
        CodedRows rows = new CodedRows(codes, centroids, 4);
        rows.read(0, 3, new float[27], 0);
        Messages.says(() -> rows.read(2, 2, new float[18], 0), "row 3, sub-vector 1", "is 4", "4 centroids");

        assertTrue(Files.notExists(folder.resolve("none/x")));
        Messages.says(IOException.class, () -> ProductCodes.inFile(folder.resolve("none/x"), 5, 3), "none");
    }
}
