package dev.whittle.classify.optim;

import dev.whittle.feature.table.Matrix;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The arrays that training changes, by name and in the order of their names. They are the arrays themselves, not
 * copies.
 */
public final class LiveArrays {
    private static final LiveArrays EMPTY = new LiveArrays(new TreeMap<>());

    private final SortedMap<String, Matrix> arrays;

    private LiveArrays(SortedMap<String, Matrix> arrays) {
        this.arrays = arrays;
    }

    public static LiveArrays empty() {
        return EMPTY;
    }

    /**
     * These arrays and one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public LiveArrays with(String name, Matrix array) {
        return plus("", Map.of(name, array));
    }

    /** These arrays and those of a part, with {@code part/} before the names of the latter. */
    LiveArrays with(String part, LiveArrays nested) {
        return plus(part + "/", nested.arrays);
    }

    private LiveArrays plus(String prefix, Map<String, Matrix> more) {
        SortedMap<String, Matrix> all = new TreeMap<>(arrays);
        more.forEach((name, array) -> {
            if (all.putIfAbsent(prefix + name, array) != null) {
                throw new IllegalArgumentException("There is an array named '" + prefix + name + "' already");
            }
        });
        return new LiveArrays(all);
    }

    /** Copies all values from other arrays, which have the same names and sizes. */
    void set(LiveArrays from) {
        arrays.forEach((name, to) -> System.arraycopy(from.arrays.get(name).data(), 0, to.data(), 0, to.data().length));
    }

    /** A copy of these arrays. */
    LiveArrays copy() {
        SortedMap<String, Matrix> copies = new TreeMap<>();
        arrays.forEach((name, array) -> copies.put(name, array.copy()));
        return new LiveArrays(copies);
    }

    /** All of them, sorted by name. */
    public SortedMap<String, Matrix> asMap() {
        return Collections.unmodifiableSortedMap(arrays);
    }
}
