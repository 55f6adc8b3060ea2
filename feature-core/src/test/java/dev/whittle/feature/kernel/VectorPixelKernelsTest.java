package dev.whittle.feature.kernel;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class VectorPixelKernelsTest extends PixelKernelsContract {
    @Override
    PixelKernels kernels() {
        return KernelChoice.VECTOR.kernels().pixels();
    }
}
