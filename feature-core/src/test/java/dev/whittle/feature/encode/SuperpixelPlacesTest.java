package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An image of 40×16 pixels, dark in the first 12 columns and bright in the others, by hand. */
class SuperpixelPlacesTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final BlockMeans BLOCKS = new BlockMeans(0);

    private static Planar<GrayU8> image() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 40, 16, 1);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 40; x++) {
                image.getBand(0).set(x, y, x < 12 ? 20 : 200);
            }
        }
        return image;
    }

    @Test
    void placesAreTheCentresOfSuperpixels() {
        Descriptors out = new Descriptors();
        new SuperpixelPlaces(BLOCKS, 2).fit(null, RUN).describe(image(), out, RUN);
        assertEquals(40, out.count());
        for (int i = 0; i < 40; i++) {
            assertEquals(i % 10 < 3 ? 6 : 26, out.x(i), "x of block " + i);
            assertEquals(8, out.y(i), "y of block " + i);
        }
    }

    /** With one superpixel, all are in the middle of the image. */
    @Test
    void oneSuperpixelIsTheWholeImage() {
        Descriptors out = new Descriptors();
        new SuperpixelPlaces(BLOCKS, 1).fit(null, RUN).describe(image(), out, RUN);
        for (int i = 0; i < 40; i++) {
            assertEquals(20, out.x(i));
            assertEquals(8, out.y(i));
        }
    }

    /** The share of dark and of bright blocks in the left and the right half. */
    @Test
    void bordersOfRegionsFollowTheImage() {
        // Of 20 blocks in the left half 12 are dark. The left superpixel has those alone.
        assertArrayEquals(new float[] {0.6f, 0.4f, 0, 1}, halves(BLOCKS));
        assertArrayEquals(new float[] {1, 0, 0, 1}, halves(new SuperpixelPlaces(BLOCKS, 2)));
    }

    private static float[] halves(Spec<Dataset, ? extends LocalDescriptors> descriptors) {
        Planar<GrayU8> image = image();
        EncodingExtractor extractor = new Encoding(
                        descriptors,
                        200,
                        List.of(),
                        false,
                        new HardWords(new KMeans(2, 20, KMeans.Start.KMEANS_PLUS_PLUS, 0)),
                        List.of(new Regions(1, 2)),
                        List.of())
                .fit(Images.of(List.of(image), new int[] {0}), RUN);
        float[] code = new float[4];
        extractor.extract(image, code, 0, RUN);
        // Which word is the dark one is left to k-means: it is the one that is not in the right half.
        return code[2] == 0 ? code : new float[] {code[1], code[0], code[3], code[2]};
    }

    @Test
    void wrongSettingsAreSaid() {
        Messages.says(() -> new SuperpixelPlaces(null, 0), "descriptors must be given", "superpixels", "got 0");
    }
}
