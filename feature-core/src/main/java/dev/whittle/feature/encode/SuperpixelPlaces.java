package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.CompositeSpec;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local descriptors that are placed at the centre of their superpixel. A descriptor belongs to the region of an {@link
 * Encoding} that it is placed in, so each superpixel belongs to one region as a whole, and the borders of regions
 * follow those in the image. The superpixels are those of {@link Hhts} with its usual settings.
 *
 * <p>The superpixel of a descriptor is that of the pixel in which its own centre lies, or of the nearest pixel of the
 * image. The centre of a superpixel is the mean of the centres of its pixels, from exact sums; it may lie outside the
 * superpixel. Values, scales and order of the descriptors are unchanged.
 *
 * @param descriptors what describes the places of an image
 * @param superpixels how many superpixels are enough, at least 1. An image has a few more, or fewer if it cannot be
 *     split so often, as none has fewer than 64 pixels
 */
public record SuperpixelPlaces(Spec<Dataset, ? extends LocalDescriptors> descriptors, int superpixels)
        implements CompositeSpec<Dataset, LocalDescriptors> {
    public SuperpixelPlaces {
        Checks checks = new Checks("Superpixel places");
        checks.refuse(descriptors == null, "descriptors must be given");
        checks.atLeast(1, "superpixels", superpixels);
        checks.report();
    }

    /** The descriptors of {@link Encoding#defaults()}, and the smallest number of superpixels in the paper on HHTS. */
    public static SuperpixelPlaces defaults() {
        return new SuperpixelPlaces(Encoding.defaults().descriptors(), 250);
    }

    @Override
    public Stream<Spec<?, ?>> specs() {
        return Stream.of(descriptors);
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return UnusedSetting.within("descriptors", descriptors.unusedSettings());
    }

    @Override
    public LocalDescriptors fit(Dataset train, Run run) {
        return new Placed(descriptors.fit(train, run), Hhts.of(superpixels));
    }

    @Override
    public LocalDescriptors restore(NamedArrays arrays, Run run) {
        return new Placed(descriptors.restore(arrays, run), Hhts.of(superpixels));
    }

    private static final class Placed implements LocalDescriptors {
        private final LocalDescriptors local;
        private final Hhts superpixels;
        private final Scratch<SuperpixelSums> memory = new Scratch<>(SuperpixelSums::new);

        Placed(LocalDescriptors local, Hhts superpixels) {
            this.local = local;
            this.superpixels = superpixels;
        }

        @Override
        public int columns(int width, int height, int bands) {
            return local.columns(width, height, bands);
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            local.describe(image, out, run);
            if (out.count() == 0) {
                return;
            }
            SuperpixelSums sums = run.take(memory);
            sums.compute(superpixels.label(image, sums.labels, run));
            for (int i = 0; i < out.count(); i++) {
                int label = sums.label(out.x(i), out.y(i));
                out.place(i, sums.centreX(label), sums.centreY(label), out.scale(i));
            }
            run.giveBack(memory, sums);
        }

        @Override
        public NamedArrays arrays() {
            return local.arrays();
        }
    }
}
