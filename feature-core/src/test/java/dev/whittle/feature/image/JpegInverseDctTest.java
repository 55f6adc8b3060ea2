package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class JpegInverseDctTest {
    /** The IJG's {@code jidctint.c}, one block at a time: 13 fractional bits, and 2 that are kept after the columns. */
    private static void naive(int[] in, byte[] samples, int at, int stride) {
        int[] columns = new int[64];
        for (int x = 0; x < 8; x++) {
            int[] column = new int[8];
            for (int i = 0; i < 8; i++) {
                column[i] = in[8 * i + x];
            }
            step(column, 11);
            for (int i = 0; i < 8; i++) {
                columns[8 * i + x] = column[i];
            }
        }
        for (int y = 0; y < 8; y++) {
            int[] row = new int[8];
            System.arraycopy(columns, 8 * y, row, 0, 8);
            step(row, 18);
            for (int x = 0; x < 8; x++) {
                samples[at + y * stride + x] = (byte) Math.max(0, Math.min(255, row[x] + 128));
            }
        }
    }

    private static void step(int[] v, int shift) {
        int z1 = (v[2] + v[6]) * 4433;
        int even2 = z1 - v[6] * 15137;
        int even3 = z1 + v[2] * 6270;
        int even0 = (v[0] + v[4]) << 13;
        int even1 = (v[0] - v[4]) << 13;
        int[] even = {even0 + even3, even1 + even2, even1 - even2, even0 - even3};
        int z5 = (v[7] + v[3] + v[5] + v[1]) * 9633;
        int a = -(v[7] + v[1]) * 7373;
        int b = -(v[5] + v[3]) * 20995;
        int c = z5 - (v[7] + v[3]) * 16069;
        int d = z5 - (v[5] + v[1]) * 3196;
        int[] odd = {v[1] * 12299 + a + d, v[3] * 25172 + b + c, v[5] * 16819 + b + d, v[7] * 2446 + a + c};
        for (int i = 0; i < 4; i++) {
            v[i] = (even[i] + odd[i] + (1 << (shift - 1))) >> shift;
            v[7 - i] = (even[i] - odd[i] + (1 << (shift - 1))) >> shift;
        }
    }

    /** Numbers of blocks below and above the number that is transformed at once, few and many coefficients. */
    @Test
    void hasTheValuesOfTheIjgsLibrary() {
        Random random = new Random(11);
        for (int count = 1; count < 200; count += 7) {
            int stride = 8 * count + random.nextInt(3);
            byte[] expected = new byte[2 + 8 * stride];
            byte[] samples = new byte[2 + 8 * stride];
            JpegInverseDct dct = new JpegInverseDct();
            for (int b = 0; b < count; b++) {
                int[] block = new int[64];
                int nonzero = 0;
                int most = random.nextInt(3) == 0 ? 64 : 1 + random.nextInt(40);
                int largest = random.nextInt(4) == 0 ? JpegInverseDct.MAX : 300;
                for (int i = random.nextInt(5); i > 0; i--) {
                    int place = random.nextInt(most);
                    block[place] = random.nextInt(2 * largest + 1) - largest;
                    nonzero |= place;
                }
                if (b % 5 == 4) {
                    for (int i = 0; i < 64; i++) {
                        block[i] = random.nextInt(2 * largest + 1) - largest;
                    }
                    nonzero = 63;
                }
                naive(block, expected, 1 + 8 * b, stride);
                dct.transform(block, nonzero, samples, 1 + 8 * b, stride);
                assertArrayEquals(new int[64], block);
            }
            dct.end();
            assertArrayEquals(expected, samples, count + " blocks");
        }
    }

    /** Blocks for different arrays may wait together, and nothing is left of those that were transformed. */
    @Test
    void blocksOfSeveralComponentsWaitTogether() {
        JpegInverseDct dct = new JpegInverseDct();
        byte[] first = new byte[64];
        byte[] second = new byte[16 * 8];
        dct.transform(new int[64], 0, first, 0, 8);
        int[] bright = new int[64];
        bright[0] = 800;
        dct.transform(bright, 0, second, 8, 16);
        dct.end();
        for (int i = 0; i < 64; i++) {
            assertEquals(128, first[i] & 0xFF);
            assertEquals(228, second[16 * (i / 8) + 8 + i % 8] & 0xFF);
        }
        dct.transform(new int[64], 0, second, 8, 16);
        dct.end();
        assertEquals(128, second[8] & 0xFF);
    }

    @Test
    void clampsWithoutABranch() {
        for (int value = -100_000; value < 100_000; value++) {
            assertEquals(Math.max(0, Math.min(255, value)), JpegInverseDct.clamped(value));
        }
    }
}
