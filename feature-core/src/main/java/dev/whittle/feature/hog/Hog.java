package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.Orientation;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Histograms of oriented gradients: N. Dalal and B. Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR
 * 2005, and the relatives that {@link Layout} names. Nothing is learned from data.
 *
 * <p><b>Gradient.</b> Centred differences [-1 0 1] on the pixel values 0 to 255, no smoothing, no gamma (the paper's §6.2).
 * Outside the image the pixels are mirrored without repeating the border (OpenCV's reflect-101), so the difference across a
 * border is 0 and the one along it is not; scikit-image does the same. A colour image takes, per pixel, the gradient of the band
 * where it is longest (the first of equals). Angles grow from the x axis (right) towards the y axis (down).
 *
 * <p><b>Cells.</b> A {@code w}×{@code h} image has ⌊w/cellSize⌋ × ⌊h/cellSize⌋ cells, from the upper left. Pixels right of
 * or below the last whole cell do not vote, but are neighbours in the differences of those that do.
 *
 * <p><b>Votes.</b> A pixel votes with the length m of its gradient, for bins of orientation as {@link Orientation} defines. Bin b is centred
 * at b + ½, or at b for {@link Layout#FELZENSZWALB}. With {@link #interpolate} the vote is shared by the two bins around its direction, in proportion to
 * closeness and circularly, and by the cells around the pixel, bilinearly. Without, it goes to the bin and the cell it lies in.
 *
 * <p><b>Order of summation</b>, which makes the result the same bits everywhere. All weights of a vote in space are products of one
 * for its row and one for its column. What a cell gives to a histogram, which is its own or that of a neighbour, is summed down its columns first, then
 * across; the gifts of several cells are added row by row of cells, from the left:
 *
 * <pre>{@code
 * S[x][b] = 0; for y of the cell ascending:  S[x][b] = fma(vote(x, y, b), weightOfRow(y), S[x][b])
 * G[b]    = 0; for x of the cell ascending:  G[b]    = fma(S[x][b], weightOfColumn(x), G[b])
 * H[b]    = ((G of the first cell)[b] + (G of the second)[b]) + …
 * }</pre>
 *
 * in float; weights of 0 and votes of 0 change nothing. Lanes run across cells. In the blocks of {@link Layout#DALAL_TRIGGS} with interpolation the columns of an upper
 * and a lower cell are added first, and what their sum gives is that of a column of cells:
 *
 * <pre>{@code
 * C[x][b] = (S of the upper cell)[x][b] + (S of the lower)[x][b]
 * G[b]    = 0; for x of the column of cells ascending:  G[b] = fma(C[x][b], weightOfColumn(x), G[b])
 * H[b]    = (G of the left column of cells)[b] + (G of the right)[b]
 * }</pre>
 *
 * The squares under the norms of {@link Layout#DALAL_TRIGGS} and {@link Layout#FELZENSZWALB} are fma chains in the order of the bins of a cell; those of the four cells of a block are added
 * as (n00 + n01) + (n10 + n11).
 *
 * @param cellSize side of a cell in pixels, at least 2
 * @param bins orientation bins of a cell, 2 to 120; for {@link Layout#FELZENSZWALB} the unsigned ones
 * @param signed whether the bins cover 0 to 360° (light-to-dark differs from dark-to-light) instead of 0 to 180°
 * @param layout what is made of the cells
 * @param interpolate whether votes are shared by neighbouring bins and cells
 */
public record Hog(int cellSize, int bins, boolean signed, Layout layout, boolean interpolate)
        implements Spec<Dataset, FeatureExtractor>, Pictured {
    /** Cells across that can be told apart in a small picture. */
    private static final int FEW_CELLS = 8;

    /** What is made of the cells' histograms, and in which order it is written. Numbers are for 320×240, 8×8 cells, 9 bins. */
    public enum Layout {
        /**
         * The bare cells: the sum of the votes, unnormalised. Row by row of cells, the bins of a cell together. 30·40·9 = 10,800
         * values. With interpolation a vote is shared by up to four cells of the whole image; what falls outside is lost.
         */
        CELLS,
        /**
         * Overlapping blocks of 2×2 cells, one cell apart, each normalised by L2-Hys (the paper's §6.4): to length 1, each value
         * limited to 0.2, to length 1 again. Row by row of blocks; in a block its cells row by row; in a cell its bins. 29·39·36 =
         * 40,716 values; the image needs 2×2 cells.
         *
         * <p>With interpolation this is OpenCV's {@code HOGDescriptor} (but for the order of the values, there by columns): a Gaussian
         * window over each block, σ = cellSize/2 (the paper has cellSize), its centre half a pixel right of and below the block's, as
         * OpenCV has it; votes shared by the cells of the block only; norms with 0.1·(4·bins) and 0.001 added, so that flat blocks stay near 0. A
         * flipped image therefore gives almost, but not exactly, the flipped descriptor. Without interpolation blocks are four plain cells, as in
         * scikit-image, with the same norms.
         */
        DALAL_TRIGGS,
        /**
         * Felzenszwalb, Girshick, McAllester and Ramanan, "Object Detection with Discriminatively Trained Part-Based Models", PAMI
         * 2010, §6: per cell 2·bins signed and bins unsigned values, each the mean·2 of its four normalisations by the 2×2 blocks
         * around, limited to 0.2, then 4 texture values, the sums of the unsigned ones for the block up-left, up-right, down-left and
         * down-right, times 1/√18. Blocks over the border use the border cell again, as VLFeat does (the authors' code drops the cells at
         * the border). Row by row of cells; 30·40·31 = 37,200 values. {@code signed} stays false, since both kinds are there.
         *
         * <p>Votes are bilinear in space in any case; {@code interpolate} decides about orientation alone, and false is what the paper
         * and VLFeat's default do.
         */
        FELZENSZWALB,
        /**
         * {@code hog_feature} of the Stanford CS231n exercise, for comparison with its published accuracies; not a recommendation.
         * What is unusual there: forward differences; luma with 0.144 instead of 0.114 for blue; the angle
         * atan2(gy, gx)+90° is cut to (0°, 180°) instead of folded, so every gradient with gx &lt; 0 is dropped; no interpolation
         * and no block norm; a cell holds the mean, not the sum; cells are written column by column (the exercise can only do squares). 8×8 cells
         * and 9 unsigned bins are fixed, {@code interpolate} must be false. 32×32 gives 144 values.
         */
        CS231N
    }

    public Hog {
        List<String> wrong = new ArrayList<>();
        if (cellSize < 2) {
            wrong.add("cellSize is " + cellSize + ", expected at least 2");
        }
        if (bins < 2 || bins > 120) {
            wrong.add("bins is " + bins + ", expected 2 to 120");
        }
        if (layout == null) {
            wrong.add("layout is missing, expected one of " + List.of(Layout.values()));
        } else if (layout == Layout.FELZENSZWALB && signed) {
            wrong.add("signed is true, expected false: the felzenszwalb layout has signed and unsigned bins");
        } else if (layout == Layout.CS231N && (cellSize != 8 || bins != 9 || signed || interpolate)) {
            wrong.add("cellSize is " + cellSize + ", bins " + bins + ", signed " + signed + ", interpolate "
                    + interpolate + "; the cs231n layout has cellSize 8, bins 9, signed false, interpolate false");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Hog: " + String.join("; ", wrong));
        }
    }

    /** The paper's choice (CVPR 2005, §6): 8×8 cells, 9 unsigned bins, 2×2 blocks one cell apart, L2-Hys, interpolated votes. */
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

    /** The extractor, which needs no data, with the fastest kernels present. */
    public FeatureExtractor extractor() {
        return extractor(Kernels.AUTO);
    }

    private FeatureExtractor extractor(Kernels kernels) {
        return layout == Layout.CS231N ? new Cs231nHog() : new HogExtractor(this, BlockWindow.OPENCV_OFFSET, kernels);
    }

    /** The glyphs of {@link HogGlyphs}. */
    @Override
    public Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        int across = Math.max(image.width, image.height) / cellSize;
        int glyphSize = Math.max(7, Math.min(24, side / across));
        return Optional.of(new Drawing(
                "HoG",
                String.format(
                        "%d×%d-pixel cells, %d %s orientations",
                        cellSize, cellSize, bins, signed ? "signed" : "unsigned"),
                "a stroke lies along the edge, brighter where the gradient is stronger",
                HogGlyphs.render(this, fitted.extract(image, run), image.width, image.height, glyphSize),
                across > FEW_CELLS));
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return extractor(run.kernels());
    }

    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        return extractor(run.kernels());
    }

    @Override
    public boolean needsData() {
        return false;
    }

    /** How gradients vote; Felzenszwalb's bins are centred at multiples of their width, and 360° all the same. */
    Orientation orientation() {
        boolean parts = layout == Layout.FELZENSZWALB;
        return new Orientation(parts ? 2 * bins : bins, signed || parts, parts, interpolate);
    }

    /**
     * How rows and columns of pixels count in a unit; see {@link BlockWindow}.
     *
     * @param windowOffset of the Gaussian's centre from the block's, in pixels
     */
    float[][] weights(double windowOffset) {
        if (layout == Layout.FELZENSZWALB || (layout == Layout.CELLS && interpolate)) {
            return BlockWindow.triangle(cellSize);
        }
        return interpolate ? BlockWindow.block(cellSize, windowOffset) : BlockWindow.plain(cellSize);
    }

    /** Values of one cell ({@link Layout#FELZENSZWALB}: 3·bins+4), or of one block of {@link Layout#DALAL_TRIGGS}. */
    int valuesPerUnit() {
        return switch (layout) {
            case CELLS, CS231N -> bins;
            case DALAL_TRIGGS -> 4 * bins;
            case FELZENSZWALB -> 3 * bins + 4;
        };
    }

    /** Checks the shape of an image; see {@link FeatureExtractor#length}. */
    int checkedLength(int width, int height, int bands) {
        if (bands != 1 && bands != 3) {
            throw new IllegalArgumentException("HoG takes images of 1 or 3 bands, got " + bands);
        }
        int unit = layout == Layout.DALAL_TRIGGS ? 2 : 1;
        int minimum = unit * cellSize;
        if (width < minimum || height < minimum) {
            throw new IllegalArgumentException(
                    "HoG with layout " + layout + " and cellSize " + cellSize + " needs an image of at least " + minimum
                            + "x" + minimum + " pixels, got " + width + "x" + height);
        }
        long units = (long) (width / cellSize - unit + 1) * (height / cellSize - unit + 1);
        long length = units * valuesPerUnit();
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("HoG of an image of " + width + "x" + height + " pixels has " + length
                    + " values, expected at most " + Integer.MAX_VALUE);
        }
        return (int) length;
    }

    /** Checks the room for a descriptor. */
    static void checkRoom(float[] out, int offset, int length) {
        if (offset < 0 || offset > out.length - length) {
            throw new IllegalArgumentException(
                    "HoG writes " + length + " values from index " + offset + " on, but the array holds " + out.length);
        }
    }
}
