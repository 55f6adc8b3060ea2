package dev.whittle.feature.kernel.pixel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Hue, saturation and value of some pixels of one thread, in several short loops, since the compiler does not optimise
 * one long loop. Between the loops a block of bytes is two vectors of shorts, the even pixels and then the odd ones.
 * The loops do not call methods, since there would be too many calls to inline.
 *
 * <p>The rounded reciprocals N/x, x at most 255, are computed instead of looked up. A relative error below 1/(2N) is
 * enough: N/x is a multiple of 1/x and never half an integer. That allows three roundings of a float, so that two
 * quotients can be computed from one division, N/(x·y)·y and N/(x·y)·x. Products with them stay below 2²³, so that
 * floats hold them exactly.
 */
final class VectorHsv {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int BLOCK = BYTES.length();
    private static final int LANES = SHORTS.length();

    private static final short LOW = 0xFF;
    private static final byte TOP_BIT = (byte) 0x80;
    /**
     * 2²³: added to an int below it as bits, or to a float as a number, it puts the integer in the lowest bits of the
     * float.
     */
    private static final float UNSIGNED = 0x1p23f;

    private static final int UNSIGNED_BITS = 0x4B000000;
    /** 1.5·2²³: the same for integers of either sign. */
    private static final float SIGNED = 0x1.8p23f;

    private static final int SIGNED_BITS = 0x4B400000;
    private static final float HALF = 2048;
    private static final float SATURATION = 255 << 12;
    private static final float HUE = 30 << 12;

    private final short[] value;
    private final short[] difference;
    private final short[] sixths;
    private final short[] saturation;
    /** Hue, or hue - 180 where it wraps. */
    private final short[] hue;

    /** The last block if it is not full: three bands. */
    private final byte[] rest = new byte[3 * BLOCK];

    /** @param capacity the largest number of pixels at once, a multiple of a vector's bytes */
    VectorHsv(int capacity) {
        value = new short[capacity];
        difference = new short[capacity];
        sixths = new short[capacity];
        saturation = new short[capacity];
        hue = new short[capacity];
    }

    void convert(byte[] red, int redOffset, byte[] green, int greenOffset, byte[] blue, int blueOffset, int n) {
        int whole = BYTES.loopBound(n);
        differences(red, redOffset, green, greenOffset, blue, blueOffset, 0, whole, value, difference, sixths);
        int all = whole;
        if (whole < n) {
            System.arraycopy(red, redOffset + whole, rest, 0, n - whole);
            System.arraycopy(green, greenOffset + whole, rest, BLOCK, n - whole);
            System.arraycopy(blue, blueOffset + whole, rest, 2 * BLOCK, n - whole);
            differences(rest, 0, rest, BLOCK, rest, 2 * BLOCK, whole, BLOCK, value, difference, sixths);
            all += BLOCK;
        }
        saturations(value, difference, saturation, all);
        hues(sixths, difference, hue, all);
    }

    private static void differences(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            int at,
            int n,
            short[] value,
            short[] difference,
            short[] sixths) {
        for (int i = 0; i < n; i += BLOCK) {
            ByteVector r = ByteVector.fromArray(BYTES, red, redOffset + i);
            ByteVector g = ByteVector.fromArray(BYTES, green, greenOffset + i);
            ByteVector b = ByteVector.fromArray(BYTES, blue, blueOffset + i);
            // Bytes are signed. With the highest bit flipped they compare like unsigned bytes.
            ByteVector r1 = r.lanewise(VectorOperators.XOR, TOP_BIT);
            ByteVector g1 = g.lanewise(VectorOperators.XOR, TOP_BIT);
            ByteVector b1 = b.lanewise(VectorOperators.XOR, TOP_BIT);
            ByteVector largest = r1.max(g1).max(b1);
            VectorMask<Byte> isRed = largest.compare(VectorOperators.EQ, r1);
            VectorMask<Byte> isGreen = largest.compare(VectorOperators.EQ, g1);
            ShortVector d = largest.sub(r1.min(g1).min(b1)).reinterpretAsShorts();
            ShortVector v = largest.lanewise(VectorOperators.XOR, TOP_BIT).reinterpretAsShorts();
            ShortVector plus = r.blend(b, isGreen).blend(g, isRed).reinterpretAsShorts();
            ShortVector minus = g.blend(r, isGreen).blend(b, isRed).reinterpretAsShorts();
            ShortVector turn = ByteVector.broadcast(BYTES, (byte) 4)
                    .blend((byte) 2, isGreen)
                    .blend((byte) 0, isRed)
                    .reinterpretAsShorts();
            ShortVector even = d.and(LOW);
            ShortVector odd = d.lanewise(VectorOperators.LSHR, 8);
            int to = at + i;
            even.intoArray(difference, to);
            odd.intoArray(difference, to + LANES);
            v.and(LOW).intoArray(value, to);
            v.lanewise(VectorOperators.LSHR, 8).intoArray(value, to + LANES);
            plus.and(LOW).sub(minus.and(LOW)).add(turn.and(LOW).mul(even)).intoArray(sixths, to);
            plus.lanewise(VectorOperators.LSHR, 8)
                    .sub(minus.lanewise(VectorOperators.LSHR, 8))
                    .add(turn.lanewise(VectorOperators.LSHR, 8).mul(odd))
                    .intoArray(sixths, to + LANES);
        }
    }

    private static void saturations(short[] value, short[] difference, short[] saturation, int n) {
        for (int i = 0; i < n; i += LANES) {
            // If v is 0, d is 0 too, and any divisor other than 0 is right.
            IntVector v = ShortVector.fromArray(SHORTS, value, i).max((short) 1).reinterpretAsInts();
            IntVector d = ShortVector.fromArray(SHORTS, difference, i).reinterpretAsInts();
            FloatVector v0 =
                    v.and(0xFFFF).or(UNSIGNED_BITS).reinterpretAsFloats().sub(UNSIGNED);
            FloatVector v1 = v.lanewise(VectorOperators.LSHR, 16)
                    .or(UNSIGNED_BITS)
                    .reinterpretAsFloats()
                    .sub(UNSIGNED);
            FloatVector d0 =
                    d.and(0xFFFF).or(UNSIGNED_BITS).reinterpretAsFloats().sub(UNSIGNED);
            FloatVector d1 = d.lanewise(VectorOperators.LSHR, 16)
                    .or(UNSIGNED_BITS)
                    .reinterpretAsFloats()
                    .sub(UNSIGNED);
            FloatVector q = FloatVector.broadcast(FLOATS, SATURATION).div(v0.mul(v1));
            FloatVector scale0 =
                    q.fma(v1, FloatVector.broadcast(FLOATS, SIGNED)).sub(SIGNED);
            FloatVector scale1 =
                    q.fma(v0, FloatVector.broadcast(FLOATS, SIGNED)).sub(SIGNED);
            IntVector s0 = d0.fma(scale0, FloatVector.broadcast(FLOATS, UNSIGNED + HALF))
                    .reinterpretAsInts();
            IntVector s1 = d1.fma(scale1, FloatVector.broadcast(FLOATS, UNSIGNED + HALF))
                    .reinterpretAsInts();
            s0.lanewise(VectorOperators.LSHR, 12)
                    .and(0xFF)
                    .or(s1.lanewise(VectorOperators.LSHL, 4).and(0xFF0000))
                    .reinterpretAsShorts()
                    .intoArray(saturation, i);
        }
    }

    private static void hues(short[] sixths, short[] difference, short[] hue, int n) {
        for (int i = 0; i < n; i += LANES) {
            // If d is 0, the number of sixths is 0.
            IntVector d =
                    ShortVector.fromArray(SHORTS, difference, i).max((short) 1).reinterpretAsInts();
            IntVector s = ShortVector.fromArray(SHORTS, sixths, i).reinterpretAsInts();
            FloatVector d0 =
                    d.and(0xFFFF).or(UNSIGNED_BITS).reinterpretAsFloats().sub(UNSIGNED);
            FloatVector d1 = d.lanewise(VectorOperators.LSHR, 16)
                    .or(UNSIGNED_BITS)
                    .reinterpretAsFloats()
                    .sub(UNSIGNED);
            FloatVector s0 = s.lanewise(VectorOperators.LSHL, 16)
                    .lanewise(VectorOperators.ASHR, 16)
                    .add(SIGNED_BITS)
                    .reinterpretAsFloats()
                    .sub(SIGNED);
            FloatVector s1 = s.lanewise(VectorOperators.ASHR, 16)
                    .add(SIGNED_BITS)
                    .reinterpretAsFloats()
                    .sub(SIGNED);
            FloatVector q = FloatVector.broadcast(FLOATS, HUE).div(d0.mul(d1));
            FloatVector scale0 =
                    q.fma(d1, FloatVector.broadcast(FLOATS, SIGNED)).sub(SIGNED);
            FloatVector scale1 =
                    q.fma(d0, FloatVector.broadcast(FLOATS, SIGNED)).sub(SIGNED);
            // Bits 12 to 21 of the 22 with sign: the hue in the upper 10 bits of a short.
            IntVector h0 =
                    s0.fma(scale0, FloatVector.broadcast(FLOATS, SIGNED + HALF)).reinterpretAsInts();
            IntVector h1 =
                    s1.fma(scale1, FloatVector.broadcast(FLOATS, SIGNED + HALF)).reinterpretAsInts();
            h0.lanewise(VectorOperators.LSHL, 10)
                    .lanewise(VectorOperators.LSHR, 16)
                    .or(h1.lanewise(VectorOperators.LSHL, 10).and(0xFFFF0000))
                    .reinterpretAsShorts()
                    .lanewise(VectorOperators.ASHR, 6)
                    .intoArray(hue, i);
        }
    }

    void write(byte[] h, int hOffset, byte[] s, int sOffset, byte[] v, int vOffset, int n) {
        int whole = BYTES.loopBound(n);
        join(hue, 0, h, hOffset, whole);
        join(saturation, 0, s, sOffset, whole);
        join(value, 0, v, vOffset, whole);
        if (whole < n) {
            join(hue, whole, rest, 0, BLOCK);
            System.arraycopy(rest, 0, h, hOffset + whole, n - whole);
            join(saturation, whole, rest, 0, BLOCK);
            System.arraycopy(rest, 0, s, sOffset + whole, n - whole);
            join(value, whole, rest, 0, BLOCK);
            System.arraycopy(rest, 0, v, vOffset + whole, n - whole);
        }
    }

    /** The bytes of shorts, with 180 added to negative ones. */
    private static void join(short[] from, int at, byte[] out, int outOffset, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            ShortVector even = ShortVector.fromArray(SHORTS, from, at + i);
            ShortVector odd = ShortVector.fromArray(SHORTS, from, at + i + LANES);
            even = even.lanewise(VectorOperators.ASHR, 15).and((short) 180).add(even);
            odd = odd.lanewise(VectorOperators.ASHR, 15).and((short) 180).add(odd);
            even.or(odd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsBytes().intoArray(out, outOffset + i);
        }
    }

    void writeBins(HsvBins bins, byte[] out, int outOffset, int n) {
        int whole = BYTES.loopBound(n);
        bins(bins, hue, saturation, value, whole < n ? whole + BLOCK : whole);
        join(hue, 0, out, outOffset, whole);
        if (whole < n) {
            join(hue, whole, rest, 0, BLOCK);
            System.arraycopy(rest, 0, out, outOffset + whole, n - whole);
        }
    }

    /** Overwrites the hues with the bins. */
    private static void bins(HsvBins bins, short[] hue, short[] saturation, short[] value, int n) {
        short hues = (short) bins.hues;
        short saturations = (short) bins.saturations;
        short values = (short) bins.values;
        // This is h·n/180 or one more, since n/180 is rounded up to a multiple of 2⁻⁸. The remainder shows which.
        short scale = (short) ((256 * hues + 179) / 180);
        for (int i = 0; i < n; i += LANES) {
            ShortVector h = ShortVector.fromArray(SHORTS, hue, i);
            h = h.lanewise(VectorOperators.ASHR, 15).and((short) 180).add(h);
            ShortVector bin = h.mul(scale).lanewise(VectorOperators.LSHR, 8);
            bin = h.mul(hues)
                    .sub(bin.mul((short) 180))
                    .lanewise(VectorOperators.ASHR, 15)
                    .add(bin);
            ShortVector s = ShortVector.fromArray(SHORTS, saturation, i);
            bin = bin.mul(saturations).add(s.mul(saturations).lanewise(VectorOperators.LSHR, 8));
            ShortVector v = ShortVector.fromArray(SHORTS, value, i);
            bin = bin.mul(values).add(v.mul(values).lanewise(VectorOperators.LSHR, 8));
            bin.intoArray(hue, i);
        }
    }
}
