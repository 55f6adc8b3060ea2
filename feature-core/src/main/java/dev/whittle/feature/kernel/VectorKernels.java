package dev.whittle.feature.kernel;

import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.VectorHogKernels;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.VectorLinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.kernel.pixel.VectorPixelKernels;
import dev.whittle.feature.kernel.sift.SiftKernels;
import dev.whittle.feature.kernel.sift.VectorSiftKernels;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on {@code jdk.incubator.vector}, in vectors of the machine's preferred width. */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    static {
        showVariety();
    }

    private final LinearKernels linear = new VectorLinearKernels();
    private final PixelKernels pixels = new VectorPixelKernels();
    private final SiftKernels sift = new VectorSiftKernels();

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
    }

    @Override
    public LinearKernels linear() {
        return linear;
    }

    @Override
    public PixelKernels pixels() {
        return pixels;
    }

    @Override
    public SiftKernels sift() {
        return sift;
    }

    /** The loops need 16 partial sums to be a whole number of vectors: 1 of 512 bits, 2 of 256 or 4 of 128. */
    @Override
    public Optional<HogKernels> hog(Orientation orientation) {
        return LANES == 4 || LANES == 8 || LANES == 16
                ? Optional.of(new VectorHogKernels(orientation))
                : Optional.empty();
    }

    /**
     * Runs different operations of the Vector API before C2 of JDK 17 compiles the code that they share. If C2 has seen
     * only one kind of operator, or only the first use, each further kind leaves the compiled code by a trap, four
     * times. Every operation inlined into a method counts the traps of the shared code again. From a sum of 100 ({@code
     * PerMethodTrapLimit}) on C2 no longer relies on the class of a vector and allocates an object for each. Then
     * products, or hues, took ten times as long until the JVM ended; this happened in every second or third JVM.
     */
    private static void showVariety() {
        FloatVector v = FloatVector.zero(SPECIES);
        IntVector w = v.reinterpretAsInts();
        List<Runnable> firstUses = List.of(
                v::abs,
                w::abs,
                () -> w.max(w),
                () -> w.lanewise(VectorOperators.LSHL, 1),
                v::sqrt,
                () -> w.reinterpretAsLongs().max(0),
                () -> w.reinterpretAsShorts().abs(),
                () -> w.reinterpretAsBytes().abs());
        FloatVector sum = v;
        for (Runnable firstUse : firstUses) {
            for (int i = 0; i < 600; i++) {
                sum = sum.fma(v, v).max(v);
            }
            firstUse.run();
        }
    }
}
