package dev.whittle.classify.optim;

/** How the learning rate goes over the steps of training. */
public enum Schedule {
    /** The same rate all along. */
    CONSTANT,
    /** η·(1 + cos(π·t/T))/2: half a cosine from η at step 0 to 0 at step T (Loshchilov and Hutter 2017, SGDR, without restarts). */
    COSINE;

    /**
     * The learning rate of a step.
     *
     * @param rate η, the rate at the start
     * @param step t, from 0 to {@code steps} - 1
     * @param steps T
     */
    public double rate(double rate, long step, long steps) {
        return switch (this) {
            case CONSTANT -> rate;
            case COSINE -> rate * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
        };
    }
}
