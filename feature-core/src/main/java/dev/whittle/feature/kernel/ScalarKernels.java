package dev.whittle.feature.kernel;

import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import java.util.Optional;

/** The kernels in plain Java. They run if {@code jdk.incubator.vector} is absent. */
final class ScalarKernels implements Kernels {
    private final LinearKernels linear = LinearKernels.scalar();
    private final PixelKernels pixels = PixelKernels.scalar();

    @Override
    public String name() {
        return "scalar";
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
    public Optional<HogKernels> hog(Orientation orientation) {
        return Optional.empty();
    }
}
