package dev.whittle.feature.kernel.pixel;

import org.junit.jupiter.api.Tag;

@Tag("bits")
public class VectorPixelKernelsTest extends PixelKernelsContract {
    @Override
    protected PixelKernels kernels() {
        return new VectorPixelKernels();
    }
}
