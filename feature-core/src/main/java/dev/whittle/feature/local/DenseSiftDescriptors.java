package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.image.FloatPlane;
import dev.whittle.feature.image.GaussianSmoothing;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.List;

/** The fitted {@link DenseSift}. */
final class DenseSiftDescriptors implements LocalDescriptors {
    private final SiftScale[] scales;
    private final boolean eachBand;
    private final int leastSide;
    private final String name;
    private final Scratch<Buffers> buffers = new Scratch<>(Buffers::new);

    DenseSiftDescriptors(List<SiftScale> scales, boolean eachBand) {
        this.scales = scales.toArray(SiftScale[]::new);
        this.eachBand = eachBand;
        this.leastSide = scales.stream().mapToInt(SiftScale::leastSide).max().orElseThrow();
        this.name = "SIFT descriptors with bins of "
                + scales.stream().map(SiftScale::bin).toList() + " pixels";
    }

    /** The working memory of a call. */
    private static final class Buffers {
        final GrayU8 gray = new GrayU8(1, 1);
        final FloatPlane pixels = new FloatPlane();
        final FloatPlane smooth = new FloatPlane();
        final GaussianSmoothing smoothing = new GaussianSmoothing();
        final SiftGrid grid = new SiftGrid();
    }

    @Override
    public int columns(int width, int height, int bands) {
        DescribedImage.check(name, leastSide, width, height, bands);
        return SiftKernels.VALUES * (eachBand ? bands : 1);
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        int columns = columns(image.width, image.height, image.getNumBands());
        long count = 0;
        for (SiftScale scale : scales) {
            count += (long) scale.count(image.width) * scale.count(image.height);
        }
        out.reset(DescribedImage.count(count, columns, image), columns);
        Buffers s = run.take(buffers);
        describe(image, out, s, run.kernels());
        run.giveBack(buffers, s);
    }

    private void describe(Planar<GrayU8> image, Descriptors out, Buffers s, Kernels kernels) {
        if (eachBand) {
            for (int band = 0; band < image.getNumBands(); band++) {
                describe(image.getBand(band), band, out, s, kernels);
            }
            return;
        }
        s.gray.reshape(image.width, image.height);
        Gray.convert(image, s.gray, kernels);
        describe(s.gray, 0, out, s, kernels);
    }

    private void describe(GrayU8 plane, int band, Descriptors out, Buffers s, Kernels kernels) {
        s.pixels.setTo(plane);
        int done = 0;
        for (SiftScale scale : scales) {
            FloatPlane pixels = s.pixels;
            if (scale.smoothing().length > 1) {
                s.smoothing.apply(s.pixels, scale.smoothing(), s.smooth, kernels.sift());
                pixels = s.smooth;
            }
            done += s.grid.describe(pixels, scale, band, out, done, kernels.sift());
        }
    }
}
