package dev.whittle.feature.transform;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_DDRM;

/**
 * The eigenvalues of a covariance matrix, and its eigenvectors of length 1, in the order in which EJML finds them.
 *
 * @param values none below 0: rounding can leave those of a singular covariance just below
 * @param vectors in the order of the values
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    /** The bytes of the covariance, of EJML's copy of it and of the eigenvectors, which EJML holds twice. */
    static long heapBytes(int d) {
        return 4L * Double.BYTES * d * d;
    }

    /**
     * @param covariance d×d, symmetric; it may be overwritten
     * @param leastShift above 0; see the code
     */
    static SymmetricEigen of(double[] covariance, int d, double leastShift) {
        DMatrixRMaj matrix = DMatrixRMaj.wrap(d, d, covariance);
        var eigen = new SymmetricQRAlgorithmDecomposition_DDRM(true);
        // After 15 steps for one eigenvalue EJML would rotate by a random angle. It uses Math.sin, which may differ
        // between machines.
        eigen.setMaxIterations(15);
        double shift = 0;
        if (!eigen.decompose(matrix.copy())) {
            // Columns that are constant or depend on others give eigenvalues of 0, which never meet the relative bound
            // for splitting. With a multiple of the identity added the vectors are the same, and no eigenvalue is near
            // 0.
            shift = leastShift;
            for (int i = 0; i < d; i++) {
                shift = Math.max(shift, matrix.get(i, i));
            }
            for (int i = 0; i < d; i++) {
                matrix.add(i, i, shift);
            }
            if (!eigen.decompose(matrix)) {
                throw new IllegalStateException(
                        "The eigenvectors of the " + d + "x" + d + " covariance did not converge");
            }
        }
        double[] values = new double[d];
        double[][] vectors = new double[d][];
        for (int e = 0; e < d; e++) {
            values[e] = Math.max(0, eigen.getEigenvalue(e).real - shift);
            vectors[e] = eigen.getEigenVector(e).data;
        }
        return new SymmetricEigen(values, vectors);
    }
}
