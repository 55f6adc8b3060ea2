package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/** The average s of the arrays w that training changes, see {@link Averaging}. */
final class AveragedWeights {
    private static final int CHUNK = 1 << 13;
    /** The steps of Lookahead from an update to the next. */
    private static final int APART = 5;

    private final Averaging averaging;
    private final double decay;
    private final Run run;
    private final Part[] parts;
    private final LiveArrays average;
    /** 1 - d' of this step. */
    private float share;

    /**
     * @param learned w, the arrays themselves, before the first step
     * @param decay d
     */
    AveragedWeights(Averaging averaging, double decay, LiveArrays learned, Run run) {
        this.averaging = averaging;
        this.decay = decay;
        this.run = run;
        average = averaging == Averaging.NONE ? LiveArrays.empty() : learned.copy();
        parts = average.asMap().entrySet().stream()
                .map(e -> new Part(learned.asMap().get(e.getKey()), e.getValue()))
                .toArray(Part[]::new);
    }

    /** s: these are the arrays themselves. Without an average there are none. */
    LiveArrays state() {
        return average;
    }

    /**
     * Adds what a step has made of w, and sets w by {@link Averaging#LOOKAHEAD}.
     *
     * @param done t, the number of steps done
     * @param steps T
     */
    void add(long done, long steps) {
        if (averaging == Averaging.EMA) {
            average(Math.min(decay, (done - 1) / (double) done), false);
        } else if (averaging == Averaging.LOOKAHEAD && done % APART == 0) {
            double part = done / (double) steps;
            average(StrictMath.pow(decay, APART) * (part * part * part), true);
        }
    }

    private void average(double kept, boolean back) {
        share = (float) (1 - kept);
        for (Part part : parts) {
            run.parallel(part.w.length, CHUNK, back ? part.averageAndReturn : part.average);
        }
    }

    /** Exchanges w and s: before a model is evaluated, and after it. */
    void exchange() {
        for (Part part : parts) {
            run.parallel(part.w.length, CHUNK, part.exchange);
        }
    }

    private final class Part {
        final float[] w;
        final float[] s;
        final Run.Chunk average = this::average;
        final Run.Chunk averageAndReturn = this::averageAndReturn;
        final Run.Chunk exchange = this::exchange;

        Part(Matrix w, Matrix s) {
            this.w = w.data();
            this.s = s.data();
        }

        private void average(int from, int to) {
            for (int i = from; i < to; i++) {
                s[i] += share * (w[i] - s[i]); // what does not change keeps its bits
            }
        }

        private void averageAndReturn(int from, int to) {
            average(from, to);
            System.arraycopy(s, from, w, from, to - from);
        }

        private void exchange(int from, int to) {
            for (int i = from; i < to; i++) {
                float value = w[i];
                w[i] = s[i];
                s[i] = value;
            }
        }
    }
}
