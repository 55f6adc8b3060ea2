package dev.whittle.feature.kernel.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Votes for bins of orientation beside angles by atan2. */
@Tag("bits")
class OrientationTest {
    @Test
    void everyGradientHasItsAngleAndItsHardBin() {
        for (boolean signed : new boolean[] {false, true}) {
            double turn = signed ? 2 * Math.PI : Math.PI;
            Orientation soft = new Orientation(9, signed, false, true);
            Orientation hard = new Orientation(9, signed, false, false);
            double worst = 0;
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    if (gx == 0 && gy == 0) {
                        continue;
                    }
                    double angle = StrictMath.atan2(gy, gx);
                    double p = (angle < 0 ? angle + 2 * Math.PI : angle) % turn / turn * 9;
                    double error = Math.abs(p - soft.position(gx, gy)) % 9;
                    worst = Math.max(worst, Math.min(error, 9 - error) * turn / 9);
                    float m = Orientation.length(gx, gy);
                    for (int b = 0; b < 9; b++) {
                        float expected = b == (int) p ? m : 0f;
                        float vote = hard.vote(gx, gy, b);
                        if (Float.compare(expected, vote) != 0) {
                            assertEquals(expected, vote, gx + ", " + gy + ", bin " + b);
                        }
                    }
                }
            }
            assertTrue(worst < 1e-6, "worst error in radians: " + worst);
        }
    }

    @Test
    void hardVotesAreForTheBinOfTheAngle() {
        for (int bins : new int[] {13, 24, 60}) {
            Orientation hard = new Orientation(bins, false, false, false);
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    double angle = StrictMath.atan2(gy, gx);
                    double p = (angle < 0 ? angle + Math.PI : angle) % Math.PI / Math.PI * bins;
                    // But for those so near a border that rounding decides.
                    if (Math.abs(p - Math.rint(p)) * Math.PI / bins > 5e-7) {
                        assertEquals(
                                Orientation.length(gx, gy), hard.vote(gx, gy, (int) p), bins + ": " + gx + ", " + gy);
                    }
                }
            }
        }
    }

    /** Of hard votes, whatever the number of bins; unsigned, a gradient votes as its opposite does. */
    @Test
    void everyHardVoteIsForOneBin() {
        for (int bins : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 18, 36, 60, 120, 240}) {
            for (boolean signed : new boolean[] {false, true}) {
                for (boolean centred : new boolean[] {false, true}) {
                    Orientation orientation = new Orientation(bins, signed, centred, false);
                    // The longer a gradient the nearer it may lie to a border.
                    for (int a = -255; a <= 255; a += bins > 18 ? 3 : 1) {
                        for (int[] g : new int[][] {{a, 255}, {a, -255}, {255, a}, {-255, a}, {a, 254}, {253, a}}) {
                            int bin = onlyBin(orientation, g[0], g[1]);
                            int other = onlyBin(orientation, -g[0], -g[1]);
                            int turned = signed && bins % 2 == 0 ? (bin + bins / 2) % bins : bin;
                            if (!signed || bins % 2 == 0) {
                                assertEquals(turned, other, () -> orientation + ": " + g[0] + ", " + g[1]);
                            }
                        }
                    }
                }
            }
        }
    }

    private static int onlyBin(Orientation orientation, int gx, int gy) {
        int only = -1;
        for (int b = 0; b < orientation.bins(); b++) {
            if (orientation.vote(gx, gy, b) > 0) {
                int bin = b;
                assertEquals(-1, only, () -> orientation + ": " + gx + ", " + gy + ", bin " + bin);
                only = b;
            }
        }
        assertTrue(only >= 0, () -> orientation + ": " + gx + ", " + gy);
        return only;
    }

    @Test
    void aGradientOnABorderIsInTheBinThatBeginsThereOrIfCentredEndsThere() {
        int[][] eighths = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
        for (int i = 0; i < 8; i++) {
            for (int m : new int[] {1, 255}) {
                int gx = m * eighths[i][0];
                int gy = m * eighths[i][1];
                assertEquals(i, onlyBin(new Orientation(8, true, false, false), gx, gy));
                assertEquals(i % 4, onlyBin(new Orientation(4, false, false, false), gx, gy));
                // Centres at 0°, 90° …, borders at 45°, 135° …
                assertEquals(i / 2, onlyBin(new Orientation(4, true, true, false), gx, gy));
            }
        }
    }

    @Test
    void anglesAlongTheAxesAreExact() {
        Orientation unsigned = new Orientation(9, false, false, true);
        assertEquals(0f, unsigned.position(0, 0));
        assertEquals(0f, unsigned.position(7, 0));
        assertEquals(4.5f, unsigned.position(0, 7));
        assertEquals(-4.5f, unsigned.position(0, -7));
        assertEquals(0f, Math.abs(unsigned.position(-7, 0)));
        assertEquals(-4.5f, new Orientation(18, true, false, true).position(0, -1));
        assertEquals(9f, new Orientation(18, true, false, true).position(-1, 0));
    }
}
