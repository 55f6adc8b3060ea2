package dev.whittle.benchmarks;

/** A benchmark that peers run as well. */
interface Compared {
    /**
     * What the measured call computes, computed once and brought into Whittle's order and units: for the test that
     * compares.
     */
    float[] values();
}
