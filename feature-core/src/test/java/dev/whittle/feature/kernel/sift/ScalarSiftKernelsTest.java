package dev.whittle.feature.kernel.sift;

import org.junit.jupiter.api.Tag;

@Tag("bits")
class ScalarSiftKernelsTest extends SiftKernelsContract {
    @Override
    protected SiftKernels kernels() {
        return new ScalarSiftKernels();
    }
}
