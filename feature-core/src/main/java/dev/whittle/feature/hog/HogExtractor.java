package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.kernel.HogKernels;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.NamedArrays;

/** Histograms of oriented gradients in all layouts that share {@link UnitSums}; {@link Hog} defines them. */
final class HogExtractor implements PerImageExtractor {
    /** Tiles hold all pixels of their cells several times over. */
    private static final int LARGEST_TILED_CELL = 64;

    private final Hog spec;
    private final Scratch<Worker> workers;

    /** @param windowOffset of the Gaussian's centre from the block's, in pixels, for interpolated Dalal–Triggs blocks */
    HogExtractor(Hog spec, double windowOffset, Kernels kernels) {
        this.spec = spec;
        HogKernels hog = spec.cellSize() > LARGEST_TILED_CELL
                ? null
                : kernels.hog(spec.orientation()).orElse(null);
        Votes votes = hog == null ? new Votes(spec.orientation()) : null;
        Window window = new Window(spec.cellSize(), spec.weights(windowOffset));
        this.workers = new Scratch<>(() -> new Worker(spec, hog, votes, window));
    }

    @Override
    public int length(int width, int height, int bands) {
        return spec.checkedLength(width, height, bands);
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        Hog.checkRoom(out, offset, length(image));
        Worker worker = run.take(workers);
        worker.extract(image, out, offset);
        run.giveBack(workers, worker);
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty();
    }

    /** The memory of one thread, and the way of one image through it. */
    private static final class Worker implements UnitSums.Units {
        private final Hog spec;
        /** Null where votes are looked up. */
        private final HogKernels kernels;

        private final UnitSums sums;
        private final FelzenszwalbCells felzenszwalb;
        private final int bins;
        /** The histograms of all cells, for the layouts that normalise them later. */
        private float[] cells = {};
        /** Blocks of four plain cells, some at a time. */
        private float[] blocks = {};

        private int cellsAcross;
        private float[] out;
        private int offset;

        Worker(Hog spec, HogKernels kernels, Votes votes, Window window) {
            this.spec = spec;
            this.kernels = kernels;
            bins = spec.orientation().bins();
            sums = kernels == null
                    ? new LookUpSums(spec.cellSize(), bins, window, votes)
                    : new TileSums(kernels, spec.cellSize(), bins, window);
            felzenszwalb = new FelzenszwalbCells(spec.bins());
        }

        /** Whether blocks are four plain cells each; with interpolation every block has votes of its own. */
        private boolean plainBlocks() {
            return spec.layout() == Hog.Layout.DALAL_TRIGGS && !spec.interpolate();
        }

        void extract(Planar<GrayU8> image, float[] to, int from) {
            cellsAcross = image.width / spec.cellSize();
            int cellsDown = image.height / spec.cellSize();
            out = to;
            offset = from;
            boolean keep = plainBlocks() || spec.layout() == Hog.Layout.FELZENSZWALB;
            if (keep && cells.length < cellsDown * bins * cellsAcross) {
                cells = new float[cellsDown * bins * cellsAcross];
            }
            sums.sum(image, this);
            if (spec.layout() == Hog.Layout.FELZENSZWALB) {
                felzenszwalb.normalise(cells, cellsDown, cellsAcross, to, from);
            } else if (plainBlocks()) {
                plainBlocks(cellsDown);
            }
            out = null;
        }

        @Override
        public void units(int row, int rows, int column, int columns, int across, float[] h, int stride) {
            if (spec.layout() == Hog.Layout.CELLS) {
                for (int r = 0; r < rows; r++) {
                    cells(h, r * across, stride, columns, offset + ((row + r) * cellsAcross + column) * bins);
                }
            } else if (spec.layout() == Hog.Layout.FELZENSZWALB || plainBlocks()) {
                for (int r = 0; r < rows; r++) {
                    for (int b = 0; b < bins; b++) {
                        int to = ((row + r) * bins + b) * cellsAcross + column;
                        System.arraycopy(h, b * stride + r * across, cells, to, columns);
                    }
                }
            } else {
                blocks(row, rows, column, columns, across, h, stride);
            }
        }

        private void cells(float[] h, int from, int stride, int n, int to) {
            if (kernels != null) {
                kernels.transpose(h, from, bins, n, out, to);
                return;
            }
            for (int b = 0; b < bins; b++) {
                for (int j = 0; j < n; j++) {
                    out[to + j * bins + b] = h[from + b * stride + j];
                }
            }
        }

        private void blocks(int row, int rows, int column, int columns, int across, float[] h, int stride) {
            int values = 4 * bins;
            int to = offset + (row * (cellsAcross - 1) + column) * values;
            if (kernels != null) {
                kernels.l2Hys(h, values, (rows - 1) * across + columns);
            }
            for (int r = 0; r < rows; r++) {
                int from = r * across;
                int at = to + r * (cellsAcross - 1) * values;
                if (kernels != null) {
                    kernels.transpose(h, from, values, columns, out, at);
                } else {
                    L2Hys.normalise(h, values, stride, from, from + columns, out, at);
                }
            }
        }

        private void plainBlocks(int cellsDown) {
            int stride = kernels == null ? cellsAcross : HogKernels.TILE;
            if (blocks.length < 4 * bins * stride) {
                blocks = new float[4 * bins * stride];
            }
            for (int row = 0; row < cellsDown - 1; row++) {
                for (int column = 0; column < cellsAcross - 1; column += stride) {
                    int n = Math.min(stride, cellsAcross - 1 - column);
                    for (int q = 0; q < 4; q++) {
                        for (int b = 0; b < bins; b++) {
                            int from = ((row + q / 2) * bins + b) * cellsAcross + column + q % 2;
                            System.arraycopy(cells, from, blocks, (q * bins + b) * stride, n);
                        }
                    }
                    blocks(row, 1, column, n, 0, blocks, stride);
                }
            }
        }
    }
}
