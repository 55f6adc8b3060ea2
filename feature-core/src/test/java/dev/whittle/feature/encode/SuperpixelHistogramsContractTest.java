package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.local.DescriptorContract;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.segment.Hhts;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuperpixelHistogramsContractTest extends DescriptorContract {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Override
    protected Stream<SuperpixelHistograms> specs() {
        return Stream.of(new SuperpixelHistograms(3, 6), new SuperpixelHistograms(16, 2));
    }

    @Override
    protected String pin() {
        return "5f424d07";
    }

    /** Each superpixel counted by itself, pixel by pixel; they are in the order of their labels. */
    @Override
    @ParameterizedTest
    @MethodSource("cases")
    protected void placesAreInTheirOrder(Case c) {
        SuperpixelHistograms spec = (SuperpixelHistograms) c.spec();
        Planar<GrayU8> image = SuperpixelPlacesContractTest.stripes(c.bands());
        GrayS32 labels = Hhts.of(spec.superpixels()).segment(image, RUN).labels();
        Descriptors out = new Descriptors();
        spec.fitted().describe(image, out, RUN);
        assertTrue(out.count() > 1, out.count() + " superpixels");
        assertEquals(spec.fitted().columns(image.width, image.height, c.bands()), out.columns());
        for (int i = 0; i < out.count(); i++) {
            double[] counts = new double[out.columns()];
            double n = 0;
            double sumX = 0;
            double sumY = 0;
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    if (labels.get(x, y) == i + 1) {
                        int bin = 0;
                        for (int b : new int[] {0, c.bands() / 2, c.bands() - 1}) {
                            bin = bin * spec.bins() + image.getBand(b).get(x, y) * spec.bins() / 256;
                        }
                        counts[bin]++;
                        n++;
                        sumX += x + 0.5;
                        sumY += y + 0.5;
                    }
                }
            }
            for (int bin = 0; bin < counts.length; bin++) {
                assertEquals(
                        (float) (counts[bin] / n),
                        out.values()[i * counts.length + bin],
                        "bin " + bin + " of superpixel " + (i + 1));
            }
            assertEquals(sumX / n, out.x(i), 1e-4, "x of " + i);
            assertEquals(sumY / n, out.y(i), 1e-4, "y of " + i);
            assertEquals(Math.sqrt(n), out.scale(i), 1e-4, "scale of " + i);
        }
    }
}
