package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.hog.Hog.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HogCellsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    static Stream<HogCells> settings() {
        return Stream.of(
                HogCells.defaults(),
                new HogCells(List.of(7, 4), 9, false, Layout.DALAL_TRIGGS, false),
                new HogCells(List.of(4, 7), 9, false, Layout.FELZENSZWALB, true),
                new HogCells(List.of(3, 6), 8, true, Layout.CELLS, true));
    }

    private static Descriptors describe(HogCells settings, Planar<GrayU8> image) {
        Descriptors out = new Descriptors();
        settings.fit(null, RUN).describe(image, out, RUN);
        return out;
    }

    /** The features of all scales one after another are the descriptors. */
    @ParameterizedTest
    @MethodSource("settings")
    void areTheValuesOfHog(HogCells settings) {
        for (int bands : new int[] {1, 3}) {
            Planar<GrayU8> image = TestData.random(45, 31, bands, 2);
            Descriptors out = describe(settings, image);
            int at = 0;
            for (int cell : settings.cells()) {
                float[] expected = new Hog(
                                cell, settings.bins(), settings.signed(), settings.layout(), settings.interpolate())
                        .extractor()
                        .extract(image, RUN);
                Bits.assertSame(
                        "cells of " + cell, expected, Arrays.copyOfRange(out.values(), at, at + expected.length));
                at += expected.length;
            }
            assertEquals(at, out.count() * out.columns());
        }
    }

    /**
     * Only the pixels of one place differ from a flat image, and the descriptor with the most in it is the one that has
     * its centre there: so values and places belong together.
     */
    @ParameterizedTest
    @MethodSource("settings")
    void placesAreWhereTheValuesComeFrom(HogCells settings) {
        int cell = settings.cells().get(0);
        int side = settings.layout() == Layout.DALAL_TRIGGS ? 2 * cell : cell;
        HogCells one =
                new HogCells(List.of(cell), settings.bins(), settings.signed(), Layout.CELLS, settings.interpolate());
        int columns = new HogCells(
                        List.of(cell), settings.bins(), settings.signed(), settings.layout(), settings.interpolate())
                .fit(null, RUN)
                .columns(99, 99, 1);
        assertEquals(
                settings.layout() == Layout.FELZENSZWALB
                        ? 3 * settings.bins() + 4
                        : side / cell * (side / cell) * settings.bins(),
                columns);
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 45, 31, 1);
        int row = 2;
        int column = 4;
        for (int y = 0; y < cell; y++) {
            for (int x = 0; x < cell; x++) {
                image.getBand(0).set(column * cell + x, row * cell + y, x == cell / 2 && y == cell / 2 ? 255 : 0);
            }
        }
        Descriptors out = describe(one, image);
        int most = 0;
        for (int i = 0; i < out.count(); i++) {
            most = sum(out, i) > sum(out, most) ? i : most;
        }
        assertEquals((column + 0.5f) * cell, out.x(most));
        assertEquals((row + 0.5f) * cell, out.y(most));
        assertEquals(cell, out.scale(most));
        Descriptors all = describe(settings, image);
        assertEquals(side, all.scale(0));
        assertEquals(side / 2f, all.x(0));
        assertEquals(side / 2f, all.y(0));
        assertEquals(side / 2f + cell, all.x(1));
    }

    private static double sum(Descriptors out, int i) {
        double sum = 0;
        for (int k = 0; k < out.columns(); k++) {
            sum += out.values()[i * out.columns() + k];
        }
        return sum;
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new HogCells(List.of(4, 4), 9, false, Layout.CS231N, false), "4, 4", "different", "cs231n");
        Messages.says(() -> new HogCells(List.of(), 9, false, Layout.CELLS, false), "cells");
        Messages.says(() -> new HogCells(null, 9, false, Layout.CELLS, false), "cells");
        Messages.says(() -> new HogCells(List.of(8, 1), 1, false, Layout.CELLS, false), "8, 1", "2 to 4096", "bins");
        Messages.says(
                () -> new HogCells(List.of(4, 1 << 30), 9, false, Layout.DALAL_TRIGGS, true),
                "2 to 4096",
                "1073741824");
        Messages.says(() -> new HogCells(List.of(8), 9, true, Layout.FELZENSZWALB, false), "signed");
        Messages.says(() -> new HogCells(List.of(8), 9, true, null, false), "layout");
        assertThrows(
                IllegalArgumentException.class,
                () -> HogCells.defaults().fit(null, RUN).columns(15, 40, 1));
    }
}
