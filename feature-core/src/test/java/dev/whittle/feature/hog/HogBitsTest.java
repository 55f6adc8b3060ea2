package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog.Layout;
import dev.whittle.feature.kernel.Kernels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Descriptors of all layouts are the same bits on every machine and JDK: the CRC-32 of their raw bits, high byte first,
 * is pinned.
 */
@Tag("bits")
class HogBitsTest {
    /** Gray and colour of 32×32, then of 37×53. */
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 1, 1),
            HogImages.noise(32, 32, 3, 2),
            HogImages.noise(37, 53, 1, 3),
            HogImages.noise(37, 53, 3, 4));

    private record Pinned(Hog hog, List<String> crcs) {
        Pinned(Layout layout, boolean signed, boolean interpolate, String... crcs) {
            this(new Hog(8, signed ? 18 : 9, signed, layout, interpolate), List.of(crcs));
        }
    }

    private static final List<Pinned> ALL = List.of(
            new Pinned(Layout.CELLS, false, false, "dadc0f27", "df811942", "e5e49279", "2112c9f1"),
            new Pinned(Layout.CELLS, false, true, "e29381c7", "47eba69c", "0cb27b17", "99118d7f"),
            new Pinned(Layout.CELLS, true, false, "6b7edacc", "4ef5f31b", "9ac93bbd", "e2809cdb"),
            new Pinned(Layout.CELLS, true, true, "bf6163a5", "8eced046", "337ef8c7", "9c6655c1"),
            new Pinned(Layout.DALAL_TRIGGS, false, false, "e37b3093", "ac99154b", "bcfa247e", "c1aaaa46"),
            new Pinned(Layout.DALAL_TRIGGS, false, true, "0fa39d10", "79f17d2c", "edcde8d9", "a079e8b2"),
            new Pinned(Layout.DALAL_TRIGGS, true, false, "ce9fb540", "35ecd2dd", "09fb2f45", "bd7f6832"),
            new Pinned(Layout.DALAL_TRIGGS, true, true, "37828ce3", "35d4c0ac", "61af9b56", "66eb9782"),
            new Pinned(Layout.FELZENSZWALB, false, false, "2cdc65e4", "8318b3d3", "22d39b18", "1d69d623"),
            new Pinned(Layout.FELZENSZWALB, false, true, "5e41e928", "bfe27c9b", "7fc96bc1", "3100c5df"),
            new Pinned(Layout.CS231N, false, false, "458f073d", "79e4ecbf", "85454da6", "2c2cc660"));

    private static String crc(float[] values) {
        CRC32 crc = new CRC32();
        for (float v : values) {
            int bits = Float.floatToRawIntBits(v);
            crc.update(bits >>> 24);
            crc.update(bits >>> 16);
            crc.update(bits >>> 8);
            crc.update(bits);
        }
        return String.format("%08x", crc.getValue());
    }

    private static void check(Pinned pinned, int image, float[] descriptor) {
        assertEquals(pinned.crcs.get(image), crc(descriptor), pinned.hog + ", image " + image);
    }

    @Test
    void descriptorsHaveThePinnedBits() {
        for (Pinned pinned : ALL) {
            for (int i = 0; i < IMAGES.size(); i++) {
                for (Kernels kernels : List.of(Kernels.SCALAR, Kernels.AUTO)) {
                    FeatureExtractor extractor =
                            pinned.hog.fit(null, Run.defaults().withKernels(kernels));
                    check(pinned, i, HogImages.extract(extractor, IMAGES.get(i)));
                }
                check(pinned, i, HogImages.byDefinition(pinned.hog, IMAGES.get(i)));
            }
        }
    }

    @Test
    void allThatCanBeChosenIsPinned() {
        Set<Hog> expected = new HashSet<>();
        for (Layout layout : Layout.values()) {
            for (boolean signed : new boolean[] {false, true}) {
                for (boolean interpolate : new boolean[] {false, true}) {
                    boolean fixed = layout == Layout.CS231N;
                    if (!(signed && (fixed || layout == Layout.FELZENSZWALB)) && !(interpolate && fixed)) {
                        expected.add(new Hog(8, signed ? 18 : 9, signed, layout, interpolate));
                    }
                }
            }
        }
        Set<Hog> actual = new HashSet<>();
        ALL.forEach(pinned -> actual.add(pinned.hog));
        assertEquals(expected, actual);
        assertEquals(ALL.size(), actual.size());
    }

    /** The lowest or the sign bit of the first or the last value. */
    @Test
    void oneOtherBitFails() {
        for (Pinned pinned : ALL) {
            float[] descriptor = HogImages.extract(pinned.hog, IMAGES.get(3));
            for (int at : new int[] {0, descriptor.length - 1}) {
                for (int bit : new int[] {1, 1 << 31}) {
                    float[] changed = descriptor.clone();
                    changed[at] = Float.intBitsToFloat(Float.floatToRawIntBits(changed[at]) ^ bit);
                    assertThrows(AssertionError.class, () -> check(pinned, 3, changed));
                }
            }
        }
    }

    /** CRC-32 of the bytes of 1f, 3f 80 00 00, and of no bytes, as zlib has them. */
    @Test
    void theCrcIsOfTheRawBitsHighByteFirst() {
        assertEquals("68392c6b", crc(new float[] {1f}));
        assertEquals("00000000", crc(new float[0]));
    }
}
