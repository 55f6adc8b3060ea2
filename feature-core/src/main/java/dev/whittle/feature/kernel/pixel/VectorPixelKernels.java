package dev.whittle.feature.kernel.pixel;

import dev.whittle.feature.kernel.memory.PerThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over pixels on {@code jdk.incubator.vector}. A vector of bytes is read as a vector of shorts or ints, and
 * its bytes are extracted by shifts and masks. So no conversion between shapes is needed. The loops do not call our own
 * methods: in long loops the compiler stops inlining them, and then allocates vectors.
 */
public final class VectorPixelKernels extends PixelKernels {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int BLOCK = BYTES.length();
    /** Pixels at once: few enough that the intermediate values stay in the first-level cache. */
    private static final int CHUNK = 1024;

    private static final short LOW = 0xFF;
    /**
     * Whether a vector of 64 bytes can be permuted by one instruction. The Vector API has no method for this. Without
     * the instruction a permutation is far slower than a plain look-up.
     */
    private static final boolean PERMUTES_BYTES = BLOCK == 64 && processorHas("avx512vbmi");

    private final PixelKernels scalar = new ScalarPixelKernels();
    private final PerThread<VectorHsv> hsv = new PerThread<>(() -> new VectorHsv(CHUNK));
    private final ThreadLocal<byte[]> partialLuma = ThreadLocal.withInitial(() -> new byte[CHUNK]);

    /** Read from a file of Linux. If there is no such file, the answer is no, and a slower way is used. */
    private static boolean processorHas(String flag) {
        Path file = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(" " + flag + " ");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    void hsv(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] hue,
            int hueOffset,
            byte[] saturation,
            int saturationOffset,
            byte[] value,
            int valueOffset,
            int n) {
        VectorHsv chunk = hsv.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            chunk.convert(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, count);
            chunk.write(hue, hueOffset + i, saturation, saturationOffset + i, value, valueOffset + i, count);
        }
    }

    @Override
    void hsvBins(
            HsvBins bins,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n) {
        VectorHsv chunk = hsv.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            chunk.convert(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, count);
            chunk.writeBins(bins, out, outOffset + i, count);
        }
    }

    @Override
    void rgbBins(
            int reds,
            int greens,
            int blues,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n) {
        int i = 0;
        for (; i <= n - BLOCK; i += BLOCK) {
            ShortVector r = ByteVector.fromArray(BYTES, red, redOffset + i).reinterpretAsShorts();
            ShortVector g = ByteVector.fromArray(BYTES, green, greenOffset + i).reinterpretAsShorts();
            ShortVector b = ByteVector.fromArray(BYTES, blue, blueOffset + i).reinterpretAsShorts();
            ShortVector r0 = r.and(LOW).mul((short) reds).lanewise(VectorOperators.LSHR, 8);
            ShortVector g0 = g.and(LOW).mul((short) greens).lanewise(VectorOperators.LSHR, 8);
            ShortVector b0 = b.and(LOW).mul((short) blues).lanewise(VectorOperators.LSHR, 8);
            r = r.lanewise(VectorOperators.LSHR, 8).mul((short) reds).lanewise(VectorOperators.LSHR, 8);
            g = g.lanewise(VectorOperators.LSHR, 8).mul((short) greens).lanewise(VectorOperators.LSHR, 8);
            b = b.lanewise(VectorOperators.LSHR, 8).mul((short) blues).lanewise(VectorOperators.LSHR, 8);
            ShortVector even = r0.mul((short) greens).add(g0).mul((short) blues).add(b0);
            ShortVector odd = r.mul((short) greens).add(g).mul((short) blues).add(b);
            even.or(odd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsBytes().intoArray(out, outOffset + i);
        }
        scalar.rgbBins(
                reds,
                greens,
                blues,
                red,
                redOffset + i,
                green,
                greenOffset + i,
                blue,
                blueOffset + i,
                out,
                outOffset + i,
                n - i);
    }

    @Override
    void luma(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] luma,
            int lumaOffset,
            int n) {
        byte[] partial = partialLuma.get();
        int whole = BYTES.loopBound(n);
        for (int i = 0; i < whole; i += CHUNK) {
            int count = Math.min(CHUNK, whole - i);
            int r = redOffset + i;
            int g = greenOffset + i;
            int b = blueOffset + i;
            Arrays.fill(partial, 0, count, (byte) 0);
            for (int shift = 0; shift < 24; shift += 8) {
                lumaOfQuarter(red, r, green, g, blue, b, shift, partial, partial, 0, count);
            }
            lumaOfQuarter(red, r, green, g, blue, b, 24, partial, luma, lumaOffset + i, count);
        }
        scalar.luma(
                red,
                redOffset + whole,
                green,
                greenOffset + whole,
                blue,
                blueOffset + whole,
                luma,
                lumaOffset + whole,
                n - whole);
    }

    /**
     * Adds the luma of pixels 4i + shift/8, for all i, to the result for their neighbours. It is called for each
     * quarter of the pixels, since the compiler does not optimise a loop over all.
     */
    private static void lumaOfQuarter(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            int shift,
            byte[] known,
            byte[] luma,
            int lumaOffset,
            int n) {
        for (int i = 0; i < n; i += BLOCK) {
            IntVector r = ByteVector.fromArray(BYTES, red, redOffset + i).reinterpretAsInts();
            IntVector g = ByteVector.fromArray(BYTES, green, greenOffset + i).reinterpretAsInts();
            IntVector b = ByteVector.fromArray(BYTES, blue, blueOffset + i).reinterpretAsInts();
            r = r.lanewise(VectorOperators.LSHR, shift).and(0xFF).mul(9798);
            g = g.lanewise(VectorOperators.LSHR, shift).and(0xFF).mul(19235);
            b = b.lanewise(VectorOperators.LSHR, shift).and(0xFF).mul(3735);
            IntVector y = r.add(g).add(b).add(16384).lanewise(VectorOperators.LSHR, 15);
            ByteVector.fromArray(BYTES, known, i)
                    .reinterpretAsInts()
                    .or(y.lanewise(VectorOperators.LSHL, shift))
                    .reinterpretAsBytes()
                    .intoArray(luma, lumaOffset + i);
        }
    }

    @Override
    void map(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n) {
        int i = 0;
        if (PERMUTES_BYTES) {
            i = BYTES.loopBound(n);
            mapBlocks(table, in, inOffset, out, outOffset, i);
        }
        scalar.map(table, in, inOffset + i, out, outOffset + i, n - i);
    }

    /**
     * The four quarters of the table are permuted by the lower six bits of a value; the other two bits choose among
     * them.
     */
    private static void mapBlocks(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n) {
        ByteVector quarter0 = ByteVector.fromArray(BYTES, table, 0);
        ByteVector quarter1 = ByteVector.fromArray(BYTES, table, 64);
        ByteVector quarter2 = ByteVector.fromArray(BYTES, table, 128);
        ByteVector quarter3 = ByteVector.fromArray(BYTES, table, 192);
        for (int i = 0; i < n; i += BLOCK) {
            ByteVector x = ByteVector.fromArray(BYTES, in, inOffset + i);
            VectorShuffle<Byte> places = x.and((byte) 63).toShuffle();
            VectorMask<Byte> bit6 = x.lanewise(VectorOperators.LSHL, 1).compare(VectorOperators.LT, (byte) 0);
            VectorMask<Byte> bit7 = x.compare(VectorOperators.LT, (byte) 0);
            ByteVector low = quarter0.rearrange(places).blend(quarter1.rearrange(places), bit6);
            ByteVector high = quarter2.rearrange(places).blend(quarter3.rearrange(places), bit6);
            low.blend(high, bit7).intoArray(out, outOffset + i);
        }
    }

    @Override
    void shift(
            byte[] in,
            int inOffset,
            byte[] from,
            int fromOffset,
            byte[] to,
            int toOffset,
            byte[] out,
            int outOffset,
            int n) {
        int i = 0;
        for (; i <= n - BLOCK; i += BLOCK) {
            ShortVector x = ByteVector.fromArray(BYTES, in, inOffset + i).reinterpretAsShorts();
            ShortVector f = ByteVector.fromArray(BYTES, from, fromOffset + i).reinterpretAsShorts();
            ShortVector t = ByteVector.fromArray(BYTES, to, toOffset + i).reinterpretAsShorts();
            ShortVector even = x.and(LOW).add(t.and(LOW)).sub(f.and(LOW));
            ShortVector odd = x.lanewise(VectorOperators.LSHR, 8)
                    .add(t.lanewise(VectorOperators.LSHR, 8))
                    .sub(f.lanewise(VectorOperators.LSHR, 8));
            even = even.max((short) 0).min(LOW);
            odd = odd.max((short) 0).min(LOW);
            even.or(odd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsBytes().intoArray(out, outOffset + i);
        }
        scalar.shift(in, inOffset + i, from, fromOffset + i, to, toOffset + i, out, outOffset + i, n - i);
    }
}
