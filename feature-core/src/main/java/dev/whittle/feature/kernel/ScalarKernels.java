package dev.whittle.feature.kernel;

import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.ScalarLinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.kernel.pixel.ScalarPixelKernels;
import dev.whittle.feature.kernel.sift.ScalarSiftKernels;
import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.Optional;

/** The kernels in plain Java. They run if {@code jdk.incubator.vector} is absent. */
final class ScalarKernels implements Kernels {
    private final LinearKernels linear = new ScalarLinearKernels();
    private final PixelKernels pixels = new ScalarPixelKernels();
    private final SiftKernels sift = new ScalarSiftKernels();

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
    public SiftKernels sift() {
        return sift;
    }

    @Override
    public Optional<HogKernels> hog(Orientation orientation) {
        return Optional.empty();
    }
}
