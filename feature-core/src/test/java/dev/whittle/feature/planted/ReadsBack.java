package dev.whittle.feature.planted;

/** The other half of the circle: only its nested class names the first file. */
public final class ReadsBack {
    public static final class Nested {
        public NamesItsReader.Own back;
    }
}
