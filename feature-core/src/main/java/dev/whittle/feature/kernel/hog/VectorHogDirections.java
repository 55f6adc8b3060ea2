package dev.whittle.feature.kernel.hog;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lengths and directions of gradients for shared votes, as {@link Orientation} defines them, in vectors: gx is
 * overwritten by the length m, gy by m·t; size is |m·t|. All are the bits of floats.
 */
final class VectorHogDirections {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private static final int SIGN = 0x80000000;

    private final float[] arctangent = new float[9];
    private final int quarter;
    private final int halfTurn;

    VectorHogDirections(Orientation orientation) {
        for (int i = 0; i < arctangent.length; i++) {
            arctangent[i] = orientation.coefficient(i);
        }
        quarter = Float.floatToRawIntBits(orientation.quarter());
        halfTurn = Float.floatToRawIntBits(2 * orientation.quarter());
    }

    // Two loops, since a condition that chooses between two vectors makes them objects.

    void halfCircle(int[] gx, int[] gy, int[] size, int n) {
        float c8 = arctangent[8];
        float c7 = arctangent[7];
        float c6 = arctangent[6];
        float c5 = arctangent[5];
        float c4 = arctangent[4];
        float c3 = arctangent[3];
        float c2 = arctangent[2];
        float c1 = arctangent[1];
        float c0 = arctangent[0];
        for (int i = 0; i < n; i += LANES) {
            IntVector x = IntVector.fromArray(INTS, gx, i);
            IntVector y = IntVector.fromArray(INTS, gy, i);
            IntVector ax = x.abs();
            IntVector ay = y.abs();
            FloatVector low = (FloatVector) ax.min(ay).convert(VectorOperators.I2F, 0);
            FloatVector high = (FloatVector) ax.max(ay).convert(VectorOperators.I2F, 0);
            IntVector m = high.fma(high, low.mul(low)).sqrt().reinterpretAsInts();
            m.intoArray(gx, i);
            FloatVector r = low.div(high.add(Orientation.TINY));
            FloatVector s = r.mul(r);
            FloatVector p = FloatVector.broadcast(FLOATS, c8).fma(s, FloatVector.broadcast(FLOATS, c7));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c6));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c5));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c4));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c3));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c2));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c1));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c0)).mul(r);
            // Where |y| > |x|, quarter - p, else p + 0.
            IntVector steep = ax.sub(ay).lanewise(VectorOperators.ASHR, 31);
            FloatVector t = p.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, steep.and(SIGN))
                    .reinterpretAsFloats()
                    .add(steep.and(quarter).reinterpretAsFloats());
            IntVector sign = x.lanewise(VectorOperators.XOR, y);
            IntVector mt = t.mul(m.reinterpretAsFloats()).reinterpretAsInts();
            mt.intoArray(size, i);
            mt.lanewise(VectorOperators.XOR, sign.and(SIGN)).intoArray(gy, i);
        }
    }

    void fullCircle(int[] gx, int[] gy, int[] size, int n) {
        float c8 = arctangent[8];
        float c7 = arctangent[7];
        float c6 = arctangent[6];
        float c5 = arctangent[5];
        float c4 = arctangent[4];
        float c3 = arctangent[3];
        float c2 = arctangent[2];
        float c1 = arctangent[1];
        float c0 = arctangent[0];
        for (int i = 0; i < n; i += LANES) {
            IntVector x = IntVector.fromArray(INTS, gx, i);
            IntVector y = IntVector.fromArray(INTS, gy, i);
            IntVector ax = x.abs();
            IntVector ay = y.abs();
            FloatVector low = (FloatVector) ax.min(ay).convert(VectorOperators.I2F, 0);
            FloatVector high = (FloatVector) ax.max(ay).convert(VectorOperators.I2F, 0);
            IntVector m = high.fma(high, low.mul(low)).sqrt().reinterpretAsInts();
            m.intoArray(gx, i);
            FloatVector r = low.div(high.add(Orientation.TINY));
            FloatVector s = r.mul(r);
            FloatVector p = FloatVector.broadcast(FLOATS, c8).fma(s, FloatVector.broadcast(FLOATS, c7));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c6));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c5));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c4));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c3));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c2));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c1));
            p = p.fma(s, FloatVector.broadcast(FLOATS, c0)).mul(r);
            // Where |y| > |x|, quarter - p, else p + 0.
            IntVector steep = ax.sub(ay).lanewise(VectorOperators.ASHR, 31);
            FloatVector t = p.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, steep.and(SIGN))
                    .reinterpretAsFloats()
                    .add(steep.and(quarter).reinterpretAsFloats());
            // Where x < 0, 2 * quarter - t.
            IntVector back = x.lanewise(VectorOperators.ASHR, 31);
            t = t.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, back.and(SIGN))
                    .reinterpretAsFloats()
                    .add(back.and(halfTurn).reinterpretAsFloats());
            IntVector mt = t.mul(m.reinterpretAsFloats()).reinterpretAsInts();
            mt.intoArray(size, i);
            mt.lanewise(VectorOperators.XOR, y.and(SIGN)).intoArray(gy, i);
        }
    }
}
