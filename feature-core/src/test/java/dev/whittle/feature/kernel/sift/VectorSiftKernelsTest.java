package dev.whittle.feature.kernel.sift;

import org.junit.jupiter.api.Tag;

@Tag("bits")
public class VectorSiftKernelsTest extends SiftKernelsContract {
    @Override
    protected SiftKernels kernels() {
        return new VectorSiftKernels();
    }
}
