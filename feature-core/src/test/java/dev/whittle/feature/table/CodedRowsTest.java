package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** The last sub-vector is full, or shorter, or the only one; the codes lie in one segment or several. */
    @ParameterizedTest
    @CsvSource({"16,8,256,1000", "17,8,256,1000", "13,4,5,9", "3,8,2,1", "5,1,7,11"})
    void areTheirCentroids(int columns, int subVector, int k, int segment, @TempDir Path folder) throws IOException {
        Matrix centroids = TestData.gaussians(k, columns, 1);
        int bytes = CodedRows.bytes(columns, subVector);
        ProductCodes codes = filled(ProductCodes.inMemory(12, bytes, segment), k);
        Matrix expected = plain(codes, centroids, subVector);
        CodedRows rows = new CodedRows(codes, centroids, subVector);
        RowsTest.check(expected, rows);
        RowsTest.check(expected.selectRows(3, 3, 11, 0), rows.select(3, 3, 11, 0));
        assertEquals(12 * bytes + 4 * k * columns, rows.bytes());

        ProductCodes inFile = filled(ProductCodes.inFile(folder.resolve("temporary"), 12, bytes), k);
        RowsTest.check(expected, new CodedRows(inFile, centroids, subVector));
    }

    @Test
    void theTestSeesAWrongCode() {
        Matrix centroids = TestData.gaussians(4, 9, 1);
        ProductCodes codes = filled(ProductCodes.inMemory(5, 3), 4);
        Matrix expected = plain(codes, centroids, 4);
        codes.set(4, 2, (codes.get(4, 2) + 1) % 4);
        assertThrows(AssertionError.class, () -> RowsTest.check(expected, new CodedRows(codes, centroids, 4)));
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
