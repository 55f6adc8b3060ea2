package dev.whittle.feature.kernel;

class ScalarKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return Kernels.SCALAR;
    }
}
