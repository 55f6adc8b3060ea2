package dev.whittle.classify.linear;

import dev.whittle.classify.ClassWeighted;
import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrammerSinger;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.loss.OneVsRestHinge;
import dev.whittle.classify.loss.WestonWatkins;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear support vector machine for several classes: minimises a mean hinge plus (l2/2)‖W‖² plus l1·Σ|W|, from zero.
 * Scores are signed distances from the hyperplanes times ‖w‖; standardise features of different scale.
 *
 * <p>{@link Formulation} and {@link Hinge} define what is minimised, and {@link Solver} how. All solvers of a problem
 * find the same minimum; mini-batches and SGD come near it. {@link LinearClassifier#convergence} says what was reached.
 *
 * @param formulation which multi-class hinge
 * @param hinge the plain hinge or its square
 * @param solver how it is trained
 * @param l2 weight of the squares per sample, at least 0; LIBLINEAR's C is 1/(n·l2)
 * @param l1 weight of the absolute values per sample, at least 0
 * @param intercept whether there is a constant, and whether it is penalised
 * @param classWeights the weight of a sample's loss by its class. In one-vs-rest a
 *     sample has this weight in the problems of all classes; in LIBLINEAR only in the problem of its own class
 * @param iterations the largest number of iterations of L-BFGS, or of passes of dual coordinate descent, or the number
 *     of epochs of SGD; at least 1
 * @param tolerance at least 0; SGD and mini-batches ignore it. For dual coordinate descent, the duality gap relative to
 *     the objective. For L-BFGS, the norm of the gradient relative to its norm at the start; the square of this ratio
 *     is about the remaining share of the way to the minimum
 * @param training the settings of mini-batches; the other solvers ignore them
 */
public record LinearSvm(
        Formulation formulation,
        Hinge hinge,
        Solver solver,
        double l2,
        double l1,
        Intercept intercept,
        ClassWeights classWeights,
        int iterations,
        double tolerance,
        MiniBatches training)
        implements Spec<Samples, Classifier>, ClassWeighted {

    /** The loss for more than two classes; s are the scores of a sample, y its class, h the hinge or its square. */
    public enum Formulation {
        /** Weston and Watkins 1999, the lectures' sum over violators: Σ_{j≠y} h(1 + s_j - s_y). */
        WESTON_WATKINS,
        /** Crammer and Singer 2001, the largest violator alone: h(1 + max_{j≠y} s_j - s_y). */
        CRAMMER_SINGER,
        /** Each class against all others, LIBLINEAR's default: h(1 - s_y) + Σ_{j≠y} h(1 + s_j). */
        ONE_VS_REST
    }

    /** h(z), for z = 1 - margin. */
    public enum Hinge {
        /** max(0, z), LIBLINEAR's L1-loss. */
        PLAIN,
        /** max(0, z)², LIBLINEAR's L2-loss. */
        SQUARED
    }

    /** How the minimum is found. */
    public enum Solver {
        /**
         * {@link #LBFGS} if the loss is smooth; otherwise {@link #DUAL_COORDINATE_DESCENT} if it can be used; otherwise
         * (with l1, a free intercept or no l2) {@link #MINI_BATCHES}.
         */
        AUTO,
        /**
         * Hsieh et al. 2008, and a similar method for the other formulations. It is for all hinges, and requires l2
         * above 0, no l1 and no free intercept. One-vs-rest trains its classes in parallel; Weston and Watkins' and
         * Crammer and Singer's run on one thread.
         *
         * <p>It is slow if l2 is small. With the plain hinge on 10,000 overlapping samples of 300 features in 10
         * classes, the gap falls to 0.001 in 50 to 100 passes at C = 0.01 (l2 = 0.01, 1 to 6 s on one core); at C = 0.1
         * it is still 0.006 to 0.009 after 300 passes, and at C = 1 about half of the objective. In such cases use
         * squared hinges with L-BFGS, or mini-batches. {@link Convergence#stop} says whether the tolerance was met.
         */
        DUAL_COORDINATE_DESCENT,
        /**
         * L-BFGS on all samples at once, in coordinates in which the features are uncorrelated; with l1 OWL-QN, which
         * makes weights exactly 0. It is for squared hinges, except Crammer and Singer's, which has a kink where two
         * violators are equal.
         */
        LBFGS,
        /**
         * Subgradient steps on mini-batches with the settings {@code training}, for all hinges. The result is near the
         * minimum, not at it.
         */
        MINI_BATCHES,
        /**
         * Stochastic gradient descent, one sample at a time, see {@link StochasticDescent}. It is for one-vs-rest
         * without l1, and its result is near the minimum. It reads the rows one by one, so it is the solver for rows
         * that are decoded when they are read, and needs no memory but the weights. It has no settings but {@code
         * iterations}, its number of epochs.
         */
        SGD
    }

    public LinearSvm {
        boolean smooth = smooth(formulation, hinge);
        boolean dual = solver == Solver.DUAL_COORDINATE_DESCENT;
        boolean sgd = solver == Solver.SGD;
        boolean miniBatches = solver == Solver.MINI_BATCHES || (solver == Solver.AUTO && !smooth);
        MiniBatchTraining.checkWithoutFilters(new Checks("Linear SVM"), "training.", miniBatches ? training : null, l1)
                .require(formulation != null, "formulation must be given", formulation)
                .require(hinge != null, "hinge must be given", hinge)
                .require(solver != null, "solver must be given", solver)
                .atLeastZero("l2", l2)
                .atLeastZero("l1", l1)
                .require(intercept != null, "intercept must be given", intercept)
                .require(classWeights != null, "classWeights must be given", classWeights)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .require(training != null, "training must be given", training)
                .require(
                        solver != Solver.LBFGS || smooth,
                        "hinge must be squared, and formulation not crammer-singer, for solver lbfgs",
                        formulation == null || hinge == null
                                ? null
                                : Checks.name(formulation) + " " + Checks.name(hinge))
                .require(!dual || l2 > 0, "l2 must be above 0 for dual coordinate descent", l2)
                .require(!dual || l1 == 0, "l1 must be 0 for dual coordinate descent", l1)
                .require(
                        !dual || intercept != Intercept.FREE,
                        "intercept must be penalized or none for dual coordinate descent",
                        intercept)
                .require(
                        !sgd || formulation == null || formulation == Formulation.ONE_VS_REST,
                        "formulation must be one-vs-rest for solver sgd",
                        formulation)
                .require(!sgd || l1 == 0, "l1 must be 0 for solver sgd", l1)
                .report();
    }

    /**
     * AdaGrad's steps do not depend on the scale of the gradient, and with half a cosine the last steps become small.
     * On small sets of features with a deviation of 0.1, 1 and 10 this ends within 5 % of the minimum.
     */
    private static final MiniBatches TRAINING = MiniBatches.builder()
            .optimizer(Optimizer.ADAGRAD)
            .schedule(Schedule.COSINE)
            .learningRate(0.1)
            .epochs(100)
            .batchSize(32)
            .build();

    /**
     * Weston and Watkins' hinge (the lectures'), with an l2 chosen on a validation split of CIFAR-10, the same for raw
     * pixels, HoG and HoG with colour, all standardised.
     */
    public static LinearSvm defaults() {
        return of(Formulation.WESTON_WATKINS, Hinge.PLAIN, 0.2);
    }

    /** The defaults with another problem. */
    public static LinearSvm of(Formulation formulation, Hinge hinge, double l2) {
        return new LinearSvm(
                formulation, hinge, Solver.AUTO, l2, 0, Intercept.PENALIZED, ClassWeights.EQUAL, 200, 1e-3, TRAINING);
    }

    public LinearSvm withSolver(Solver newSolver) {
        return new LinearSvm(
                formulation, hinge, newSolver, l2, l1, intercept, classWeights, iterations, tolerance, training);
    }

    public LinearSvm withL2(double newL2) {
        return new LinearSvm(
                formulation, hinge, solver, newL2, l1, intercept, classWeights, iterations, tolerance, training);
    }

    public LinearSvm withL1(double newL1) {
        return new LinearSvm(
                formulation, hinge, solver, l2, newL1, intercept, classWeights, iterations, tolerance, training);
    }

    public LinearSvm withIntercept(Intercept newIntercept) {
        return new LinearSvm(
                formulation, hinge, solver, l2, l1, newIntercept, classWeights, iterations, tolerance, training);
    }

    public LinearSvm withClassWeights(ClassWeights newClassWeights) {
        return new LinearSvm(
                formulation, hinge, solver, l2, l1, intercept, newClassWeights, iterations, tolerance, training);
    }

    public LinearSvm withIterations(int newIterations) {
        return new LinearSvm(
                formulation, hinge, solver, l2, l1, intercept, classWeights, newIterations, tolerance, training);
    }

    public LinearSvm withTolerance(double newTolerance) {
        return new LinearSvm(
                formulation, hinge, solver, l2, l1, intercept, classWeights, iterations, newTolerance, training);
    }

    public LinearSvm withTraining(MiniBatches newTraining) {
        return new LinearSvm(
                formulation, hinge, solver, l2, l1, intercept, classWeights, iterations, tolerance, newTraining);
    }

    private static boolean smooth(Formulation formulation, Hinge hinge) {
        return hinge == Hinge.SQUARED && formulation != Formulation.CRAMMER_SINGER;
    }

    private Solver used() {
        if (solver != Solver.AUTO) {
            return solver;
        }
        if (smooth(formulation, hinge)) {
            return Solver.LBFGS;
        }
        return l2 > 0 && l1 == 0 && intercept != Intercept.FREE ? Solver.DUAL_COORDINATE_DESCENT : Solver.MINI_BATCHES;
    }

    @Override
    public void checkSamples(int samples) {
        if (used() == Solver.MINI_BATCHES) {
            training.checkSamples(samples, 1);
        }
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        Solver used = used();
        String because =
                "solver " + (used == solver ? Checks.name(used) : "auto, which is " + Checks.name(used) + " here");
        List<UnusedSetting> unused = new ArrayList<>();
        String others = "solver " + Checks.name(Solver.LBFGS) + " or " + Checks.name(Solver.DUAL_COORDINATE_DESCENT);
        if (used == Solver.MINI_BATCHES) {
            unused.addAll(UnusedSetting.within("training", training.unusedSettings()));
            unused.add(new UnusedSetting("iterations", because, others + " or " + Checks.name(Solver.SGD)));
        } else {
            unused.add(new UnusedSetting("training", because, "solver " + Checks.name(Solver.MINI_BATCHES)));
        }
        if (used == Solver.MINI_BATCHES || used == Solver.SGD) {
            unused.add(new UnusedSetting("tolerance", because, others));
        }
        return unused;
    }

    static Loss loss(Formulation formulation, Hinge hinge) {
        boolean squared = hinge == Hinge.SQUARED;
        return switch (formulation) {
            case WESTON_WATKINS -> new WestonWatkins(squared);
            case CRAMMER_SINGER -> new CrammerSinger(squared);
            case ONE_VS_REST -> new OneVsRestHinge(squared);
        };
    }

    /** With L-BFGS and without l1: OWL-QN reads scaled rows. */
    @Override
    public boolean isFullBatch() {
        return used() == Solver.LBFGS && l1 == 0;
    }

    @Override
    public long heapBytes(int samples, int features, int classes) {
        return switch (used()) {
            case DUAL_COORDINATE_DESCENT -> DualCoordinateDescent.heapBytes(samples, features, classes);
            case LBFGS -> FullBatch.heapBytes(samples, features, classes, FullBatch.spanned(l2, l1), iterations);
            case SGD -> StochasticDescent.heapBytes(features, classes);
            default -> 0;
        };
    }

    @Override
    public double operations(int samples, int features, int classes) {
        return isFullBatch()
                ? FullBatch.operations(samples, features, classes, FullBatch.spanned(l2, l1), iterations)
                : 0;
    }

    @Override
    public LinearClassifier fit(Samples train, Run run) {
        List<Double> weights = classWeights.weights(train);
        Loss loss = loss(formulation, hinge);
        return switch (used()) {
            case MINI_BATCHES -> LinearModel.train(train, loss, l2, l1, intercept, weights, training, run);
            case SGD ->
                new StochasticDescent(hinge == Hinge.SQUARED, l2, intercept, weights, iterations).train(train, run);
            case LBFGS ->
                // The second derivative of the squared hinge is 2 for a violator; about half of the samples are.
                new FullBatch(loss, 1, l2, l1, intercept, weights, iterations, tolerance)
                        .train(train, run)
                        .warned(run);
            default ->
                new DualCoordinateDescent(loss, iterations, tolerance)
                        .train(dual(train, run))
                        .warned(run);
        };
    }

    DualProblem dual(Samples train, Run run) {
        List<Double> weights = classWeights.weights(train);
        boolean squared = hinge == Hinge.SQUARED;
        boolean each = formulation == Formulation.WESTON_WATKINS;
        return formulation == Formulation.ONE_VS_REST
                ? new OneVsRestDual(squared, l2, intercept, weights, train, run)
                : new CoupledDual(each, squared, l2, intercept, weights, train, run);
    }

    @Override
    public LinearClassifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }
}
