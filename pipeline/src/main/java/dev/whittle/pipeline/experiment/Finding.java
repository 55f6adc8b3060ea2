package dev.whittle.pipeline.experiment;

/**
 * A difference between a results folder and what is found when it is made again.
 *
 * @param file the path of the file, as it was given
 * @param place in the file, such as a JSON pointer or a line; empty where the file as a whole is meant
 * @param of what the place belongs to, such as a feature and a head; may be empty
 * @param expected what is stored
 * @param actual what it is now
 * @param promised false where the promise of equal bits does not cover the place
 */
public record Finding(String file, String place, String of, String expected, String actual, boolean promised) {
    /** A difference that the promise of equal bits covers. */
    public Finding(String file, String place, String of, String expected, String actual) {
        this(file, place, of, expected, actual, true);
    }

    /** The same difference, of a place in a run of a cell. */
    Finding in(String name, boolean bitsPromised) {
        return new Finding(file, place, of.isEmpty() ? name : of + ", " + name, expected, actual, bitsPromised);
    }

    /** The difference in words. */
    public String text() {
        String more = promised
                ? of
                : of + "; a part of it comes from another library and is not covered by the promise of equal bits";
        return file + (place.isEmpty() ? "" : ", " + place) + ": stored " + expected + ", now " + actual
                + (more.isEmpty() ? "" : " (" + more + ")");
    }
}
