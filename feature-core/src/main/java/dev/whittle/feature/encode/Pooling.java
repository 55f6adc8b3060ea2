package dev.whittle.feature.encode;

/** How the codes of the descriptors of a region become one code, value by value. */
public enum Pooling {
    AVERAGE,
    SUM,
    /** The largest value: whether a word is there at all, and how clearly. */
    MAX;

    /** Before the first code. */
    double start() {
        return this == MAX ? Double.NEGATIVE_INFINITY : 0;
    }

    /** Adds a code, or pooled codes, to those before. */
    void add(double[] before, double[] code) {
        for (int i = 0; i < before.length; i++) {
            before[i] = this == MAX ? Math.max(before[i], code[i]) : before[i] + code[i];
        }
    }

    /** The value of n pooled codes; 0 for none. */
    float value(double pooled, int n) {
        return n == 0 ? 0 : (float) (this == AVERAGE ? pooled / n : pooled);
    }
}
