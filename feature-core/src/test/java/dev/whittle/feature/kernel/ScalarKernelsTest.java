package dev.whittle.feature.kernel;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class ScalarKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return Kernels.SCALAR;
    }
}
