package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Histograms of oriented gradients: N. Dalal and B. Triggs, "Histograms of Oriented Gradients for Human Detection",
 * CVPR 2005, and the relatives that {@link Layout} names. Nothing is learned from data. {@code HogDefinition} has the
 * steps one after the other: gradient, vote, cell, block.
 *
 * <p><b>Gradient.</b> Centred differences [-1 0 1] on the pixel values 0 to 255, no smoothing, no gamma (the paper's
 * §6.2). Outside the image the pixels are mirrored without repeating the border (OpenCV's reflect-101), so the
 * difference across a border is 0 and the one along it is not; scikit-image does the same. A colour image takes, per
 * pixel, the gradient of the band where it is longest (the first of equals). Angles grow from the x axis (right)
 * towards the y axis (down).
 *
 * <p><b>Cells.</b> A {@code w}×{@code h} image has ⌊w/cellSize⌋ × ⌊h/cellSize⌋ cells, from the upper left. Pixels right
 * of or below the last whole cell do not vote, but are neighbours in the differences of those that do.
 *
 * <p><b>Votes.</b> A pixel votes with the length m of its gradient, for bins of orientation as {@link Orientation}
 * defines. Bin b is centred at b + ½, or at b for {@link Layout#FELZENSZWALB}. With {@link #interpolate} the vote is
 * shared by the two bins around its direction, in proportion to closeness and circularly, and by the cells around the
 * pixel, bilinearly ({@link SpatialWeights}). Without, it goes to the bin and the cell it lies in.
 *
 * <p><b>Order of summation</b>, which makes the result the same bits everywhere. All weights of a vote in space are
 * products of one for its row and one for its column. The contribution of a cell to a histogram, its own or that of a
 * neighbour, is summed down the cell's columns first, then across. The contributions of several cells are added row by
 * row of cells, from the left:
 *
 * <pre>{@code
 * S[x][b] = 0; for y of the cell ascending:  S[x][b] = fma(vote(x, y, b), weightOfRow(y), S[x][b])
 * G[b]    = 0; for x of the cell ascending:  G[b]    = fma(S[x][b], weightOfColumn(x), G[b])
 * H[b]    = ((G of the first cell)[b] + (G of the second)[b]) + …
 * }</pre>
 *
 * in float; weights of 0 and votes of 0 change nothing. In the blocks of {@link Layout#DALAL_TRIGGS} with interpolation
 * the columns of the upper and the lower cell are added first, and their sums are then summed across a column of cells:
 *
 * <pre>{@code
 * C[x][b] = (S of the upper cell)[x][b] + (S of the lower)[x][b]
 * G[b]    = 0; for x of the column of cells ascending:  G[b] = fma(C[x][b], weightOfColumn(x), G[b])
 * H[b]    = (G of the left column of cells)[b] + (G of the right)[b]
 * }</pre>
 *
 * The squares under the norms of {@link Layout#DALAL_TRIGGS} and {@link Layout#FELZENSZWALB} are fma chains in the
 * order of the bins of a cell; those of the four cells of a block are added as (n00 + n01) + (n10 + n11).
 *
 * @param cellSize side of a cell in pixels, at least 2
 * @param bins orientation bins of a cell, 2 to 120; for {@link Layout#FELZENSZWALB} the unsigned ones
 * @param signed whether the bins cover 0 to 360° (light-to-dark differs from dark-to-light) instead of 0 to 180°
 * @param layout what is made of the cells
 * @param interpolate whether votes are shared by neighbouring bins and cells
 */
public record Hog(int cellSize, int bins, boolean signed, Layout layout, boolean interpolate)
        implements NeedsNoData<Dataset, FeatureExtractor>, Pictured {
    /** Cells across that can be told apart in a small picture. */
    private static final int FEW_CELLS = 8;

    /**
     * What is made of the cells' histograms, and in which order it is written. Numbers are for 320×240, 8×8 cells, 9
     * bins.
     */
    public enum Layout {
        /**
         * The bare cells: the sums of the votes, not normalised. Row by row of cells, the bins of a cell together.
         * 30·40·9 = 10,800 values. With interpolation a vote is shared by up to four cells of the whole image; what
         * falls outside is lost.
         */
        CELLS(BareCells::new),
        /**
         * Overlapping blocks of 2×2 cells, one cell apart, each normalised by L2-Hys (the paper's §6.4): to length 1,
         * each value limited to 0.2, to length 1 again. Row by row of blocks; in a block its cells row by row; in a
         * cell its bins. 29·39·36 = 40,716 values; the image needs 2×2 cells.
         *
         * <p>With interpolation this is OpenCV's {@code HOGDescriptor}, whose values are in another order, by columns.
         * There is a Gaussian window over each block with σ = cellSize/2, where the paper has cellSize. Its centre is
         * half a pixel right of and below that of the block, as in OpenCV, so a flipped image has almost, but not
         * exactly, the flipped descriptor. Votes are shared by the cells of the block only. 0.1·(4·bins) is added to
         * the first norm and 0.001 to the second, so that flat blocks stay near 0. Without interpolation blocks are
         * four plain cells, as in scikit-image, with the same norms.
         */
        DALAL_TRIGGS(DalalTriggs::new),
        /**
         * Felzenszwalb, Girshick, McAllester and Ramanan, "Object Detection with Discriminatively Trained Part-Based
         * Models", PAMI 2010, §6. A cell has 2·bins signed and bins unsigned values: each is divided by the norms of
         * the four 2×2 blocks around, limited to 0.2, and half the sum of the four is taken. Then come 4 texture
         * values, the sums of the unsigned ones for the block up-left, up-right, down-left and down-right, times 1/√18.
         * In blocks over the border the border cell is used again, as in VLFeat; the authors' code drops the cells at
         * the border. Row by row of cells; 30·40·31 = 37,200 values. {@code signed} stays false, since both kinds are
         * there.
         *
         * <p>Votes are bilinear in space in any case; {@code interpolate} decides about orientation alone, and false is
         * what the paper and VLFeat's default do.
         */
        FELZENSZWALB(Felzenszwalb::new),
        /**
         * {@code hog_feature} of the Stanford CS231n exercise, for comparison with its published accuracies; not a
         * recommendation. What is unusual there: forward differences; luma with 0.144 instead of 0.114 for blue; the
         * angle atan2(gy, gx)+90° is cut to (0°, 180°) instead of folded, so every gradient with gx &lt; 0 is dropped;
         * no interpolation and no block norm; a cell holds the mean, not the sum; cells are written column by column.
         * The exercise takes square images only. 8×8 cells and 9 unsigned bins are fixed, {@code interpolate} must be
         * false. 32×32 pixels have 144 values.
         */
        CS231N(Cs231n::new);

        private final With with;

        Layout(With with) {
            this.with = with;
        }

        private interface With {
            HogLayout settings(int cellSize, int bins, boolean signed, boolean interpolate);
        }
    }

    public Hog {
        Checks checks = new Checks("Hog");
        checks.refuse(cellSize < 2, "cellSize is " + cellSize + ", expected at least 2");
        checks.refuse(bins < 2 || bins > 120, "bins is " + bins + ", expected 2 to 120");
        if (layout == null) {
            checks.add("layout is missing, expected one of " + List.of(Layout.values()));
        } else {
            layout.with
                    .settings(cellSize, bins, signed, interpolate)
                    .violation()
                    .ifPresent(checks::add);
        }
        checks.report();
    }

    /**
     * The paper's choice (CVPR 2005, §6): 8×8 cells, 9 unsigned bins, 2×2 blocks one cell apart, L2-Hys, interpolated
     * votes.
     */
    public static Hog defaults() {
        return new Hog(8, 9, false, Layout.DALAL_TRIGGS, true);
    }

    /** The lectures' bare cells: 8×8 pixels, 9 unsigned bins, interpolated votes. */
    public static Hog cells() {
        return new Hog(8, 9, false, Layout.CELLS, true);
    }

    /** The 31 values per 8×8 cell of the part-based models (PAMI 2010), with hard orientation as there. */
    public static Hog felzenszwalb() {
        return new Hog(8, 9, false, Layout.FELZENSZWALB, false);
    }

    /** The HoG of the CS231n exercise; see {@link Layout#CS231N}. */
    public static Hog cs231n() {
        return new Hog(8, 9, false, Layout.CS231N, false);
    }

    /**
     * The side, in cells, of what has values of its own, which lie together: 2 for the blocks of {@link
     * Layout#DALAL_TRIGGS}, 1 for the cells of all others.
     */
    public int side() {
        return layoutWithSettings().side();
    }

    /** The number of values of a block, or of a cell, see {@link #side}. */
    public int values() {
        return layoutWithSettings().values();
    }

    /** The extractor, which needs no data. */
    public FeatureExtractor extractor() {
        return new HogExtractor(layoutWithSettings(), HogExtractor::fastest);
    }

    /** The glyphs of {@link HogGlyphs}. */
    @Override
    public Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        int across = Math.max(image.width, image.height) / cellSize;
        int glyphSize = Math.max(7, Math.min(24, side / across));
        return Optional.of(new Drawing(
                "HoG",
                String.format(
                        Locale.ROOT,
                        "%d×%d-pixel cells, %d %s orientations",
                        cellSize,
                        cellSize,
                        bins,
                        signed ? "signed" : "unsigned"),
                "a stroke lies along the edge, brighter where the gradient is stronger",
                HogGlyphs.render(
                        layoutWithSettings(), fitted.extract(image, run), image.width, image.height, glyphSize),
                across > FEW_CELLS));
    }

    @Override
    public FeatureExtractor fitted() {
        return extractor();
    }

    /** The layout with these settings. */
    HogLayout layoutWithSettings() {
        return layout.with.settings(cellSize, bins, signed, interpolate);
    }
}
