package dev.whittle.feature.kernel.linear;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class ScalarLinearKernelsTest extends LinearKernelsContract {
    @Override
    protected LinearKernels kernels() {
        return new ScalarLinearKernels();
    }
}
