package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColorStatisticsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static Descriptors describe(ColorStatistics settings, Planar<GrayU8> image) {
        Descriptors out = new Descriptors();
        settings.fit(null, RUN).describe(image, out, RUN);
        return out;
    }

    /** Cells of one pixel: its colour, and no deviation. */
    @Test
    void cellsOfOnePixelAreThePixels() {
        Planar<GrayU8> image = TestData.random(5, 4, 3, 1);
        Descriptors out = describe(new ColorStatistics(List.of(1), 1), image);
        assertEquals(2, out.count());
        assertEquals(96, out.columns());
        for (int d = 0; d < 2; d++) {
            assertEquals(d + 2, out.x(d));
            assertEquals(2, out.y(d));
            assertEquals(4, out.scale(d));
            for (int i = 0; i < 96; i++) {
                int pixel = i / 6;
                int expected = i % 6 < 3 ? image.getBand(i % 6).get(d + pixel % 4, pixel / 4) : 0;
                assertEquals(expected, out.values()[96 * d + i], "descriptor " + d + ", value " + i);
            }
        }
    }

    /** By the formulas, in double, at two scales with the same centres; of gray images all channels are the same. */
    @Test
    void isItsFormulas() {
        for (int bands : new int[] {1, 3}) {
            Planar<GrayU8> image = TestData.random(45, 30, bands, 2);
            Descriptors out = describe(new ColorStatistics(List.of(3, 7), 2), image);
            int i = 0;
            for (int cell : new int[] {3, 7}) {
                int start = 2 * (7 - cell);
                for (int y = start; y + 4 * cell <= 30; y += 2) {
                    for (int x = start; x + 4 * cell <= 45; x += 2) {
                        assertEquals(x + 2 * cell, out.x(i));
                        assertEquals(y + 2 * cell, out.y(i));
                        for (int k = 0; k < 96; k++) {
                            GrayU8 band = image.getBand(bands == 1 ? 0 : k % 3);
                            int left = x + k / 6 % 4 * cell;
                            int top = y + k / 24 * cell;
                            double mean = 0;
                            for (int p = 0; p < cell * cell; p++) {
                                mean += band.get(left + p % cell, top + p / cell) / (double) (cell * cell);
                            }
                            double variance = 0;
                            for (int p = 0; p < cell * cell; p++) {
                                double d = band.get(left + p % cell, top + p / cell) - mean;
                                variance += d * d / (cell * cell);
                            }
                            double expected = k % 6 < 3 ? mean : Math.sqrt(variance);
                            assertEquals(expected, out.values()[96 * i + k], 1e-4, i + ", value " + k);
                        }
                        i++;
                    }
                }
            }
            assertEquals(i, out.count());
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Messages.says(() -> new ColorStatistics(List.of(0, 4), 0), "0, 4", "128", "step", "0");
        Messages.says(() -> new ColorStatistics(List.of(4, 4), 1), "4, 4", "different");
        Messages.says(() -> new ColorStatistics(List.of(), 1), "cells");
        Messages.says(() -> new ColorStatistics(null, 1), "cells");
    }
}
