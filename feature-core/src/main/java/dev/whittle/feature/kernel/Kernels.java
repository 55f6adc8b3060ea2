package dev.whittle.feature.kernel;

import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.Optional;

/** The inner loops, in one of the versions that {@link KernelChoice} names. All versions return the same bits. */
public interface Kernels {
    /** "scalar", or "vector-" and the number of bits in a vector; for reports, not for results. */
    String name();

    /** The loops of linear algebra. */
    LinearKernels linear();

    /** The loops over pixels. */
    PixelKernels pixels();

    /** The loops of dense SIFT. */
    SiftKernels sift();

    /**
     * New inner loops of histograms of oriented gradients, with working memory for one call at a time. Empty if looking
     * votes up in a table is faster.
     */
    Optional<HogKernels> hog(Orientation orientation);
}
