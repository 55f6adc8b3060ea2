package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.kernel.hog.HogContract;
import dev.whittle.feature.kernel.hog.Orientation;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernels of {@link KernelChoice#VECTOR} keep the {@link HogContract}. */
@Tag("bits")
class HogKernelsTest {
    /** Vectors of other numbers of lanes have none, and the look-up serves. */
    @Test
    void vectorsOf4To16Lanes() {
        KernelChoice vector = KernelChoice.VECTOR;
        assertEquals(
                FloatVector.SPECIES_PREFERRED.length() >= 4,
                vector.kernels().hog(new Orientation(9, false, false, true)).isPresent());
        if (FloatVector.SPECIES_PREFERRED.length() >= 4) {
            HogContract.check(orientation -> vector.kernels().hog(orientation).orElseThrow());
        }
    }
}
