package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.kernel.hog.Orientation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return KernelChoice.VECTOR.kernels();
    }

    @Test
    void histogramsOfGradientsAreAmongThem() {
        assertTrue(kernels().hog(new Orientation(9, false, false, true)).isPresent());
    }

    @Test
    void theNameSaysHowWide() {
        assertTrue(kernels().name().matches("vector-\\d+"), kernels().name());
    }
}
