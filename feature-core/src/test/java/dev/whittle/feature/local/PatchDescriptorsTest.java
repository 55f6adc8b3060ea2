package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PatchDescriptorsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Test
    void arePatchesRowByRow() {
        Planar<GrayU8> image = TestData.random(15, 11, 3, 4);
        Patches patches = new Patches(5, 3);
        Descriptors out = new Descriptors();
        new PatchDescriptors(patches).fit(null, RUN).describe(image, out, RUN);
        assertEquals(4 * 3, out.count());
        assertEquals(75, out.columns());
        float[] expected = new float[75];
        for (int i = 0; i < 12; i++) {
            int x = i % 4 * 3;
            int y = i / 4 * 3;
            patches.extract(image, x, y, expected, 0);
            Bits.assertSame("patch " + i, expected, Arrays.copyOfRange(out.values(), 75 * i, 75 * i + 75));
            assertEquals(x + 2.5f, out.x(i));
            assertEquals(y + 2.5f, out.y(i));
            assertEquals(5, out.scale(i));
        }
    }

    @Test
    void patchesMustBeGiven() {
        Messages.says(() -> new PatchDescriptors(null), "patches");
    }
}
