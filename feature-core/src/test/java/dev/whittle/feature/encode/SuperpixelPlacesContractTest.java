package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.local.ColorStatistics;
import dev.whittle.feature.local.DescriptorContract;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.segment.Hhts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuperpixelPlacesContractTest extends DescriptorContract {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Override
    protected Stream<SuperpixelPlaces> specs() {
        return Stream.of(
                new SuperpixelPlaces(new PatchDescriptors(new Patches(5, 3)), 6),
                new SuperpixelPlaces(new ColorStatistics(List.of(4, 6), 5), 2));
    }

    @Override
    protected String pin() {
        return "2ec0dd0f";
    }

    /** Each is at the mean of the pixels of its label, and all else is as without superpixels. */
    @Override
    @ParameterizedTest
    @MethodSource("cases")
    protected void placesAreInTheirOrder(Case c) {
        SuperpixelPlaces spec = (SuperpixelPlaces) c.spec();
        // Large parts of one colour, so that there are several superpixels.
        Planar<GrayU8> image = stripes(c.bands());
        GrayS32 labels = Hhts.of(spec.superpixels()).segment(image, RUN).labels();
        int segments = Arrays.stream(labels.data).max().orElseThrow();
        assertTrue(segments > 1, segments + " segments");
        Descriptors plain = new Descriptors();
        spec.descriptors().fit(null, RUN).describe(image, plain, RUN);
        Descriptors placed = new Descriptors();
        spec.fit(null, RUN).describe(image, placed, RUN);
        assertEquals(plain.count(), placed.count());
        for (int i = 0; i < plain.count(); i++) {
            int label = labels.get((int) plain.x(i), (int) plain.y(i));
            double n = 0;
            double x = 0;
            double y = 0;
            for (int p = 0; p < labels.data.length; p++) {
                if (labels.data[p] == label) {
                    n++;
                    x += p % image.width + 0.5;
                    y += p / image.width + 0.5;
                }
            }
            assertEquals(x / n, placed.x(i), 1e-4, "x of " + i);
            assertEquals(y / n, placed.y(i), 1e-4, "y of " + i);
            assertEquals(plain.scale(i), placed.scale(i));
        }
        int values = plain.count() * plain.columns();
        assertEquals(-1, Arrays.mismatch(plain.values(), 0, values, placed.values(), 0, values));
    }

    static Planar<GrayU8> stripes(int bands) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 61, 50, bands);
        for (int b = 0; b < bands; b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    image.getBand(b).set(x, y, 60 * ((x + y / 2) / 20) + 10 * b + y / 20 * 7);
                }
            }
        }
        return image;
    }
}
