package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words of patches in an encoding are shown as those of {@link BagOfWords} are. */
class WordPicturesTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final KMeans ONE = new KMeans(1, 1, Start.RANDOM, 0);
    private static final PatchDescriptors PATCHES = new PatchDescriptors(new Patches(5, 1));

    private static Encoding spec(
            Spec<Rows, ? extends Encoder> encoder, List<? extends Spec<Rows, ? extends Transform>> reduce) {
        return new Encoding(PATCHES, 256, reduce, false, encoder, List.of(new Regions(1, 1)), List.of());
    }

    @Test
    void theWordOfAnImageWithOnePatchIsTheImage() {
        Planar<GrayU8> image = TestData.random(5, 5, 3, 2);
        Dataset data = TestData.data(List.of(image));
        int min = 255;
        int max = 0;
        for (GrayU8 band : image.bands) {
            for (byte v : band.data) {
                min = Math.min(min, v & 0xFF);
                max = Math.max(max, v & 0xFF);
            }
        }
        for (Spec<Rows, ? extends Encoder> encoder :
                List.of(new HardWords(ONE), new Vlad(ONE, true), new Triangle(ONE, Pooling.AVERAGE))) {
            for (boolean whiten : new boolean[] {false, true}) {
                Encoding spec = spec(encoder, whiten ? List.of(Zca.defaults()) : List.of());
                assertTrue(spec.hasLearned());
                List<Pictured.Learned> words = spec.learned(spec.fit(data, RUN));
                assertEquals(1, words.size());
                assertEquals(1, words.get(0).pictures().size());
                for (int b = 0; b < 3; b++) {
                    for (int i = 0; i < 25; i++) {
                        double expected = 255.0 * ((image.getBand(b).data[i] & 0xFF) - min) / (max - min);
                        assertEquals(expected, words.get(0).pictures().get(0).getBand(b).data[i] & 0xFF, 0.51);
                    }
                }
            }
        }
    }

    @Test
    void noPicturesOfOtherDescriptorsOrWithoutACodebook() {
        Dataset data = TestData.data(List.of(TestData.random(12, 12, 1, 2), TestData.random(12, 12, 1, 3)));
        Encoding fisher = spec(new Fisher(new GaussianMixture(ONE, 1, 0, 0.01, 0, true)), List.of());
        assertEquals(List.of(), fisher.learned(fisher.fit(data, RUN)));
        assertFalse(spec(new HardWords(ONE), List.of(L2Normalize.defaults())).hasLearned());
        assertFalse(new Encoding(
                        DenseSift.defaults(),
                        2,
                        List.of(),
                        false,
                        new HardWords(ONE),
                        List.of(new Regions(1, 1)),
                        List.of())
                .hasLearned());
        assertFalse(new Encoding(PATCHES, 2, List.of(), true, new HardWords(ONE), List.of(new Regions(1, 1)), List.of())
                .hasLearned());
    }

    /** Those of the first layer are those of an encoding that is learned from the same patches. */
    @Test
    void wordsOfTheFirstOfTwoLayers() {
        Dataset data = TestData.images(9, 3);
        FilterLayer first = new FilterLayer(
                PATCHES.patches(),
                100,
                List.of(Zca.defaults()),
                new Triangle(new KMeans(4, 2, Start.RANDOM, 0), Pooling.SUM));
        FilterLayer second = new FilterLayer(new Patches(2, 1), 100, List.of(), new Triangle(ONE, Pooling.SUM));
        TwoLayerFilters spec = new TwoLayerFilters(first, 2, 1, 4, second, List.of(new Regions(1, 1)));
        FeatureExtractor fitted = spec.fit(data, RUN);
        assertTrue(spec.hasLearned());
        List<Planar<GrayU8>> pictures = spec.learned(fitted).get(0).pictures();
        NamedArrays alone = fitted.arrays().part("first");
        Encoding encoding = spec(first.encoder(), first.reduce());
        List<Planar<GrayU8>> expected =
                encoding.learned(encoding.restore(alone, RUN)).get(0).pictures();
        assertEquals(4, pictures.size());
        for (int w = 0; w < 4; w++) {
            for (int b = 0; b < 3; b++) {
                assertArrayEquals(
                        expected.get(w).getBand(b).data, pictures.get(w).getBand(b).data);
            }
        }
        FilterLayer scaled = new FilterLayer(first.patches(), 100, List.of(L2Normalize.defaults()), first.encoder());
        TwoLayerFilters other = new TwoLayerFilters(scaled, 2, 1, 4, second, List.of(new Regions(1, 1)));
        assertFalse(other.hasLearned());
        assertEquals(List.of(), other.learned(other.fit(data, RUN)));
    }
}
