package dev.whittle.feature.kernel.linear;

import dev.whittle.feature.kernel.memory.PerThread;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on {@code jdk.incubator.vector}, in vectors of the machine's preferred width. */
public final class VectorLinearKernels extends LinearKernels {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int PAIR = 2 * LANES;
    /**
     * Whether 16 partial sums are a whole number of vectors for the loops below: 1 of 512 bits, 2 of 256 or 4 of 128.
     */
    private static final boolean HOLDS_16 = LANES == 4 || LANES == 8 || LANES == 16;

    private final LinearKernels scalar = new ScalarLinearKernels();
    private final VectorGemm gemm = new VectorGemm();
    private final PerThread<Lanes> lanes = new PerThread<>(Lanes::new);
    private final ThreadLocal<float[]> partials = ThreadLocal.withInitial(() -> new float[16]);

    /** The lanes of {@link #argMax}. */
    private static final class Lanes {
        final float[] values = new float[PAIR];
        final float[] indexes = new float[PAIR];
    }

    @Override
    void gemm(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            int cRow) {
        gemm.multiply(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        if (!HOLDS_16) {
            return scalar.dot(a, aOffset, b, bOffset, n);
        }
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int whole = n & -16;
        for (int i = 0; i < whole; i += 16) {
            sum0 = product(a, aOffset + i, b, bOffset + i, sum0);
            if (LANES <= 8) {
                sum1 = product(a, aOffset + i + LANES, b, bOffset + i + LANES, sum1);
            }
            if (LANES == 4) {
                sum2 = product(a, aOffset + i + 8, b, bOffset + i + 8, sum2);
                sum3 = product(a, aOffset + i + 12, b, bOffset + i + 12, sum3);
            }
        }
        // Not in a separate method: if the compiler did not inline it, every call would box the sums.
        float[] partial = partials.get();
        sum0.intoArray(partial, 0);
        if (LANES <= 8) {
            sum1.intoArray(partial, LANES);
        }
        if (LANES == 4) {
            sum2.intoArray(partial, 8);
            sum3.intoArray(partial, 12);
        }
        for (int i = whole; i < n; i++) {
            partial[i & 15] = Math.fma(a[aOffset + i], b[bOffset + i], partial[i & 15]);
        }
        return ScalarLinearKernels.sum16(partial);
    }

    private static FloatVector product(float[] a, int ai, float[] b, int bi, FloatVector sum) {
        return FloatVector.fromArray(SPECIES, a, ai).fma(FloatVector.fromArray(SPECIES, b, bi), sum);
    }

    @Override
    public void addScaled(float s, float[] x, int xOffset, float[] y, int yOffset, int n) {
        FloatVector factor = FloatVector.broadcast(SPECIES, s);
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, y, yOffset + i);
            FloatVector.fromArray(SPECIES, x, xOffset + i).fma(factor, sum).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = Math.fma(s, x[xOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void addRectified(float s, float b, float[] x, int xOffset, float[] y, int yOffset, int n) {
        FloatVector factor = FloatVector.broadcast(SPECIES, s);
        FloatVector shift = FloatVector.broadcast(SPECIES, b);
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i)
                    .fma(factor, shift)
                    .max(0f);
            FloatVector.fromArray(SPECIES, y, yOffset + i).add(value).intoArray(y, yOffset + i);
        }
        scalar.addRectified(s, b, x, xOffset + whole, y, yOffset + whole, n - whole);
    }

    @Override
    public void distances(float square, float[] x, int offset, int n) {
        FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
        FloatVector shift = FloatVector.broadcast(SPECIES, square);
        int whole = n & -LANES;
        for (int i = offset; i < offset + whole; i += LANES) {
            FloatVector squared = FloatVector.fromArray(SPECIES, x, i).fma(minusTwo, shift);
            squared.max(0f).sqrt().intoArray(x, i);
        }
        scalar.distances(square, x, offset + whole, n - whole);
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int n) {
        if (!HOLDS_16) {
            return scalar.squaredDistance(a, aOffset, b, bOffset, n);
        }
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int whole = n & -16;
        for (int i = 0; i < whole; i += 16) {
            sum0 = square(a, aOffset + i, b, bOffset + i, sum0);
            if (LANES <= 8) {
                sum1 = square(a, aOffset + i + LANES, b, bOffset + i + LANES, sum1);
            }
            if (LANES == 4) {
                sum2 = square(a, aOffset + i + 8, b, bOffset + i + 8, sum2);
                sum3 = square(a, aOffset + i + 12, b, bOffset + i + 12, sum3);
            }
        }
        float[] partial = partials.get();
        sum0.intoArray(partial, 0);
        if (LANES <= 8) {
            sum1.intoArray(partial, LANES);
        }
        if (LANES == 4) {
            sum2.intoArray(partial, 8);
            sum3.intoArray(partial, 12);
        }
        for (int i = whole; i < n; i++) {
            float d = a[aOffset + i] - b[bOffset + i];
            partial[i & 15] = Math.fma(d, d, partial[i & 15]);
        }
        return ScalarLinearKernels.sum16(partial);
    }

    private static FloatVector square(float[] a, int ai, float[] b, int bi, FloatVector sum) {
        FloatVector d = FloatVector.fromArray(SPECIES, a, ai).sub(FloatVector.fromArray(SPECIES, b, bi));
        return d.fma(d, sum);
    }

    @Override
    public int argMax(float[] x, int offset, int n) {
        int whole = n / PAIR * PAIR;
        if (whole == 0) {
            return scalar.argMax(x, offset, n);
        }
        Lanes lanes = this.lanes.get();
        argMaxOfLanes(x, offset, whole, lanes.values, lanes.indexes);
        int best = 0;
        float greatest = x[offset];
        for (int lane = 0; lane < PAIR; lane++) {
            float value = lanes.values[lane];
            int index = Float.floatToRawIntBits(lanes.indexes[lane]);
            if (value > greatest || value == greatest && index < best) {
                greatest = value;
                best = index;
            }
        }
        return ScalarLinearKernels.argMaxFrom(offset + best, x, offset + whole, offset + n) - offset;
    }

    /**
     * Each lane begins with the first element. It keeps the largest value so far, the first of equal ones, and its
     * index. The index is stored as the bits of a float, so that the same blend works for both.
     */
    private static void argMaxOfLanes(float[] x, int offset, int n, float[] values, float[] indexes) {
        FloatVector left = FloatVector.broadcast(SPECIES, x[offset]);
        FloatVector right = left;
        FloatVector leftBest = FloatVector.zero(SPECIES);
        FloatVector rightBest = leftBest;
        IntVector index = leftBest.reinterpretAsInts().addIndex(1);
        int i = 0;
        do {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, offset + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, offset + i + LANES);
            VectorMask<Float> larger0 = x0.compare(VectorOperators.GT, left);
            VectorMask<Float> larger1 = x1.compare(VectorOperators.GT, right);
            left = left.blend(x0, larger0);
            right = right.blend(x1, larger1);
            leftBest = leftBest.blend(index.reinterpretAsFloats(), larger0);
            index = index.add(LANES);
            rightBest = rightBest.blend(index.reinterpretAsFloats(), larger1);
            index = index.add(LANES);
            i += PAIR;
        } while (i < n);
        left.intoArray(values, 0);
        right.intoArray(values, LANES);
        leftBest.intoArray(indexes, 0);
        rightBest.intoArray(indexes, LANES);
    }

    /**
     * {@link ScalarLinearKernels#exp(float)}, operation by operation. All in one method: where the compiler does not
     * inline one that takes a vector, each vector is an object.
     */
    @Override
    public void exp(float[] x, int offset, int n) {
        int whole = SPECIES.loopBound(n);
        for (int i = offset; i < offset + whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector clamped = v.min(ScalarLinearKernels.EXP_MAX).max(ScalarLinearKernels.EXP_MIN);
            FloatVector round = FloatVector.broadcast(SPECIES, ScalarLinearKernels.ROUND);
            FloatVector shifted = clamped.fma(FloatVector.broadcast(SPECIES, ScalarLinearKernels.LOG2_E), round);
            FloatVector rounded = shifted.sub(round);
            FloatVector r = rounded.fma(FloatVector.broadcast(SPECIES, -ScalarLinearKernels.LN2_HIGH), clamped);
            r = rounded.fma(FloatVector.broadcast(SPECIES, -ScalarLinearKernels.LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(SPECIES, ScalarLinearKernels.P6);
            p = p.fma(r, FloatVector.broadcast(SPECIES, ScalarLinearKernels.P5));
            p = p.fma(r, FloatVector.broadcast(SPECIES, ScalarLinearKernels.P4));
            p = p.fma(r, FloatVector.broadcast(SPECIES, ScalarLinearKernels.P3));
            p = p.fma(r, FloatVector.broadcast(SPECIES, ScalarLinearKernels.P2));
            p = p.fma(r, FloatVector.broadcast(SPECIES, ScalarLinearKernels.P1));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector power = shifted.reinterpretAsInts().sub(ScalarLinearKernels.ROUND_BITS);
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            // The powers of two, which have no fraction.
            IntVector first = half.add(127).lanewise(VectorOperators.LSHL, 23);
            IntVector second = power.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
            FloatVector scaled = p.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
            VectorMask<Float> above = v.compare(VectorOperators.GT, ScalarLinearKernels.EXP_MAX);
            VectorMask<Float> below = v.compare(VectorOperators.LT, ScalarLinearKernels.EXP_MIN);
            scaled.blend(Float.POSITIVE_INFINITY, above).blend(0f, below).intoArray(x, i);
        }
        scalar.exp(x, offset + whole, n - whole);
    }

    /** {@link ScalarLinearKernels#cosineOfTurns(float)}, operation by operation. */
    @Override
    public void cosineOfTurns(float[] x, int offset, int n) {
        int whole = SPECIES.loopBound(n);
        for (int i = offset; i < offset + whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector round = FloatVector.broadcast(SPECIES, ScalarLinearKernels.ROUND);
            FloatVector r = v.sub(v.add(round).sub(round));
            FloatVector q = FloatVector.broadcast(SPECIES, 0.25f).sub(r.abs().min(0.5f));
            FloatVector u = q.mul(q);
            FloatVector p = FloatVector.broadcast(SPECIES, ScalarLinearKernels.C4);
            p = p.fma(u, FloatVector.broadcast(SPECIES, ScalarLinearKernels.C3));
            p = p.fma(u, FloatVector.broadcast(SPECIES, ScalarLinearKernels.C2));
            p = p.fma(u, FloatVector.broadcast(SPECIES, ScalarLinearKernels.C1));
            p = p.fma(u, FloatVector.broadcast(SPECIES, ScalarLinearKernels.C0));
            p.mul(q).intoArray(x, i);
        }
        scalar.cosineOfTurns(x, offset + whole, n - whole);
    }
}
