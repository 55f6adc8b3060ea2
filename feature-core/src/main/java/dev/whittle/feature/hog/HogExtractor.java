package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.NamedArrays;

/** Histograms of oriented gradients in all layouts that share {@link VoteSums}; {@link Hog} defines them. */
final class HogExtractor implements FeatureExtractor {
    private final Hog spec;
    private final ThreadLocal<Worker> workers;

    /** @param windowOffset of the Gaussian's centre from the block's, in pixels, for interpolated Dalal–Triggs blocks */
    HogExtractor(Hog spec, double windowOffset) {
        this.spec = spec;
        boolean felzenszwalb = spec.layout() == Hog.Layout.FELZENSZWALB;
        int bins = felzenszwalb ? 2 * spec.bins() : spec.bins();
        Votes votes = new Votes(bins, spec.signed() || felzenszwalb, felzenszwalb, spec.interpolate());
        float[][] weights = switch (spec.layout()) {
            case FELZENSZWALB -> BlockWindow.triangle(spec.cellSize());
            case CELLS ->
                spec.interpolate() ? BlockWindow.triangle(spec.cellSize()) : BlockWindow.plain(spec.cellSize());
            case DALAL_TRIGGS ->
                spec.interpolate()
                        ? BlockWindow.block(spec.cellSize(), windowOffset)
                        : BlockWindow.plain(spec.cellSize());
            case CS231N -> throw new IllegalArgumentException("The cs231n layout has an extractor of its own");
        };
        this.workers = ThreadLocal.withInitial(() -> new Worker(spec, bins, weights, votes));
    }

    @Override
    public int length(int width, int height, int bands) {
        return spec.checkedLength(width, height, bands);
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset) {
        Hog.checkRoom(out, offset, length(image));
        workers.get().extract(image, out, offset);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty();
    }

    /** The memory of one thread, and the way of one image through it. */
    private static final class Worker implements VoteSums.Rows {
        private final Hog spec;
        private final int bins;
        private final VoteSums sums;
        private final L2Hys blocks;
        private final FelzenszwalbCells felzenszwalb;
        private final float[][] blockCells = new float[4][];
        private final int[] blockAt = new int[4];
        /** All histograms for Felzenszwalb's layout; the row of cells before for Dalal and Triggs' without interpolation. */
        private float[] kept = {};

        private int cellsAcross;
        private float[] out;
        private int offset;

        Worker(Hog spec, int bins, float[][] weights, Votes votes) {
            this.spec = spec;
            this.bins = bins;
            this.sums = new VoteSums(spec.cellSize(), bins, weights, votes);
            this.blocks = new L2Hys(bins);
            this.felzenszwalb = new FelzenszwalbCells(spec.bins());
        }

        void extract(Planar<GrayU8> image, float[] to, int from) {
            cellsAcross = image.width / spec.cellSize();
            int cellsDown = image.height / spec.cellSize();
            out = to;
            offset = from;
            int keep = switch (spec.layout()) {
                case FELZENSZWALB -> cellsDown * bins * cellsAcross;
                case DALAL_TRIGGS -> bins * (cellsAcross + 1);
                default -> 0;
            };
            if (kept.length < keep) {
                kept = new float[keep];
            }
            boolean sharedBlocks = spec.layout() == Hog.Layout.DALAL_TRIGGS && spec.interpolate();
            sums.sum(image, sharedBlocks ? cellsDown - 1 : cellsDown, this);
            if (spec.layout() == Hog.Layout.FELZENSZWALB) {
                felzenszwalb.normalise(kept, cellsDown, cellsAcross, to, from);
            }
            out = null;
        }

        @Override
        public void row(int unitRow, float[][] histograms, int stride) {
            switch (spec.layout()) {
                case CELLS -> cells(unitRow, histograms[0], stride);
                case FELZENSZWALB -> keep(unitRow * bins, histograms[0], stride);
                default -> {
                    if (spec.interpolate()) {
                        sharedBlocks(unitRow, histograms, stride);
                    } else {
                        plainBlocks(unitRow, histograms[0], stride);
                    }
                }
            }
        }

        private void cells(int row, float[] h, int stride) {
            int to = offset + row * cellsAcross * bins;
            for (int b = 0; b < bins; b++) {
                for (int j = 0; j < cellsAcross; j++) {
                    out[to + j * bins + b] = h[b * stride + j];
                }
            }
        }

        private void keep(int firstLine, float[] h, int stride) {
            for (int b = 0; b < bins; b++) {
                System.arraycopy(h, b * stride, kept, (firstLine + b) * cellsAcross, cellsAcross);
            }
        }

        private void sharedBlocks(int row, float[][] h, int stride) {
            for (int q = 0; q < 4; q++) {
                blockCells[q] = h[q & 1];
                blockAt[q] = (q >> 1) * bins * stride;
            }
            normalise(row, stride);
        }

        /** A block takes its upper cells from the row before. */
        private void plainBlocks(int row, float[] h, int stride) {
            if (row > 0) {
                for (int q = 0; q < 4; q++) {
                    blockCells[q] = q < 2 ? kept : h;
                    blockAt[q] = q & 1;
                }
                normalise(row - 1, stride);
            }
            System.arraycopy(h, 0, kept, 0, bins * stride);
        }

        private void normalise(int row, int stride) {
            int n = cellsAcross - 1;
            blocks.normalise(blockCells, blockAt, stride, n, out, offset + row * n * 4 * bins);
        }
    }
}
