package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.abst.feature.dense.DescribeImageDense;
import boofcv.abst.feature.detdesc.DetectDescribePoint;
import boofcv.factory.feature.dense.ConfigDenseSift;
import boofcv.factory.feature.dense.ConfigDenseSurfFast;
import boofcv.factory.feature.dense.ConfigDenseSurfStable;
import boofcv.factory.feature.dense.DenseSampling;
import boofcv.factory.feature.dense.FactoryDescribeImageDense;
import boofcv.factory.feature.detdesc.FactoryDetectDescribe;
import boofcv.struct.feature.TupleDesc_F64;
import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayS16;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.ImageType;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.local.BoofCvDescriptors.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter beside BoofCV itself, called directly. */
class BoofCvAdapterTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Squares of several sizes and colours, which interest points are found at. */
    static Planar<GrayU8> squares(int width, int height, int bands) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        Rng rng = new Rng(1, "squares", 0);
        for (int i = 0; i < 150; i++) {
            int side = 3 + rng.nextInt(12);
            int left = rng.nextInt(width - side);
            int top = rng.nextInt(height - side);
            for (int b = 0; b < bands; b++) {
                int value = rng.nextInt(256);
                for (int p = 0; p < side * side; p++) {
                    image.getBand(b).set(left + p % side, top + p / side, value);
                }
            }
        }
        return image;
    }

    private static Descriptors describe(Spec<Dataset, LocalDescriptors> spec, Planar<GrayU8> image) {
        Descriptors out = new Descriptors();
        spec.fit(null, RUN).describe(image, out, RUN);
        return out;
    }

    /** What BoofCV gave: the place, the scale and the values of each descriptor. */
    private static List<float[]> direct(DescribeImageDense<GrayU8, TupleDesc_F64> boof, GrayU8 image, int side) {
        boof.process(image);
        return IntStream.range(0, boof.getDescriptions().size())
                .mapToObj(i -> row(
                        boof.getLocations().get(i).x,
                        boof.getLocations().get(i).y,
                        side,
                        boof.getDescriptions().get(i)))
                .toList();
    }

    private static <T extends ImageBase<T>> List<float[]> direct(DetectDescribePoint<T, TupleDesc_F64> boof, T image) {
        boof.detect(image);
        return IntStream.range(0, boof.getNumberOfFeatures())
                .mapToObj(i -> row(
                        boof.getLocation(i).x, boof.getLocation(i).y, 2 * boof.getRadius(i), boof.getDescription(i)))
                .toList();
    }

    private static float[] row(double x, double y, double scale, TupleDesc_F64 values) {
        float[] row = new float[3 + values.size()];
        row[0] = (float) (x + 0.5);
        row[1] = (float) (y + 0.5);
        row[2] = (float) scale;
        for (int k = 0; k < values.size(); k++) {
            row[3 + k] = (float) values.getDouble(k);
        }
        return row;
    }

    private static List<float[]> rows(Descriptors out) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < out.count(); i++) {
            float[] row = new float[3 + out.columns()];
            row[0] = out.x(i);
            row[1] = out.y(i);
            row[2] = out.scale(i);
            System.arraycopy(out.values(), i * out.columns(), row, 3, out.columns());
            rows.add(row);
        }
        return rows;
    }

    /** Both lists hold the same rows, in any order. */
    private static void assertSame(List<float[]> expected, List<float[]> actual) {
        assertTrue(expected.size() > 20, "only " + expected.size());
        assertEquals(expected.size(), actual.size());
        List<float[]> a = sorted(expected);
        List<float[]> b = sorted(actual);
        for (int i = 0; i < a.size(); i++) {
            Bits.assertSame("descriptor " + i, a.get(i), b.get(i));
        }
    }

    private static List<float[]> sorted(List<float[]> rows) {
        List<float[]> sorted = new ArrayList<>(rows);
        sorted.sort(Arrays::compare);
        return sorted;
    }

    @Test
    void anotherValueOrPlaceIsSeen() {
        List<float[]> rows = rows(describe(BoofCvDescriptors.defaults(), squares(80, 60, 1)));
        assertSame(rows, rows);
        for (int place : new int[] {0, 2, 40}) {
            List<float[]> other = new ArrayList<>(rows);
            float[] row = rows.get(7).clone();
            row[place] = Math.nextUp(row[place]);
            other.set(7, row);
            assertThrows(AssertionError.class, () -> assertSame(rows, other));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void denseOnesAreBoofCvs(Kind kind) {
        DenseSampling sampling = new DenseSampling(7, 7);
        DescribeImageDense<GrayU8, TupleDesc_F64> boof = switch (kind) {
            case SURF_FAST -> FactoryDescribeImageDense.surfFast(new ConfigDenseSurfFast(sampling), GrayU8.class);
            case SURF_STABLE -> FactoryDescribeImageDense.surfStable(new ConfigDenseSurfStable(sampling), GrayU8.class);
            case SIFT -> FactoryDescribeImageDense.sift(new ConfigDenseSift(sampling), GrayU8.class);
        };
        for (int bands : new int[] {1, 3}) {
            Planar<GrayU8> image = squares(101, 70, bands);
            List<float[]> expected = direct(boof, Gray.of(image), kind == Kind.SIFT ? 16 : 20);
            Descriptors out = describe(new BoofCvDescriptors(kind, true, 7), image);
            assertEquals(kind == Kind.SIFT ? 128 : 64, out.columns());
            assertSame(expected, rows(out));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sparseOnesAreBoofCvs(Kind kind) {
        DetectDescribePoint<GrayU8, TupleDesc_F64> boof = switch (kind) {
            case SURF_FAST -> FactoryDetectDescribe.surfFast(null, null, null, GrayU8.class);
            case SURF_STABLE -> FactoryDetectDescribe.surfStable(null, null, null, GrayU8.class);
            case SIFT -> FactoryDetectDescribe.sift(null, GrayU8.class);
        };
        for (int bands : new int[] {1, 3}) {
            Planar<GrayU8> image = squares(160, 140, bands);
            assertSame(direct(boof, Gray.of(image)), rows(describe(new BoofCvDescriptors(kind, false, 1), image)));
        }
    }

    @Test
    void imagesOfOtherTypesAreGiven() {
        Planar<GrayU8> image = squares(160, 140, 3);
        GrayF32 floats = new GrayF32(160, 140);
        GrayU8 gray = Gray.of(image);
        for (int i = 0; i < gray.data.length; i++) {
            floats.data[i] = gray.data[i] & 0xFF;
        }
        assertSame(
                direct(FactoryDetectDescribe.sift(null, GrayF32.class), floats),
                rows(describe(BoofCvAdapter.sparse(() -> FactoryDetectDescribe.sift(null, GrayF32.class)), image)));
        BoofCvAdapter colour = BoofCvAdapter.sparse(
                () -> FactoryDetectDescribe.surfColorStable(null, null, null, ImageType.pl(3, GrayU8.class)));
        Descriptors out = describe(colour, image);
        assertEquals(192, out.columns());
        assertSame(
                direct(
                        FactoryDetectDescribe.surfColorStable(null, null, null, ImageType.pl(3, GrayU8.class)),
                        image.clone()),
                rows(out));
        Planar<GrayU8> equal = Gray.withBands(Gray.withBands(image, 1), 3);
        assertSame(rows(describe(colour, equal)), rows(describe(colour, Gray.withBands(equal, 1))));
        Messages.says(() -> new BoofCvImage<>(ImageType.single(GrayS16.class)), "S16", "U8", "F32");
        Messages.says(() -> new BoofCvImage<>(ImageType.pl(2, GrayU8.class)), "1 or 3");
    }

    /** BoofCV 1.2.2 divides by the number of steps, 0 here. */
    @Test
    void whatBoofCvCannotDescribeIsSaid() {
        LocalDescriptors sift = new BoofCvDescriptors(Kind.SIFT, true, 8).fit(null, RUN);
        Messages.says(
                () -> sift.describe(squares(24, 24, 1), new Descriptors(), RUN), "BoofCV", "24x24", "by zero", "scale");
        Descriptors out = new Descriptors();
        sift.describe(squares(64, 64, 1), out, RUN);
        assertTrue(out.count() > 20);
    }

    @Test
    void plainImagesHaveNoPoints() {
        for (Kind kind : List.of(Kind.SURF_FAST, Kind.SURF_STABLE)) {
            assertEquals(
                    0,
                    describe(new BoofCvDescriptors(kind, false, 1), new Planar<>(GrayU8.class, 90, 70, 3))
                            .count());
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new BoofCvDescriptors(null, true, 0), "descriptor", "SURF_FAST", "step", "0");
        Messages.says(() -> BoofCvAdapter.dense(0, () -> null), "side", "0");
        assertTrue(BoofCvDescriptors.defaults().unusedSettings().isEmpty());
        assertEquals(
                "step",
                new BoofCvDescriptors(Kind.SIFT, false, 2)
                        .unusedSettings()
                        .get(0)
                        .key());
        assertFalse(BoofCvAdapter.sparse(() -> null).bitsPromised());
        assertFalse(BoofCvAdapter.sparse(() -> null).canBeSaved());
        assertTrue(BoofCvDescriptors.defaults().canBeSaved());
    }
}
