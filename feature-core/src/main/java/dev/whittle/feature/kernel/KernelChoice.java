package dev.whittle.feature.kernel;

import java.util.Optional;

/** Which kernels to use. They are chosen here only. */
public enum KernelChoice {
    /** Vector kernels where the virtual machine makes them fast, otherwise scalar ones. */
    AUTO,
    SCALAR,
    VECTOR;

    /**
     * The kernels chosen.
     *
     * @throws IllegalStateException for {@link #VECTOR} on a Java virtual machine without {@code jdk.incubator.vector}
     */
    public Kernels kernels() {
        return switch (this) {
            case SCALAR -> Scalar.KERNELS;
            case VECTOR -> {
                if (!VectorSupport.modulePresent()) {
                    throw new IllegalStateException(
                            "Vector kernels were asked for, but this Java virtual machine runs without"
                                    + " them; start it with --add-modules jdk.incubator.vector, or choose auto"
                                    + " or scalar");
                }
                yield Vector.KERNELS;
            }
            case AUTO -> Auto.LACK.isEmpty() ? Vector.KERNELS : Scalar.KERNELS;
        };
    }

    /** Why {@link #kernels} are these, for readers. */
    public String reason() {
        return this == AUTO
                ? Auto.LACK.orElse("this Java virtual machine makes vectors fast")
                : "as asked for" + Auto.LACK.map(lack -> ", although " + lack).orElse("");
    }

    /** A class of its own, as asking takes a tenth of a second, and not all work needs kernels. */
    private static final class Auto {
        /** Why {@link #AUTO} has scalar kernels; empty if it has vector kernels. */
        static final Optional<String> LACK = VectorSupport.lack();
    }

    private static final class Scalar {
        static final Kernels KERNELS = new ScalarKernels();
    }

    /** A class of its own, so that the vector classes are not linked if the module is absent. */
    private static final class Vector {
        static final Kernels KERNELS = new VectorKernels();
    }
}
