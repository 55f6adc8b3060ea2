package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;

/**
 * Superpixels by hierarchical histogram threshold segmentation (Chang, Seibt and von Rymon Lipinski, CVPR
 * 2024). One segment after another is split in two by a threshold of one of nine channels, and the two parts into their
 * connected components. With the default settings the label maps are those of the published program, pixel for pixel.
 *
 * <p>The channels are R, G, B, then H, S, V, then L, a, b, all in 8 bits as {@link dev.whittle.feature.image.Hsv} and
 * {@link dev.whittle.feature.image.Lab} have them. A gray image has three equal bands.
 *
 * <p>The steps, until there are {@code target} labels or nothing can be split:
 *
 * <ol>
 *   <li>The priority of a segment of n pixels is the largest standard deviation of a channel, times n². Channels
 *       whose values span less than 2 do not count. The first of equal channels is taken. The segment of the highest
 *       priority is next; of equal ones the latest. A segment can be split if ⌊n/2⌋ is at least {@code minimum}.
 *   <li>The channel has a histogram h of min({@code bins}, max - min) bins over [min, max + 1). With H(b) the sum of h
 *       up to b, and m = ⌊n/2⌋, the bin b with the first largest of (h(b-1) - 2h(b) + h(b+1)) / (1 + (2(m - H(b))/m)⁴)
 *       gives the threshold min + ½((max - min + 1)(2b + 1)/bins - 1), rounded down. At both ends h is repeated.
 *   <li>Pixels up to the threshold are low, the others high. Components, by four neighbours, of fewer than
 *       {@code minimum} pixels are neutral. Each other low component becomes a child with all neutral ones that are
 *       connected with it, directly or through low and neutral ones. Then the high components do so with the neutral
 *       ones that remain. If there is no low or no high component, the channel does not count any more for this
 *       segment.
 *   <li>The first child keeps the label of its parent, the others get the next labels: low before high, each in the
 *       order of their first pixels.
 * </ol>
 *
 * Only whole splits are made, so there may be more labels than {@code target}.
 *
 * @param target how many labels are enough, 1 or more; {@link #AUTO} to split all that can be split
 * @param bins how many bins histograms have at most, 2 to 256
 * @param minimum how many pixels a component needs to become a segment, 1 or more
 * @param blur whether channels are smoothed before by the weights (1, 2, 1)/4 in both directions, rounded to nearest,
 *     halves up; at the border the image is mirrored without repeating its last pixel
 */
public record Hhts(int target, int bins, int minimum, boolean blur) {
    /** The {@link #target} of those who want all segments. */
    public static final int AUTO = Integer.MAX_VALUE;

    private static final Scratch<HhtsRun> MEMORY = new Scratch<>(HhtsRun::new);

    public Hhts {
        Checks checks = new Checks("HHTS");
        checks.atLeast(1, "target", target);
        checks.refuse(bins < 2 || bins > 256, "bins must be 2 to 256, got " + bins);
        checks.atLeast(1, "minimum", minimum);
        checks.report();
    }

    /** The settings of the paper: 32 bins, segments of 64 pixels or more, no blur; all that can be split. */
    public static Hhts defaults() {
        return of(AUTO);
    }

    /** The settings of the paper with this many labels. */
    public static Hhts of(int target) {
        return new Hhts(target, 32, 64, false);
    }

    /**
     * Splits a whole image.
     *
     * @param image 1 or 3 bands, at least one pixel; may be a sub-image
     */
    public Hierarchy segment(Planar<GrayU8> image, Run run) {
        HhtsRun memory = run.take(MEMORY);
        split(image, memory, run);
        Hierarchy hierarchy = memory.hierarchy(target);
        run.giveBack(MEMORY, memory);
        return hierarchy;
    }

    /**
     * Splits a whole image, and allocates nothing if the run has done so with an image that was not smaller.
     *
     * @param image 1 or 3 bands, at least one pixel; may be a sub-image
     * @param labels receives the finest label map, labels from 1, and gets the size of the image
     * @return how many segments there are
     */
    public int label(Planar<GrayU8> image, GrayS32 labels, Run run) {
        HhtsRun memory = run.take(MEMORY);
        split(image, memory, run);
        memory.write(labels);
        int count = memory.count();
        run.giveBack(MEMORY, memory);
        return count;
    }

    private void split(Planar<GrayU8> image, HhtsRun memory, Run run) {
        requirePixels(image);
        memory.begin(image, blur, bins, minimum, run);
        memory.split(target, run);
    }

    /**
     * Splits the segments of a label map, such as that of another program. Its labels are made 1, 2, 3 … in their
     * order. A segment may have several components; those of them that end neutral beside no other keep its label.
     *
     * @param start a label for each pixel, at least 0; pixels of label 0 are in no segment and stay so
     * @throws IllegalArgumentException if the label map has another size, a negative label or no label above 0
     */
    public Hierarchy segment(Planar<GrayU8> image, GrayS32 start, Run run) {
        requirePixels(image);
        Labels.requireSize(start, image);
        HhtsRun memory = run.take(MEMORY);
        memory.begin(image, blur, bins, minimum, run);
        memory.startFrom(start);
        memory.split(target, run);
        Hierarchy hierarchy = memory.hierarchy(target);
        run.giveBack(MEMORY, memory);
        return hierarchy;
    }

    private static void requirePixels(Planar<GrayU8> image) {
        if (image.width < 1 || image.height < 1) {
            throw new IllegalArgumentException(
                    "An image to segment has at least 1x1 pixels, got " + image.width + "x" + image.height);
        }
    }
}
