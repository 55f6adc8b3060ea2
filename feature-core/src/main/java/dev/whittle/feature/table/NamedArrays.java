package dev.whittle.feature.table;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Matrices by name, in the order of their names: the learned state of something fitted, as a model file stores it. */
public final class NamedArrays {
    private static final NamedArrays EMPTY = new NamedArrays(new TreeMap<>());

    private final SortedMap<String, Matrix> arrays;

    private NamedArrays(SortedMap<String, Matrix> arrays) {
        this.arrays = arrays;
    }

    public static NamedArrays empty() {
        return EMPTY;
    }

    public static NamedArrays of(Map<String, Matrix> arrays) {
        return new NamedArrays(new TreeMap<>(arrays));
    }

    /**
     * These arrays and one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public NamedArrays with(String name, Matrix matrix) {
        return new NamedArrays(plus(arrays, "", Map.of(name, matrix)));
    }

    /**
     * These arrays and those of a part, whose names get {@code part/} in front.
     *
     * @throws IllegalArgumentException if one of these names is taken
     */
    public NamedArrays with(String part, NamedArrays nested) {
        return new NamedArrays(plus(arrays, part + "/", nested.arrays));
    }

    private static SortedMap<String, Matrix> plus(Map<String, Matrix> some, String prefix, Map<String, Matrix> more) {
        SortedMap<String, Matrix> all = new TreeMap<>(some);
        more.forEach((name, matrix) -> {
            if (all.putIfAbsent(prefix + name, matrix) != null) {
                throw new IllegalArgumentException("There is an array named '" + prefix + name + "' already");
            }
        });
        return all;
    }

    /** The arrays of a part, without {@code part/} in front of their names. */
    public NamedArrays part(String part) {
        SortedMap<String, Matrix> some = new TreeMap<>();
        String prefix = part + "/";
        arrays.forEach((name, matrix) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), matrix);
            }
        });
        return new NamedArrays(some);
    }

    /**
     * The array of this name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public Matrix get(String name) {
        Matrix matrix = arrays.get(name);
        if (matrix == null) {
            throw new IllegalArgumentException("No array named '" + name + "'; there is " + arrays.keySet());
        }
        return matrix;
    }

    /**
     * The array of this name, which must have this shape; -1 stands for any size.
     *
     * @throws IllegalArgumentException with the shape found and the one expected
     */
    public Matrix get(String name, int rows, int columns) {
        Matrix m = get(name);
        if ((rows >= 0 && m.rows() != rows) || (columns >= 0 && m.columns() != columns)) {
            throw new IllegalArgumentException("Array '" + name + "' is " + m.rows() + "x" + m.columns() + ", expected "
                    + (rows < 0 ? "?" : rows) + "x" + (columns < 0 ? "?" : columns));
        }
        return m;
    }

    /** All of them, sorted by name. */
    public SortedMap<String, Matrix> asMap() {
        return Collections.unmodifiableSortedMap(arrays);
    }
}
