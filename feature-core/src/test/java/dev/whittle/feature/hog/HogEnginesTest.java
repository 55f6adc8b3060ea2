package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.ChildJvm;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast engines are equal to {@link HogDefinition} to the bit. */
@Tag("bits")
class HogEnginesTest {
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 3, 1),
            HogImages.noise(37, 53, 1, 2),
            HogImages.noise(16, 16, 1, 3),
            HogImages.noise(205, 40, 1, 4),
            HogImages.noise(141, 21, 3, 5),
            HogImages.noise(16, 150, 1, 6),
            HogImages.read("odd.ppm"),
            HogImages.read("gray.pgm"),
            HogImages.read("flat.pgm"));

    @Test
    void allSumsAreTheDefinedOnesToTheBit() {
        for (Hog hog : List.of(
                Hog.defaults(),
                Hog.cells(),
                new Hog(8, 18, true, Hog.Layout.CELLS, true),
                new Hog(4, 7, true, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(5, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(3, 2, false, Hog.Layout.CELLS, true),
                new Hog(8, 18, false, Hog.Layout.CELLS, true),
                new Hog(6, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(8, 9, false, Hog.Layout.CELLS, false),
                new Hog(5, 18, true, Hog.Layout.CELLS, false),
                new Hog(8, 9, false, Hog.Layout.DALAL_TRIGGS, false),
                new Hog(4, 7, true, Hog.Layout.DALAL_TRIGGS, false),
                Hog.felzenszwalb(),
                new Hog(8, 9, false, Hog.Layout.FELZENSZWALB, true),
                new Hog(5, 6, false, Hog.Layout.FELZENSZWALB, false))) {
            for (Planar<GrayU8> image : IMAGES) {
                float[] expected = HogImages.byDefinition(hog, image);
                for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels())) {
                    float[] actual =
                            hog.extractor().extract(image, Run.defaults().withKernels(kernels));
                    assertEquals(-1, HogImages.firstDifference(actual, expected), hog + ", " + kernels.name());
                }
            }
        }
    }

    /**
     * An extractor keeps its memory; images of all proportions go through one, and the last is a piece of a larger one.
     */
    @Test
    void oneExtractorTakesImagesOfAllShapes() {
        Planar<GrayU8> last = HogImages.noise(61, 47, 1, 7).subimage(21, 12, 61, 47, null);
        List<Planar<GrayU8>> images = List.of(
                HogImages.noise(40, 40, 1, 1),
                HogImages.noise(314, 14, 3, 2),
                HogImages.noise(12, 152, 1, 3),
                HogImages.noise(33, 12, 3, 4),
                // In cells of 2 as many as before, in one row.
                HogImages.noise(64, 12, 1, 5),
                last);
        for (Hog hog : List.of(
                new Hog(2, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(4, 9, false, Hog.Layout.FELZENSZWALB, true),
                new Hog(5, 9, false, Hog.Layout.FELZENSZWALB, false),
                new Hog(12, 9, false, Hog.Layout.CELLS, true),
                new Hog(6, 8, true, Hog.Layout.DALAL_TRIGGS, false))) {
            throughOneExtractor(hog, images);
        }
        throughOneExtractor(
                Hog.defaults(),
                List.of(
                        HogImages.noise(32, 32, 1, 1),
                        HogImages.noise(64, 16, 3, 2),
                        HogImages.noise(205, 40, 1, 3),
                        HogImages.noise(16, 150, 1, 4),
                        HogImages.noise(128, 24, 1, 5),
                        HogImages.noise(61, 47, 1, 7).subimage(21, 12, 61, 47, null)));
    }

    /** Run in the child. */
    static final class AtAnotherWidth {
        private AtAnotherWidth() {}

        public static void main(String[] args) {
            new HogEnginesTest().oneExtractorTakesImagesOfAllShapes();
            System.out.println(KernelChoice.AUTO.kernels().name() + " passed");
        }
    }

    /** What is done around the kernels depends on the width of vectors, too. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void oneExtractorTakesImagesOfAllShapesAt(int bits) throws Exception {
        String output = ChildJvm.run(
                AtAnotherWidth.class, "--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + bits / 8);
        int width = Math.min(bits, FloatVector.SPECIES_PREFERRED.vectorBitSize());
        assertTrue(output.contains("vector-" + width + " passed"), output);
    }

    private static void throughOneExtractor(Hog hog, List<Planar<GrayU8>> images) {
        FeatureExtractor extractor = hog.extractor();
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels())) {
            Run run = Run.defaults().withKernels(kernels);
            for (Planar<GrayU8> image : images) {
                float[] expected = HogImages.byDefinition(hog, image);
                int difference = HogImages.firstDifference(extractor.extract(image, run), expected);
                assertEquals(-1, difference, hog + ", " + kernels.name() + ", " + image.width + "x" + image.height);
            }
        }
    }

    /**
     * The largest cells of the vector engine, some for the scalar one whatever the kernels, and some for the
     * definition.
     */
    @Test
    void largeCells() {
        Planar<GrayU8> image = HogImages.noise(150, 141, 1, 8);
        throughOneExtractor(new Hog(64, 9, false, Hog.Layout.CELLS, true), List.of(image));
        throughOneExtractor(new Hog(64, 9, false, Hog.Layout.DALAL_TRIGGS, true), List.of(image));
        throughOneExtractor(new Hog(70, 9, false, Hog.Layout.CELLS, true), List.of(image));
        throughOneExtractor(new Hog(70, 9, false, Hog.Layout.DALAL_TRIGGS, true), List.of(image));
        Planar<GrayU8> larger = HogImages.noise(530, 300, 1, 9);
        throughOneExtractor(new Hog(256, 9, false, Hog.Layout.CELLS, true), List.of(larger));
        Hog hog = new Hog(260, 9, false, Hog.Layout.CELLS, true);
        double[] expected = HogPaper.describe(hog, larger);
        assertEquals(0, HogImages.distance(HogImages.extract(hog, larger), expected), 1e-5 * HogImages.max(expected));
    }

    @Test
    void aFlippedBitIsSeen() {
        float[] a = {1, 2, 3};
        float[] b = {1, Float.intBitsToFloat(Float.floatToRawIntBits(2f) + 1), 3};
        assertEquals(1, HogImages.firstDifference(a, b));
        assertEquals(-1, HogImages.firstDifference(a, a.clone()));
        assertEquals(0, HogImages.firstDifference(new float[] {0f}, new float[] {-0f}));
        assertEquals(2, HogImages.firstDifference(a, new float[] {1, 2}));
        assertEquals(1, HogImages.distance(a, new double[] {1, 3, 3}));
        assertEquals(Double.POSITIVE_INFINITY, HogImages.distance(a, new double[] {1, Double.NaN, 3}));
        assertEquals(Double.POSITIVE_INFINITY, HogImages.distance(a, new double[] {1}));
    }
}
