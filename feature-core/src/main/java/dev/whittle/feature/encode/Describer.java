package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;

/**
 * The first steps of an {@link Encoding}: the reduced descriptors of an image, sorted by cells.
 *
 * @param local what describes the image
 * @param reduce how descriptors are reduced, in this order
 * @param positions whether the place is appended
 */
record Describer(LocalDescriptors local, List<Transform> reduce, boolean positions) {
    /** Descriptors that are reduced at once. */
    private static final int ROWS = 1024;

    /** The descriptors of an image; a buffer that one thread fills again for every image. */
    static final class Sorted {
        private final Descriptors descriptors = new Descriptors();
        private int[] cellOf = new int[0];
        private int[] order = new int[0];
        private float[] values = new float[0];
        /** Some descriptors while they are reduced. */
        private float[] block = new float[0];

        private float[] other = new float[0];
        /** The descriptors of cell c are start[c] to start[c + 1] - 1. */
        private int[] start = new int[0];

        /** The descriptors, one after another. */
        float[] values() {
            return values;
        }

        int start(int cell) {
            return start[cell];
        }

        private void swap() {
            float[] before = block;
            block = other;
            other = before;
        }
    }

    /** The number of values of a reduced descriptor, for an image of this shape. */
    int columns(int width, int height, int bands) {
        int columns = local.columns(width, height, bands);
        // By index, since a list's iterator may be an object.
        for (int i = 0; i < reduce.size(); i++) {
            columns = reduce.get(i).columns(columns);
        }
        return columns + (positions ? 2 : 0);
    }

    void describe(Planar<GrayU8> image, Pyramid pyramid, Sorted out, Run run) {
        Descriptors all = out.descriptors;
        local.describe(image, all, run);
        sort(all, image, pyramid, out);
        Finite.check("descriptors", all.values(), 0, all.count(), all.columns(), 0);
        int columns = columns(image.width, image.height, image.getNumBands());
        out.values = atLeast(out.values, (long) all.count() * columns);
        for (int from = 0; from < all.count(); from += ROWS) {
            int n = Math.min(ROWS, all.count() - from);
            int reduced = reduce(all, from, n, out, run);
            for (int i = 0; i < n; i++) {
                int to = (from + i) * columns;
                System.arraycopy(out.block, i * reduced, out.values, to, reduced);
                if (positions) {
                    int descriptor = out.order[from + i];
                    Sample.writePlace(all, descriptor, image.width, image.height, out.values, to + reduced);
                }
            }
        }
    }

    /** Reduces some of the sorted descriptors, to {@code out.block}. Returns how many values they have then. */
    private int reduce(Descriptors all, int from, int n, Sorted out, Run run) {
        int d = all.columns();
        out.block = atLeast(out.block, (long) n * d);
        for (int i = 0; i < n; i++) {
            System.arraycopy(all.values(), out.order[from + i] * d, out.block, i * d, d);
        }
        for (int i = 0; i < reduce.size(); i++) {
            Transform transform = reduce.get(i);
            int after = transform.columns(d);
            out.other = atLeast(out.other, (long) n * after);
            transform.apply(out.block, 0, n, d, out.other, 0, run);
            out.swap();
            d = after;
        }
        return d;
    }

    /** The order of the descriptors by cells; those of a cell stay in their order. */
    private static void sort(Descriptors all, Planar<GrayU8> image, Pyramid pyramid, Sorted out) {
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
            out.cellOf[i] = pyramid.cell(all, i, image.width, image.height);
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

    private static float[] atLeast(float[] array, long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The descriptors of an image together have " + length
                    + " values, expected at most " + (Integer.MAX_VALUE - 8));
        }
        return array.length < length ? new float[(int) length] : array;
    }

    NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty().with("descriptors", local.arrays());
        for (int i = 0; i < reduce.size(); i++) {
            arrays = arrays.with("reduce/" + i, reduce.get(i).arrays());
        }
        return arrays;
    }
}
