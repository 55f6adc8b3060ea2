package dev.whittle.classify.optim;

/**
 * How the learning rate changes over the steps of training. Each schedule gives a factor of the rate η. t counts the
 * steps after the warm-up from 0, and T is their number.
 */
public enum Schedule {
    /** The constant factor 1. */
    CONSTANT {
        @Override
        double factor(double t, double steps, double period, double fall) {
            return 1;
        }
    },
    /** fall^⌊t/period⌋: the rate is multiplied by a factor after every period. */
    STEP {
        @Override
        double factor(double t, double steps, double period, double fall) {
            return StrictMath.pow(fall, Math.floor(t / period));
        }
    },
    /** a/(a + t), where a is the period: after a steps the rate is half (Robbins and Monro 1951; Bottou 2012). */
    INVERSE {
        @Override
        double factor(double t, double steps, double period, double fall) {
            return period / (period + t);
        }
    },
    /**
     * (1 + cos(π·t/T))/2: half a cosine, from 1 at step 0 to 0 at step T (Loshchilov and Hutter 2017, SGDR, without
     * restarts).
     */
    COSINE {
        @Override
        double factor(double t, double steps, double period, double fall) {
            return (1 + StrictMath.cos(Math.PI * t / steps)) / 2;
        }
    },
    /**
     * 1 - (1 - f)·t/T: linearly from 1 at step 0 to the factor f at step T. After a warm-up it is a triangle, as in
     * Jordan's airbench (2024).
     */
    LINEAR {
        @Override
        double factor(double t, double steps, double period, double fall) {
            return 1 - (1 - fall) * t / steps;
        }
    },
    /**
     * One cycle (Smith 2018, "A disciplined approach to neural network hyper-parameters: part 1"): linearly from fall·η
     * up to η, linearly down again in the same number of steps, and in the remaining steps linearly down to a
     * ten-thousandth of fall·η. The warm-up is the rise. The momentum does not change.
     */
    ONE_CYCLE {
        @Override
        double factor(double t, double steps, double period, double fall) {
            throw new IllegalStateException("One cycle has a shape of its own");
        }

        @Override
        public double rate(double rate, long step, long steps, long warmup, double period, double fall) {
            double low = fall * rate;
            double lowest = low / 1e4;
            if (step <= warmup) {
                return between(low, rate, step / (double) warmup);
            } else if (step <= 2 * warmup) {
                return between(rate, low, (step - warmup) / (double) warmup);
            }
            return between(low, lowest, (step - 2 * warmup) / (double) (steps - 2 * warmup));
        }
    };

    private static double between(double a, double b, double share) {
        return a * (1 - share) + b * share;
    }

    abstract double factor(double t, double steps, double period, double fall);

    /**
     * The learning rate of a step. Within the warm-up (except for one cycle) it is η·(step + 1)/(warmup + 1), which
     * rises linearly to η at step {@code warmup} (Goyal et al. 2017, section 2.2).
     *
     * @param rate η, the highest rate
     * @param step the number of the step, from 0 to {@code steps} - 1
     * @param steps the number of steps of the whole training
     * @param warmup the number of steps of warm-up, at least 0; for one cycle 1 to half of {@code steps}
     * @param period number of steps, above 0, for schedules with a period
     * @param fall a factor, above 0 or for linear at least 0, for schedules with a factor
     */
    public double rate(double rate, long step, long steps, long warmup, double period, double fall) {
        if (step < warmup) {
            return rate * (step + 1) / (warmup + 1);
        }
        return rate * factor(step - warmup, steps - warmup, period, fall);
    }
}
