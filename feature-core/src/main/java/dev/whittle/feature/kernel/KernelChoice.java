package dev.whittle.feature.kernel;

/** Which kernels to use. They are chosen here only. */
public enum KernelChoice {
    AUTO,
    SCALAR,
    VECTOR;

    private static final Kernels PLAIN = new ScalarKernels();

    /**
     * The kernels chosen.
     *
     * @throws IllegalStateException for {@link #VECTOR} on a Java virtual machine without {@code jdk.incubator.vector}
     */
    public Kernels kernels() {
        return switch (this) {
            case SCALAR -> PLAIN;
            case VECTOR -> {
                if (!vectorModulePresent()) {
                    throw new IllegalStateException(
                            "Vector kernels were asked for, but this Java virtual machine runs without"
                                    + " them; start it with --add-modules jdk.incubator.vector, or choose auto"
                                    + " or scalar");
                }
                yield Vector.KERNELS;
            }
            case AUTO -> vectorModulePresent() ? Vector.KERNELS : PLAIN;
        };
    }

    private static boolean vectorModulePresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /** A class of its own, so that the vector classes are not linked if the module is absent. */
    private static final class Vector {
        static final Kernels KERNELS = new VectorKernels();
    }
}
