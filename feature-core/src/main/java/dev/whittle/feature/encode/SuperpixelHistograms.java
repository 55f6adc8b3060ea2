package dev.whittle.feature.encode;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.local.DescribedImage;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.segment.Hhts;
import java.util.Arrays;

/**
 * The colour histogram of each superpixel of an image: local descriptors whose regions the image itself makes. The
 * superpixels are those of {@link Hhts} with its usual settings. Nothing is learned from data.
 *
 * <p>A histogram is joint over red, green and blue: a value v goes to bin ⌊v·n/256⌋ of n, and blue runs fastest. Its
 * values are the fractions of the superpixel's pixels, so they sum to 1. A gray image counts as an RGB image with three
 * equal bands.
 *
 * <p>Descriptors are in the order of the labels. Each is placed at the mean of the centres of its pixels, which may lie
 * outside the superpixel, and {@link Descriptors#scale} is the side of a square with as many pixels.
 *
 * @param bins bins of each channel, 1 to 16; a histogram has their cube
 * @param superpixels how many superpixels are enough, at least 1. An image has a few more, or fewer if it cannot be
 *     split so often, as none has fewer than 64 pixels
 */
public record SuperpixelHistograms(int bins, int superpixels) implements NeedsNoData<Dataset, LocalDescriptors> {
    private static final int MAX_BINS = 16;

    public SuperpixelHistograms {
        Checks checks = new Checks("Superpixel histograms");
        checks.refuse(bins < 1 || bins > MAX_BINS, "bins must be 1 to " + MAX_BINS + ", got " + bins);
        checks.atLeast(1, "superpixels", superpixels);
        checks.report();
    }

    /** 4×4×4 bins, and the smallest number of superpixels in the paper on HHTS. */
    public static SuperpixelHistograms defaults() {
        return new SuperpixelHistograms(4, 250);
    }

    @Override
    public LocalDescriptors fitted() {
        return new Counted(bins, Hhts.of(superpixels));
    }

    /** The working memory of a call. */
    private static final class Memory {
        final SuperpixelSums superpixels = new SuperpixelSums();
        /** Those of all histograms, one after another. Whole numbers, since a superpixel may have over 2²⁴ pixels. */
        int[] counts = new int[0];
    }

    private static final class Counted implements LocalDescriptors {
        private final int bins;
        private final Hhts superpixels;
        private final Scratch<Memory> memory = new Scratch<>(Memory::new);

        Counted(int bins, Hhts superpixels) {
            this.bins = bins;
            this.superpixels = superpixels;
        }

        @Override
        public int columns(int width, int height, int bands) {
            DescribedImage.check("Superpixel histograms", 1, width, height, bands);
            return bins * bins * bins;
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            int columns = columns(image.width, image.height, image.getNumBands());
            Memory used = run.take(memory);
            SuperpixelSums sums = used.superpixels;
            int count = superpixels.label(image, sums.labels, run);
            sums.compute(count);
            out.reset(count, columns);
            if (used.counts.length < count * columns) {
                used.counts = new int[count * columns];
            }
            Arrays.fill(used.counts, 0, count * columns, 0);
            count(image, sums.labels, columns, used.counts);
            for (int i = 0; i < count; i++) {
                int size = sums.size(i + 1);
                for (int bin = i * columns; bin < (i + 1) * columns; bin++) {
                    out.values()[bin] = (float) (used.counts[bin] / (double) size);
                }
                out.place(i, sums.centreX(i + 1), sums.centreY(i + 1), (float) Math.sqrt(size));
            }
            run.giveBack(memory, used);
        }

        private void count(Planar<GrayU8> image, GrayS32 labels, int columns, int[] counts) {
            GrayU8 red = image.getBand(0);
            GrayU8 green = image.getBand(image.getNumBands() / 2);
            GrayU8 blue = image.getBand(image.getNumBands() - 1);
            for (int y = 0; y < image.height; y++) {
                int atRed = red.startIndex + y * red.stride;
                int atGreen = green.startIndex + y * green.stride;
                int atBlue = blue.startIndex + y * blue.stride;
                for (int x = 0; x < image.width; x++) {
                    int bin = (bin(red.data[atRed + x]) * bins + bin(green.data[atGreen + x])) * bins
                            + bin(blue.data[atBlue + x]);
                    counts[(labels.data[y * image.width + x] - 1) * columns + bin]++;
                }
            }
        }

        private int bin(byte value) {
            return (value & 0xFF) * bins >> 8;
        }
    }
}
