package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.image.PatchPictures;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Whitening;
import dev.whittle.feature.transform.Zca;
import java.util.ArrayList;
import java.util.List;

/**
 * Fitted transforms of descriptors, one after another.
 *
 * @param transforms in their order
 */
record Reduction(List<Transform> transforms) {
    /**
     * A reduction with what it made of the descriptors that it was fitted to.
     *
     * @param rows the reduced descriptors
     */
    record Fitted(Reduction reduction, Matrix rows) {}

    /** Fits each transform to what the ones before make of the descriptors. */
    static Fitted fit(List<? extends Spec<Rows, ? extends Transform>> specs, Matrix descriptors, Run run) {
        Matrix rows = descriptors;
        List<Transform> fitted = new ArrayList<>();
        for (Spec<Rows, ? extends Transform> spec : specs) {
            Transform transform = spec.fit(rows, run);
            rows = transform.apply(rows, run);
            fitted.add(transform);
        }
        return new Fitted(new Reduction(fitted), rows);
    }

    /** Rebuilds from {@link #arrays}. */
    static Reduction restore(List<? extends Spec<Rows, ? extends Transform>> specs, NamedArrays arrays, Run run) {
        List<Transform> fitted = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            fitted.add(specs.get(i).restore(arrays.part(Integer.toString(i)), run));
        }
        return new Reduction(fitted);
    }

    /** Some descriptors while they are reduced; a buffer that one thread fills again and again. */
    static final class Block {
        private float[] values = new float[0];
        private float[] other = new float[0];

        /** An array for descriptors, with room for this many values. What it held before is lost. */
        float[] room(long length) {
            values = atLeast(values, length);
            return values;
        }

        /** The descriptors, one after another. */
        float[] values() {
            return values;
        }
    }

    /** The number of values of a reduced descriptor. */
    int columns(int columns) {
        int reduced = columns;
        // By index, since a list's iterator may be an object.
        for (int i = 0; i < transforms.size(); i++) {
            reduced = transforms.get(i).columns(reduced);
        }
        return reduced;
    }

    /** Replaces n descriptors by the reduced ones. */
    void apply(Block block, int n, int columns, Run run) {
        int d = columns;
        for (int i = 0; i < transforms.size(); i++) {
            Transform transform = transforms.get(i);
            int after = transform.columns(d);
            block.other = atLeast(block.other, (long) n * after);
            transform.apply(block.values, 0, n, d, block.other, 0, run);
            float[] before = block.values;
            block.values = block.other;
            block.other = before;
            d = after;
        }
    }

    static float[] atLeast(float[] array, long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The descriptors of an image together have " + length
                    + " values, expected at most " + (Integer.MAX_VALUE - 8));
        }
        return array.length < length ? new float[(int) length] : array;
    }

    /** Whether {@link #pictures} has any: patches are at most whitened. */
    static boolean hasPictures(List<? extends Spec<Rows, ? extends Transform>> specs) {
        return specs.isEmpty() || specs.size() == 1 && specs.get(0) instanceof Zca;
    }

    /**
     * The words of an encoder as pictures, in the order of its codebook, if the descriptors are patches of this size,
     * at most whitened. Whitening is undone. Each picture is scaled to its full range.
     */
    List<Planar<GrayU8>> pictures(Encoder encoder, int size) {
        Matrix words = encoder.codebook().orElseThrow().centroids();
        for (Transform transform : transforms) {
            words = ((Whitening) transform).undo(words);
        }
        return PatchPictures.of(words, size);
    }

    /** Those of transform i as {@code i/…}. */
    NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty();
        for (int i = 0; i < transforms.size(); i++) {
            arrays = arrays.with(Integer.toString(i), transforms.get(i).arrays());
        }
        return arrays;
    }
}
