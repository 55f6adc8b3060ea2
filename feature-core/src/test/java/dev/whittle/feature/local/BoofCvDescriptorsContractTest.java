package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.local.BoofCvDescriptors.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BoofCV's descriptors keep the contract, but for pinned bits, and images without descriptors. */
class BoofCvDescriptorsContractTest extends DescriptorContract {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Override
    protected Stream<BoofCvDescriptors> specs() {
        return Stream.of(Kind.values())
                .flatMap(
                        kind -> Stream.of(new BoofCvDescriptors(kind, true, 5), new BoofCvDescriptors(kind, false, 1)));
    }

    @Override
    protected String pin() {
        throw new AssertionError("bits are not promised");
    }

    @Override
    @Test
    protected void bitsArePinned() {
        specs().forEach(spec -> assertFalse(spec.bitsPromised(), spec.toString()));
    }

    /** A place may have several descriptors, of different directions. */
    @Override
    @ParameterizedTest
    @MethodSource("cases")
    protected void placesAreInTheirOrder(Case c) {
        if (((BoofCvDescriptors) c.spec()).dense()) {
            super.placesAreInTheirOrder(c);
            return;
        }
        // Large enough for many points, with blobs of several sizes.
        Planar<GrayU8> image = BoofCvAdapterTest.squares(160, 140, c.bands());
        Descriptors out = new Descriptors();
        c.spec().fit(null, RUN).describe(image, out, RUN);
        assertTrue(out.count() > 20, "only " + out.count());
        for (int i = 1; i < out.count(); i++) {
            int order = Float.compare(out.scale(i), out.scale(i - 1));
            order = order == 0 ? Float.compare(out.y(i), out.y(i - 1)) : order;
            order = order == 0 ? Float.compare(out.x(i), out.x(i - 1)) : order;
            assertTrue(order >= 0, "descriptor " + i + " comes before " + (i - 1));
        }
    }

    /** Small images have no descriptors, and are no fault. */
    @Override
    @ParameterizedTest
    @MethodSource("cases")
    protected void badShapesAreRefusedAndTheLeastSizeIsSaid(Case c) {
        LocalDescriptors descriptors = c.spec().fit(null, RUN);
        Messages.says(() -> descriptors.columns(40, 40, 2), "2");
        Messages.says(() -> descriptors.columns(0, 40, c.bands()), "1x1", "0x40");
        assertThrows(
                IllegalArgumentException.class,
                () -> descriptors.describe(TestData.random(40, 40, 2, 1), new Descriptors(), RUN));
        Descriptors out = new Descriptors();
        descriptors.describe(c.image(), out, RUN);
        descriptors.describe(c.image(9, 7), out, RUN);
        assertEquals(0, out.count());
        assertEquals(descriptors.columns(9, 7, c.bands()), out.columns());
    }
}
