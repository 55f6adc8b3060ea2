package dev.whittle.feature.kernel.pixel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What all kernels of pixels must do: return the bytes of {@link ReferencePixelKernels}, read and write nothing outside
 * their slices and allow an output to be an input. {@code VectorWidthsTest} runs these methods by reflection, so they
 * need no set-up.
 */
public abstract class PixelKernelsContract {
    private static final int[] SIZES = {
        0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1021, 1023, 1024, 1025, 2111
    };

    private static final int[][] BINS = {
        {10, 4, 4}, {1, 1, 1}, {180, 1, 1}, {1, 256, 1}, {1, 1, 256}, {7, 5, 7}, {25, 3, 3}
    };

    private final PixelKernels reference = new ReferencePixelKernels();

    protected abstract PixelKernels kernels();

    /** An operation on bands: {@code a[i]} is band i with its offset {@code o[i]}. */
    private record Operation(String name, int inputs, int outputs, Body body) {}

    private interface Body {
        void apply(PixelKernels kernels, byte[][] a, int[] o, int n);
    }

    private static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        all.add(new Operation(
                "hsv",
                3,
                3,
                (k, a, o, n) -> k.hsv(a[0], o[0], a[1], o[1], a[2], o[2], a[3], o[3], a[4], o[4], a[5], o[5], n)));
        all.add(new Operation("luma", 3, 1, (k, a, o, n) -> k.luma(a[0], o[0], a[1], o[1], a[2], o[2], a[3], o[3], n)));
        all.add(new Operation(
                "shift", 3, 1, (k, a, o, n) -> k.shift(a[0], o[0], a[1], o[1], a[2], o[2], a[3], o[3], n)));
        byte[] table = bytes(256, 7);
        all.add(new Operation("map", 1, 1, (k, a, o, n) -> k.map(table, a[0], o[0], a[1], o[1], n)));
        for (int[] b : BINS) {
            HsvBins bins = new HsvBins(b[0], b[1], b[2]);
            all.add(new Operation(
                    "hsvBins " + Arrays.toString(b),
                    3,
                    1,
                    (k, a, o, n) -> k.hsvBins(bins, a[0], o[0], a[1], o[1], a[2], o[2], a[3], o[3], n)));
            all.add(new Operation(
                    "rgbBins " + Arrays.toString(b),
                    3,
                    1,
                    (k, a, o, n) -> k.rgbBins(b[0], b[1], b[2], a[0], o[0], a[1], o[1], a[2], o[2], a[3], o[3], n)));
        }
        return all;
    }

    private static byte[] bytes(int n, long seed) {
        Rng rng = new Rng(seed, "bytes", n);
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) rng.nextInt(256);
        }
        return bytes;
    }

    private static void assertSame(String what, byte[][] expected, byte[][] actual) {
        for (int b = 0; b < expected.length; b++) {
            int i = Arrays.mismatch(expected[b], actual[b]);
            if (i >= 0) {
                throw new AssertionError(what + ": array " + b + " differs at index " + i + ": expected "
                        + expected[b][i] + ", got " + actual[b][i]);
            }
        }
    }

    /** Bands with other bytes around the slices; at {@code offset} 0 nothing follows them. */
    @Test
    void slicesOfAllSizes() {
        for (Operation operation : operations()) {
            for (int n : SIZES) {
                for (int offset = 0; offset < 5; offset++) {
                    int bands = operation.inputs + operation.outputs;
                    byte[][] expected = new byte[bands][];
                    int[] o = new int[bands];
                    for (int b = 0; b < bands; b++) {
                        o[b] = offset * (b + 1) * 3;
                        expected[b] = bytes(o[b] + n + 13 * offset, b + 1);
                    }
                    byte[][] actual = Arrays.stream(expected).map(byte[]::clone).toArray(byte[][]::new);
                    operation.body.apply(reference, expected, o, n);
                    operation.body.apply(kernels(), actual, o, n);
                    assertSame(operation.name + " n=" + n + " offset " + offset, expected, actual);
                }
            }
        }
    }

    /** Each output in turn in each input's place. */
    @Test
    void outputsThatAreInputs() {
        for (Operation operation : operations()) {
            for (int n : new int[] {1, 64, 100, 1024, 2500}) {
                for (int turn = 0; turn < operation.inputs; turn++) {
                    byte[][] expected = new byte[operation.inputs][];
                    int[] o = new int[operation.inputs + operation.outputs];
                    for (int b = 0; b < o.length; b++) {
                        o[b] = 5;
                    }
                    for (int b = 0; b < operation.inputs; b++) {
                        expected[b] = bytes(n + 11, b + 3);
                    }
                    byte[][] actual = Arrays.stream(expected).map(byte[]::clone).toArray(byte[][]::new);
                    operation.body.apply(reference, shared(operation, expected, turn), o, n);
                    operation.body.apply(kernels(), shared(operation, actual, turn), o, n);
                    assertSame(operation.name + " in place, n=" + n + " turn " + turn, expected, actual);
                }
            }
        }
    }

    private static byte[][] shared(Operation operation, byte[][] inputs, int turn) {
        byte[][] all = Arrays.copyOf(inputs, operation.inputs + operation.outputs);
        for (int b = 0; b < operation.outputs; b++) {
            all[operation.inputs + b] = inputs[(b + turn) % operation.inputs];
        }
        return all;
    }

    /** The operations on three bands, on all 2²⁴ triples of bytes. */
    @Test
    void allTriples() {
        byte[][] bands = new byte[3][1 << 16];
        for (int i = 0; i < 1 << 16; i++) {
            bands[1][i] = (byte) (i >> 8);
            bands[2][i] = (byte) i;
        }
        List<String> some =
                List.of("hsv", "luma", "shift", "hsvBins [10, 4, 4]", "hsvBins [7, 5, 7]", "rgbBins [7, 5, 7]");
        List<Operation> operations =
                operations().stream().filter(o -> some.contains(o.name)).toList();
        assertEquals(some.size(), operations.size());
        for (Operation operation : operations) {
            int count = operation.inputs + operation.outputs;
            byte[][] expected = Arrays.copyOf(bands, count);
            byte[][] actual = Arrays.copyOf(bands, count);
            for (int b = operation.inputs; b < count; b++) {
                expected[b] = new byte[1 << 16];
                actual[b] = new byte[1 << 16];
            }
            for (int first = 0; first < 256; first++) {
                Arrays.fill(bands[0], (byte) first);
                operation.body.apply(reference, expected, new int[count], 1 << 16);
                operation.body.apply(kernels(), actual, new int[count], 1 << 16);
                assertSame(operation.name + " of " + first + ", …", expected, actual);
            }
        }
    }

    /** Every number of bins of hue, on colours of every hue. */
    @Test
    void allNumbersOfHues() {
        byte[][] bands = new byte[3][6 * 256];
        for (int i = 0; i < bands[0].length; i++) {
            int t = i % 256;
            int[] of = {255, i / 256 % 2 == 0 ? t : 255 - t, 0};
            int[][] order = {{0, 1, 2}, {1, 0, 2}, {2, 0, 1}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}};
            for (int b = 0; b < 3; b++) {
                bands[b][i] = (byte) of[order[i / 256][b]];
            }
        }
        int n = bands[0].length;
        byte[][] expected = new byte[1][n];
        byte[][] actual = new byte[1][n];
        for (int hues = 1; hues <= 180; hues++) {
            HsvBins bins = new HsvBins(hues, 1, 1);
            reference.hsvBins(bins, bands[0], 0, bands[1], 0, bands[2], 0, expected[0], 0, n);
            kernels().hsvBins(bins, bands[0], 0, bands[1], 0, bands[2], 0, actual[0], 0, n);
            assertSame(hues + " hues", expected, actual);
        }
    }
}
