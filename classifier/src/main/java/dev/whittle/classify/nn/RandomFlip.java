package dev.whittle.classify.nn;

/**
 * In training every image is mirrored left to right with probability 1/2. After training it is the identity.
 *
 * <p>The alternating flip draws once for each sample, from the generator (seed, name, index of the sample): it mirrors
 * a sample either in the epochs 0, 2, 4, … or in the epochs 1, 3, 5, …. See {@link Flip.Scheme#ALTERNATING}.
 */
public final class RandomFlip extends RandomImageChange {
    private final boolean alternating;

    /**
     * @param name unique within a network
     * @param alternating false to draw in every step
     */
    public RandomFlip(String name, boolean alternating) {
        super((alternating ? "alternating flip " : "random flip ") + name);
        this.alternating = alternating;
    }

    private boolean flips(Flow flow, int r) {
        if (!alternating) {
            return random(flow, r).nextLong() < 0;
        }
        boolean first = flow.run().random(purpose, flow.sample(r)).nextLong() < 0;
        return first ^ (flow.epoch() % 2 == 1);
    }

    /** A mirrored image is mirrored back by the same. */
    @Override
    void change(Flow flow, int r, float[] x, float[] y, boolean back) {
        int start = r * flow.width();
        int n = flow.width();
        if (!flips(flow, r)) {
            System.arraycopy(x, start, y, start, n);
            return;
        }
        int columns = image().dimension(2);
        for (int row = start; row < start + n; row += columns) {
            for (int c = 0; c < columns; c++) {
                y[row + c] = x[row + columns - 1 - c];
            }
        }
    }
}
