package dev.whittle.feature;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;

/** A spec that is fitted to rows and knows beforehand what it needs, and how many values it will give. */
public interface LearnedSize {
    /**
     * How many values the fitted object makes of a row, or of several rows: as many as a row has, unless the spec says
     * otherwise.
     *
     * @param columns the number of values of a row
     * @throws IllegalArgumentException if it cannot be fitted to such rows
     */
    default int length(int columns) {
        return columns;
    }

    /** How many rows it needs at least to be fitted. */
    default int leastRows() {
        return 0;
    }

    /** About how many bytes of Java's heap fitting needs, in addition to the rows; 0 if it needs little. */
    default long heapBytes(int rows, int columns) {
        return 0;
    }

    /** What to take if there are too few rows or too little memory, such as "fewer components". */
    default String instead() {
        return "shorter rows";
    }

    /**
     * Checks specs before the first one is fitted. Each is fitted to what the one before makes of rows.
     *
     * @param columns the number of values of a row before the first; empty if it is not known
     * @param name the name of a spec, for messages
     * @return the number of values of a row after the last; empty if it is not known
     * @throws IllegalArgumentException if one cannot be fitted to such rows, has too few of them, or needs more than
     *     Java's heap
     */
    static OptionalInt check(
            List<? extends Spec<?, ?>> specs, int rows, OptionalInt columns, Function<Spec<?, ?>, String> name) {
        OptionalInt known = columns;
        for (Spec<?, ?> spec : specs) {
            if (!(spec instanceof LearnedSize size)) {
                known = OptionalInt.empty();
                continue;
            }
            if (rows < size.leastRows()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s learns from at least %,d training rows with its settings, got %,d; take more, or %s",
                        name.apply(spec),
                        size.leastRows(),
                        rows,
                        size.instead()));
            }
            if (known.isPresent()) {
                int before = known.getAsInt();
                known = OptionalInt.of(size.length(before));
                Heap.require(
                        size.heapBytes(rows, before),
                        String.format(Locale.ROOT, "%s on %,d rows of %,d values", name.apply(spec), rows, before),
                        size.instead());
            }
        }
        return known;
    }
}
