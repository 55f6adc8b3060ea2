package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link HogKernels#l2Hys} in vectors. The methods pass factors on in memory: as vectors these would be objects, since
 * C2 does not inline the methods.
 */
final class VectorL2Hys {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int CLIP = Float.floatToRawIntBits(0.2f);

    private VectorL2Hys() {}

    static void normalise(float[] h, int values, int n, float[] factors) {
        for (int i = 0; i < n; i += LANES) {
            factor(h, values / 4, i, 0.1f * values, factors);
            clip(h, values / 4, i, 1e-3f, factors);
            scale(h, values, i, factors);
        }
    }

    /** 1 / (the root of the squares + more). */
    private static void factor(float[] h, int bins, int i, float more, float[] factors) {
        FloatVector n0 = FloatVector.zero(FLOATS);
        FloatVector n1 = FloatVector.zero(FLOATS);
        FloatVector n2 = FloatVector.zero(FLOATS);
        FloatVector n3 = FloatVector.zero(FLOATS);
        int k = 0;
        do {
            FloatVector v0 = FloatVector.fromArray(FLOATS, h, k * TILE + i);
            FloatVector v1 = FloatVector.fromArray(FLOATS, h, (bins + k) * TILE + i);
            FloatVector v2 = FloatVector.fromArray(FLOATS, h, (2 * bins + k) * TILE + i);
            FloatVector v3 = FloatVector.fromArray(FLOATS, h, (3 * bins + k) * TILE + i);
            n0 = v0.fma(v0, n0);
            n1 = v1.fma(v1, n1);
            n2 = v2.fma(v2, n2);
            n3 = v3.fma(v3, n3);
            k++;
        } while (k < bins);
        FloatVector squares = n0.add(n1).add(n2.add(n3));
        FloatVector.broadcast(FLOATS, 1f).div(squares.sqrt().add(more)).intoArray(factors, i);
    }

    /**
     * Multiplies by the factors, limits the values, and computes the factors for the limited values. Values are
     * compared as ints, since floats of the same sign are ordered as their bits are.
     */
    private static void clip(float[] h, int bins, int i, float more, float[] factors) {
        FloatVector f = FloatVector.fromArray(FLOATS, factors, i);
        FloatVector n0 = FloatVector.zero(FLOATS);
        FloatVector n1 = FloatVector.zero(FLOATS);
        FloatVector n2 = FloatVector.zero(FLOATS);
        FloatVector n3 = FloatVector.zero(FLOATS);
        int k = 0;
        do {
            FloatVector v0 = FloatVector.fromArray(FLOATS, h, k * TILE + i)
                    .mul(f)
                    .reinterpretAsInts()
                    .min(CLIP)
                    .reinterpretAsFloats();
            v0.intoArray(h, k * TILE + i);
            n0 = v0.fma(v0, n0);
            FloatVector v1 = FloatVector.fromArray(FLOATS, h, (bins + k) * TILE + i)
                    .mul(f)
                    .reinterpretAsInts()
                    .min(CLIP)
                    .reinterpretAsFloats();
            v1.intoArray(h, (bins + k) * TILE + i);
            n1 = v1.fma(v1, n1);
            FloatVector v2 = FloatVector.fromArray(FLOATS, h, (2 * bins + k) * TILE + i)
                    .mul(f)
                    .reinterpretAsInts()
                    .min(CLIP)
                    .reinterpretAsFloats();
            v2.intoArray(h, (2 * bins + k) * TILE + i);
            n2 = v2.fma(v2, n2);
            FloatVector v3 = FloatVector.fromArray(FLOATS, h, (3 * bins + k) * TILE + i)
                    .mul(f)
                    .reinterpretAsInts()
                    .min(CLIP)
                    .reinterpretAsFloats();
            v3.intoArray(h, (3 * bins + k) * TILE + i);
            n3 = v3.fma(v3, n3);
            k++;
        } while (k < bins);
        FloatVector squares = n0.add(n1).add(n2.add(n3));
        FloatVector.broadcast(FLOATS, 1f).div(squares.sqrt().add(more)).intoArray(factors, i);
    }

    private static void scale(float[] h, int values, int i, float[] factors) {
        FloatVector f = FloatVector.fromArray(FLOATS, factors, i);
        for (int k = 0; k < values; k++) {
            FloatVector.fromArray(FLOATS, h, k * TILE + i).mul(f).intoArray(h, k * TILE + i);
        }
    }
}
