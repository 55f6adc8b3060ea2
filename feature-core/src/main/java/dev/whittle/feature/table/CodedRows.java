package dev.whittle.feature.table;

import java.util.Objects;

/**
 * A table whose rows are stored as product codes and decoded when they are read. The columns are cut into sub-vectors
 * of a fixed number of values; the last may be shorter. A code is a byte for each sub-vector. Row k of {@code
 * centroids} holds centroid k of every sub-vector, one after another; so column j of a decoded row with code k for its
 * sub-vector is {@code centroids[k][j]}.
 */
public final class CodedRows implements Rows {
    private final ProductCodes codes;
    private final Matrix centroids;
    private final int subVector;

    /**
     * @param codes a byte for each sub-vector of each row, below the number of centroids
     * @param centroids 1 to 256 rows, of as many columns as the decoded rows; shared, not copied
     * @param subVector values of a sub-vector, at least 1
     */
    public CodedRows(ProductCodes codes, Matrix centroids, int subVector) {
        if (centroids.rows() < 1 || centroids.rows() > 256 || subVector < 1) {
            throw new IllegalArgumentException("Coded rows need 1 to 256 centroids, of sub-vectors of at least 1 value,"
                    + " got " + centroids.rows() + " centroids, of sub-vectors of " + subVector + " values");
        }
        int expected = bytes(centroids.columns(), subVector);
        if (codes.columns() != expected) {
            throw new IllegalArgumentException("Rows of " + centroids.columns() + " values in sub-vectors of "
                    + subVector + " have codes of " + expected + " bytes, got " + codes.columns());
        }
        this.codes = codes;
        this.centroids = centroids;
        this.subVector = subVector;
    }

    /** The bytes of the code of a row. */
    public static int bytes(int columns, int subVector) {
        return (int) (((long) columns + subVector - 1) / subVector);
    }

    @Override
    public int rows() {
        return codes.rows();
    }

    @Override
    public int columns() {
        return centroids.columns();
    }

    /** The bytes that codes and centroids take. */
    public long bytes() {
        return (long) codes.rows() * codes.columns() + 4L * centroids.rows() * centroids.columns();
    }

    /** The codes themselves. */
    public ProductCodes codes() {
        return codes;
    }

    /** @throws IllegalArgumentException if there is no centroid with the number of a code */
    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, codes.rows());
        Objects.checkFromIndexSize(at, (long) n * columns(), to.length);
        byte[] code = new byte[codes.columns()];
        for (int r = 0; r < n; r++) {
            codes.read(row + r, code);
            int wrong = firstBeyond(code, centroids.rows());
            if (wrong >= 0) {
                throw new IllegalArgumentException("The code of row " + (row + r) + ", sub-vector " + wrong + " is "
                        + (code[wrong] & 0xFF) + ", and there are " + centroids.rows() + " centroids");
            }
            decode(code, centroids.data(), columns(), subVector, to, at + r * columns());
        }
    }

    private static int firstBeyond(byte[] code, int most) {
        if (most == 256) {
            return -1;
        }
        for (int m = 0; m < code.length; m++) {
            if ((code[m] & 0xFF) >= most) {
                return m;
            }
        }
        return -1;
    }

    private static void decode(byte[] code, float[] centroids, int columns, int subVector, float[] to, int at) {
        int eights = subVector == 8 ? columns / 8 : 0;
        for (int m = 0; m < eights; m++) {
            copy8(centroids, (code[m] & 0xFF) * columns + 8 * m, to, at + 8 * m);
        }
        for (int m = eights; m < code.length; m++) {
            int first = m * subVector;
            int from = (code[m] & 0xFF) * columns + first;
            int end = Math.min(subVector, columns - first);
            for (int j = 0; j < end; j++) {
                to[at + first + j] = centroids[from + j];
            }
        }
    }

    /** Four times as fast as a loop, whose compiled code is made for more values. */
    private static void copy8(float[] from, int at, float[] to, int offset) {
        to[offset] = from[at];
        to[offset + 1] = from[at + 1];
        to[offset + 2] = from[at + 2];
        to[offset + 3] = from[at + 3];
        to[offset + 4] = from[at + 4];
        to[offset + 5] = from[at + 5];
        to[offset + 6] = from[at + 6];
        to[offset + 7] = from[at + 7];
    }

    @Override
    public String toString() {
        return "CodedRows[" + rows() + "x" + columns() + ", codes of " + codes.columns() + " bytes]";
    }
}
