package dev.whittle.feature.local;

import boofcv.factory.feature.dense.ConfigDenseSift;
import boofcv.factory.feature.dense.ConfigDenseSurfFast;
import boofcv.factory.feature.dense.ConfigDenseSurfStable;
import boofcv.factory.feature.dense.DenseSampling;
import boofcv.factory.feature.dense.FactoryDescribeImageDense;
import boofcv.factory.feature.detdesc.FactoryDetectDescribe;
import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.UnusedSetting;
import java.util.List;

/**
 * SURF and SIFT of the library BoofCV, as {@link BoofCvAdapter} adapts them: H. Bay, A. Ess, T. Tuytelaars and L. Van
 * Gool, "Speeded-Up Robust Features (SURF)", CVIU 2008; D. Lowe, "Distinctive Image Features from Scale-Invariant
 * Keypoints", IJCV 2004. Other settings than BoofCV's defaults are for code, with {@link BoofCvAdapter}.
 *
 * <p>On a dense grid all descriptors are upright and of one scale: squares of 20 pixels for SURF, of 16 pixels for
 * SIFT. At interest points they are turned and scaled as BoofCV detects them, and an image may have none.
 *
 * @param descriptor which descriptor
 * @param dense whether descriptors lie on a grid; else at the interest points that BoofCV detects
 * @param step pixels between neighbours of the grid, at least 1
 */
public record BoofCvDescriptors(Kind descriptor, boolean dense, int step)
        implements NeedsNoData<Dataset, LocalDescriptors> {
    /** A descriptor of BoofCV. */
    public enum Kind {
        /** SURF as fast as BoofCV has it, of 64 values. */
        SURF_FAST,
        /** SURF that is more stable, and slower, of 64 values. */
        SURF_STABLE,
        /** SIFT, of 128 values. */
        SIFT
    }

    public BoofCvDescriptors {
        Checks checks = new Checks("BoofCV's descriptors");
        checks.refuse(descriptor == null, "descriptor is missing, expected one of " + List.of(Kind.values()));
        checks.atLeast(1, "step", step);
        checks.report();
    }

    /** Fast SURF, every 4 pixels. */
    public static BoofCvDescriptors defaults() {
        return new BoofCvDescriptors(Kind.SURF_FAST, true, 4);
    }

    private BoofCvAdapter adapter() {
        return dense ? onGrid() : atInterestPoints();
    }

    private BoofCvAdapter onGrid() {
        ConfigDenseSurfFast fast = new ConfigDenseSurfFast(new DenseSampling(step, step));
        ConfigDenseSurfStable stable = new ConfigDenseSurfStable(new DenseSampling(step, step));
        ConfigDenseSift sift = new ConfigDenseSift(new DenseSampling(step, step));
        return switch (descriptor) {
            case SURF_FAST ->
                BoofCvAdapter.dense(
                        fast.surf.widthLargeGrid * fast.surf.widthSubRegion,
                        () -> FactoryDescribeImageDense.surfFast(fast, GrayU8.class));
            case SURF_STABLE ->
                BoofCvAdapter.dense(
                        stable.surf.widthLargeGrid * stable.surf.widthSubRegion,
                        () -> FactoryDescribeImageDense.surfStable(stable, GrayU8.class));
            case SIFT ->
                BoofCvAdapter.dense(
                        sift.sift.widthGrid * sift.sift.widthSubregion,
                        () -> FactoryDescribeImageDense.sift(sift, GrayU8.class));
        };
    }

    private BoofCvAdapter atInterestPoints() {
        return switch (descriptor) {
            case SURF_FAST ->
                BoofCvAdapter.sparse(() -> FactoryDetectDescribe.surfFast(null, null, null, GrayU8.class));
            case SURF_STABLE ->
                BoofCvAdapter.sparse(() -> FactoryDetectDescribe.surfStable(null, null, null, GrayU8.class));
            case SIFT -> BoofCvAdapter.sparse(() -> FactoryDetectDescribe.sift(null, GrayU8.class));
        };
    }

    @Override
    public LocalDescriptors fitted() {
        return adapter().fitted();
    }

    @Override
    public boolean bitsPromised() {
        return false;
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return dense ? List.of() : List.of(new UnusedSetting("step", "dense false", "dense true"));
    }
}
