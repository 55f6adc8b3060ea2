package dev.whittle.feature.kernel.pixel;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class ScalarPixelKernelsTest extends PixelKernelsContract {
    @Override
    protected PixelKernels kernels() {
        return new ScalarPixelKernels();
    }
}
