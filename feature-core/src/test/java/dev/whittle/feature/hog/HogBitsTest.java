package dev.whittle.feature.hog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Pin;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog.Layout;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Descriptors of all layouts are the same bits on every machine and JDK, by the definition and by either engine. */
@Tag("bits")
class HogBitsTest {
    /** Gray and colour of 32×32, then of 37×53. */
    private static final List<Planar<GrayU8>> IMAGES = List.of(
            HogImages.noise(32, 32, 1, 1),
            HogImages.noise(32, 32, 3, 2),
            HogImages.noise(37, 53, 1, 3),
            HogImages.noise(37, 53, 3, 4));

    /** All that can be chosen, with cells of 8. */
    private static List<Hog> all() {
        List<Hog> all = new ArrayList<>();
        for (Layout layout : List.of(Layout.CELLS, Layout.DALAL_TRIGGS, Layout.FELZENSZWALB, Layout.CS231N)) {
            for (boolean signed : new boolean[] {false, true}) {
                for (boolean interpolate : new boolean[] {false, true}) {
                    boolean fixed = layout == Layout.CS231N;
                    if (!(signed && (fixed || layout == Layout.FELZENSZWALB)) && !(interpolate && fixed)) {
                        all.add(new Hog(8, signed ? 18 : 9, signed, layout, interpolate));
                    }
                }
            }
        }
        return all;
    }

    private static void check(BiFunction<Hog, Planar<GrayU8>, float[]> descriptor) {
        List<String> hashes = new ArrayList<>();
        for (Hog hog : all()) {
            for (int i = 0; i < IMAGES.size(); i++) {
                hashes.add(Pin.of(descriptor.apply(hog, IMAGES.get(i))) + " " + hog + ", image " + i);
            }
        }
        Pin.check("3537bbc7", hashes);
    }

    @Test
    void descriptorsHaveThePinnedBits() {
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels())) {
            check((hog, image) -> hog.extractor().extract(image, Run.defaults().withKernels(kernels)));
        }
        check(HogImages::byDefinition);
    }

    @Test
    void everyLayoutIsAmongThem() {
        assertEquals(
                Layout.values().length,
                all().stream().map(Hog::layout).distinct().count());
        assertEquals(11, all().size());
    }
}
