package dev.whittle.feature.planted;

/** One half of a circle of two files in one package, of which the other half is in a nested class. */
public final class NamesItsReader {
    public ReadsBack.Nested reader;

    /** Names its own file only, which is no circle. */
    public static final class Own {
        public NamesItsReader outer;
    }
}
