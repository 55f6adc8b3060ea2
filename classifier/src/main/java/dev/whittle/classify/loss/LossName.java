package dev.whittle.classify.loss;

/** The losses by their names in specs. */
public enum LossName {
    /** {@link CrossEntropy}. */
    CROSS_ENTROPY(new CrossEntropy()),
    /** {@link WestonWatkins}. */
    WESTON_WATKINS(new WestonWatkins()),
    /** {@link WestonWatkins}, squared. */
    SQUARED_WESTON_WATKINS(new WestonWatkins(true)),
    /** {@link CrammerSinger}. */
    CRAMMER_SINGER(new CrammerSinger()),
    /** {@link CrammerSinger}, squared. */
    SQUARED_CRAMMER_SINGER(new CrammerSinger(true)),
    /** {@link OneVsRestHinge}. */
    ONE_VS_REST_HINGE(new OneVsRestHinge()),
    /** {@link OneVsRestHinge}, squared. */
    SQUARED_ONE_VS_REST_HINGE(new OneVsRestHinge(true)),
    /** {@link BinaryLogistic}, one-vs-rest. */
    BINARY_LOGISTIC(new BinaryLogistic()),
    /** {@link SquaredError}. */
    SQUARED_ERROR(new SquaredError()),
    /** {@link AbsoluteError}. */
    ABSOLUTE_ERROR(new AbsoluteError()),
    /** {@link Huber} with δ = 1. */
    HUBER(new Huber());

    private final Loss loss;

    LossName(Loss loss) {
        this.loss = loss;
    }

    public Loss loss() {
        return loss;
    }
}
