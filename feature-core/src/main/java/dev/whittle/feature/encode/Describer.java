package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;

/**
 * The first steps of an {@link Encoding}: the reduced descriptors of an image, sorted by cells.
 *
 * @param local what describes the image
 * @param reduce how descriptors are reduced
 * @param positions whether the place is appended
 */
record Describer(LocalDescriptors local, Reduction reduce, boolean positions) {
    /** Descriptors that are reduced at once. */
    private static final int ROWS = 1024;

    /** The descriptors of an image; a buffer that one thread fills again for every image. */
    static final class Sorted {
        private final Descriptors descriptors = new Descriptors();
        private int[] cellOf = new int[0];
        private int[] order = new int[0];
        private float[] values = new float[0];
        private final Reduction.Block block = new Reduction.Block();
        /** The descriptors of cell c are start[c] to start[c + 1] - 1. */
        private int[] start = new int[0];

        /** The descriptors, one after another. */
        float[] values() {
            return values;
        }

        int start(int cell) {
            return start[cell];
        }
    }

    /** The number of values of a reduced descriptor, for an image of this shape. */
    int columns(int width, int height, int bands) {
        return columns(local.columns(width, height, bands));
    }

    private int columns(int before) {
        return reduce.columns(before) + (positions ? 2 : 0);
    }

    void describe(Planar<GrayU8> image, Pyramid pyramid, Sorted out, Run run) {
        local.describe(image, out.descriptors, run);
        describe(out.descriptors, image.width, image.height, pyramid, out, run);
    }

    /** The same for an image of this size that was described already. */
    void describe(Descriptors all, int width, int height, Pyramid pyramid, Sorted out, Run run) {
        sort(all, width, height, pyramid, out);
        Finite.check("descriptors", all.values(), 0, all.count(), all.columns(), 0);
        int reduced = reduce.columns(all.columns());
        int columns = columns(all.columns());
        out.values = Reduction.atLeast(out.values, (long) all.count() * columns);
        for (int from = 0; from < all.count(); from += ROWS) {
            int n = Math.min(ROWS, all.count() - from);
            reduce(all, from, n, out, run);
            for (int i = 0; i < n; i++) {
                int to = (from + i) * columns;
                System.arraycopy(out.block.values(), i * reduced, out.values, to, reduced);
                if (positions) {
                    Sample.writePlace(all, out.order[from + i], width, height, out.values, to + reduced);
                }
            }
        }
    }

    /** Reduces some of the sorted descriptors, to {@code out.block}. */
    private void reduce(Descriptors all, int from, int n, Sorted out, Run run) {
        int d = all.columns();
        float[] block = out.block.room((long) n * d);
        for (int i = 0; i < n; i++) {
            System.arraycopy(all.values(), out.order[from + i] * d, block, i * d, d);
        }
        reduce.apply(out.block, n, d, run);
    }

    /** The order of the descriptors by cells; those of a cell stay in their order. */
    private static void sort(Descriptors all, int width, int height, Pyramid pyramid, Sorted out) {
        int n = all.count();
        if (out.order.length < n) {
            out.order = new int[n];
            out.cellOf = new int[n];
        }
        if (out.start.length != pyramid.cells() + 1) {
            out.start = new int[pyramid.cells() + 1];
        }
        Arrays.fill(out.start, 0);
        for (int i = 0; i < n; i++) {
            out.cellOf[i] = pyramid.cell(all, i, width, height);
            out.start[out.cellOf[i] + 1]++;
        }
        for (int c = 0; c < pyramid.cells(); c++) {
            out.start[c + 1] += out.start[c];
        }
        // Each start moves to the next one's place while its cell is filled.
        for (int i = 0; i < n; i++) {
            out.order[out.start[out.cellOf[i]]++] = i;
        }
        System.arraycopy(out.start, 0, out.start, 1, pyramid.cells());
        out.start[0] = 0;
    }

    NamedArrays arrays() {
        return NamedArrays.empty().with("descriptors", local.arrays()).with("reduce", reduce.arrays());
    }
}
