package dev.whittle.benchmarks;

import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;

/** Who computes: Whittle with either kernels, or a peer. */
public enum By {
    VECTOR,
    SCALAR,
    OPENCV,
    OPENBLAS,
    /** BoofCV's variant that shares votes between bins, but not between cells. */
    BOOFCV_FAST,
    /** BoofCV's variant with interpolation in space and a Gaussian window. */
    BOOFCV,
    SMILE,
    /** liblinear-java, by trust-region Newton. */
    LIBLINEAR,
    /** liblinear-java, by dual coordinate descent. */
    LIBLINEAR_DUAL,
    /** PyTorch on the processor, through DJL. */
    PYTORCH,
    /** ONNX Runtime on the processor, from Java. */
    ONNX_RUNTIME;

    boolean isWhittle() {
        return this == VECTOR || this == SCALAR;
    }

    /** With these kernels; for Whittle only. */
    Run run(int threads) {
        if (!isWhittle()) {
            throw new IllegalStateException(this + " has no kernels of Whittle's");
        }
        KernelChoice kernels = this == VECTOR ? KernelChoice.VECTOR : KernelChoice.SCALAR;
        return Run.defaults().withThreads(threads).withKernels(kernels.kernels());
    }

    /** For a value of the parameter that a benchmark does not have. */
    IllegalArgumentException unknown() {
        return new IllegalArgumentException(this + " does not compute this");
    }
}
