package dev.whittle.feature.kernel.linear;

import org.junit.jupiter.api.Tag;

@Tag("bits")
public class VectorLinearKernelsTest extends LinearKernelsContract {
    @Override
    protected LinearKernels kernels() {
        return new VectorLinearKernels();
    }
}
