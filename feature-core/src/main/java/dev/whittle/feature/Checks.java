package dev.whittle.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects all errors in the settings of a spec, so that one message reports all of them. */
public final class Checks {
    /** The largest length of an array: virtual machines use some words of an array themselves. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final String spec;
    private final List<String> wrong = new ArrayList<>();

    /** @param spec the name at the beginning of the message */
    public Checks(String spec) {
        this.spec = spec;
    }

    public Checks atLeast(int least, String name, int value) {
        return require(value >= least, name + " must be at least " + least, value);
    }

    public Checks atLeastZero(String name, double value) {
        return require(value >= 0 && Double.isFinite(value), name + " must be at least 0 and finite", value);
    }

    public Checks aboveZero(String name, double value) {
        return require(value > 0 && Double.isFinite(value), name + " must be above 0 and finite", value);
    }

    /** Checks a share: at least 0 and below 1, also after rounding to float, as it is used. */
    public Checks fraction(String name, double value) {
        return require(value >= 0 && (float) value < 1, name + " must be at least 0 and below 1 as a float", value);
    }

    public Checks require(boolean condition, String rule, Object got) {
        if (!condition) {
            wrong.add(rule + ", got " + (got instanceof Enum<?> constant ? name(constant) : got));
        }
        return this;
    }

    /** @param error what is wrong, what was given and what is expected, if so */
    public Checks refuse(boolean isWrong, String error) {
        if (isWrong) {
            wrong.add(error);
        }
        return this;
    }

    /** See {@link #refuse}. */
    public void add(String error) {
        wrong.add(error);
    }

    /** Whether nothing is wrong so far. */
    public boolean passed() {
        return wrong.isEmpty();
    }

    /** An enum constant as experiments write it: ONE_VS_REST is one-vs-rest. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The length of an array of rows × columns.
     *
     * @throws IllegalArgumentException if no array can be so long
     */
    public static int length(String what, int rows, int columns) {
        long length = (long) rows * columns;
        if (length > LONGEST) {
            throw new IllegalArgumentException(
                    what + " would have " + rows + " × " + columns + " values, and at most " + LONGEST + " fit");
        }
        return (int) length;
    }

    /** @throws IllegalArgumentException if there were errors, with all of them */
    public void report() {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(spec + ": " + String.join("; ", wrong));
        }
    }
}
