package dev.whittle.feature.table;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Arrays by name, in the order of their names: the learned state of a fitted object, as a model file stores it.
 * Immutable: matrices are copied when they are added and when they are returned.
 */
public final class NamedArrays {
    private static final NamedArrays EMPTY = new NamedArrays(new TreeMap<>());

    private final SortedMap<String, NdArray> arrays;

    private NamedArrays(SortedMap<String, NdArray> arrays) {
        this.arrays = arrays;
    }

    public static NamedArrays empty() {
        return EMPTY;
    }

    public static NamedArrays of(Map<String, NdArray> arrays) {
        return new NamedArrays(new TreeMap<>(arrays));
    }

    /**
     * These arrays and a copy of one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public NamedArrays with(String name, Matrix matrix) {
        return with(name, NdArray.of(matrix));
    }

    /**
     * These arrays and one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public NamedArrays with(String name, NdArray array) {
        return new NamedArrays(plus(arrays, "", Map.of(name, array)));
    }

    /**
     * These arrays and those of a part, with {@code part/} before the names of the latter.
     *
     * @throws IllegalArgumentException if one of these names is taken
     */
    public NamedArrays with(String part, NamedArrays nested) {
        return new NamedArrays(plus(arrays, part + "/", nested.arrays));
    }

    private static SortedMap<String, NdArray> plus(
            Map<String, NdArray> some, String prefix, Map<String, NdArray> more) {
        SortedMap<String, NdArray> all = new TreeMap<>(some);
        more.forEach((name, array) -> {
            if (all.putIfAbsent(prefix + name, array) != null) {
                throw new IllegalArgumentException("There is an array named '" + prefix + name + "' already");
            }
        });
        return all;
    }

    /** The arrays of a part, without {@code part/} in front of their names. */
    public NamedArrays part(String part) {
        SortedMap<String, NdArray> some = new TreeMap<>();
        String prefix = part + "/";
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), array);
            }
        });
        return new NamedArrays(some);
    }

    /**
     * The array of this name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public NdArray array(String name) {
        NdArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("No array named '" + name + "'; there is " + arrays.keySet());
        }
        return array;
    }

    /**
     * A copy of the array of this name as a matrix.
     *
     * @throws IllegalArgumentException if there is none, with the names there are, or it is no matrix of floats
     */
    public Matrix get(String name) {
        return get(name, -1, -1);
    }

    /**
     * A copy of the array of this name, which must be a matrix of this shape; -1 stands for any size.
     *
     * @throws IllegalArgumentException with the shape found and the one expected
     */
    public Matrix get(String name, int rows, int columns) {
        NdArray array = array(name);
        int[] shape = array.shape();
        if (array.type() != NdArray.Type.FLOAT32
                || shape.length != 2
                || (rows >= 0 && shape[0] != rows)
                || (columns >= 0 && shape[1] != columns)) {
            throw new IllegalArgumentException("Array '" + name + "' is " + array + ", expected "
                    + (rows < 0 ? "?" : rows) + "x" + (columns < 0 ? "?" : columns));
        }
        return array.matrix();
    }

    /** All of them, sorted by name. */
    public SortedMap<String, NdArray> asMap() {
        return Collections.unmodifiableSortedMap(arrays);
    }
}
