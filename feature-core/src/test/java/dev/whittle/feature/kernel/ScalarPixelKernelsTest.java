package dev.whittle.feature.kernel;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class ScalarPixelKernelsTest extends PixelKernelsContract {
    @Override
    PixelKernels kernels() {
        return Kernels.SCALAR.pixels();
    }
}
