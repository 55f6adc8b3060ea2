package dev.whittle.benchmarks;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.whittle.benchmarks.LinearProblem.Weights;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import smile.classification.LogisticRegression;

/** Who trains linear heads, each to a tolerance of its own meaning. */
interface LinearHeads {
    /** Iterations, where a solver must be given a limit; it is to stop by its tolerance. */
    int ITERATIONS = 20_000;

    /** Trains from nothing. The smaller the tolerance, the nearer the optimum. */
    Weights fit(double tolerance);

    /** Whether the bias is penalised like a weight in what is minimised. */
    boolean penalized();

    /**
     * Whether the last class has no weights of its own, its scores being 0: another penalty, and so another optimum.
     */
    default boolean lastClassZero() {
        return false;
    }

    /** The loosest tolerance that is worth a try; each next one is a third of it. */
    double loosest();

    static LinearHeads of(LinearProblem problem, By by, Samples samples) {
        return switch (by) {
            case VECTOR, SCALAR -> new Whittle(problem, samples, by.run(1));
            case LIBLINEAR -> new LibLinear(samples, SolverType.L2R_L2LOSS_SVC);
            case LIBLINEAR_DUAL -> new LibLinear(samples, SolverType.L2R_L2LOSS_SVC_DUAL);
            case SMILE -> new Smile(samples);
            default -> throw by.unknown();
        };
    }

    /** {@link LinearProblem#head}. */
    record Whittle(LinearProblem problem, Samples samples, Run run) implements LinearHeads {
        @Override
        public Weights fit(double tolerance) {
            NamedArrays arrays = problem.head(samples, ITERATIONS, tolerance)
                    .fit(samples, run)
                    .arrays();
            return Weights.of(arrays.get("weights"), arrays.get("bias"));
        }

        @Override
        public boolean penalized() {
            return problem == LinearProblem.SVM;
        }

        @Override
        public double loosest() {
            return 0.1;
        }
    }

    /**
     * de.bwaldvogel:liblinear: trust-region Newton, or dual coordinate descent. The bias is penalised; the rows are
     * sparse, in double.
     */
    final class LibLinear implements LinearHeads {
        private final Problem problem = new Problem();
        private final SolverType solver;

        LibLinear(Samples samples, SolverType solver) {
            this.solver = solver;
            Linear.disableDebugOutput();
            Matrix x = samples.inMemory("LIBLINEAR");
            problem.l = x.rows();
            problem.n = x.columns() + 1;
            problem.bias = 1;
            problem.x = new Feature[x.rows()][x.columns() + 1];
            problem.y = new double[x.rows()];
            for (int r = 0; r < x.rows(); r++) {
                for (int c = 0; c < x.columns(); c++) {
                    problem.x[r][c] = new FeatureNode(c + 1, x.get(r, c));
                }
                problem.x[r][x.columns()] = new FeatureNode(x.columns() + 1, 1);
                problem.y[r] = samples.labels()[r];
            }
        }

        @Override
        public Weights fit(double tolerance) {
            Parameter parameter = new Parameter(solver, 1, ITERATIONS, tolerance);
            parameter.setRandom(new java.util.Random(1));
            var model = Linear.train(problem, parameter);
            int classes = model.getNrClass();
            double[] w = model.getFeatureWeights(); // feature by feature, its classes in the order of getLabels
            Weights weights = new Weights(new double[classes][problem.n - 1], new double[classes]);
            for (int i = 0; i < classes; i++) {
                int k = model.getLabels()[i];
                for (int c = 0; c < problem.n - 1; c++) {
                    weights.weights()[k][c] = w[c * classes + i];
                }
                weights.bias()[k] = w[(problem.n - 1) * classes + i];
            }
            return weights;
        }

        @Override
        public boolean penalized() {
            return true;
        }

        @Override
        public double loosest() {
            return 0.1;
        }
    }

    /**
     * Smile's logistic regression by BFGS with limited memory; the bias is not penalised, and the last class has no
     * weights. The rows are in double.
     */
    final class Smile implements LinearHeads {
        private final double[][] rows;
        private final int[] labels;

        Smile(Samples samples) {
            Matrix x = samples.inMemory("Smile");
            rows = new double[x.rows()][x.columns()];
            for (int r = 0; r < x.rows(); r++) {
                for (int c = 0; c < x.columns(); c++) {
                    rows[r][c] = x.get(r, c);
                }
            }
            labels = samples.labels();
        }

        @Override
        public Weights fit(double tolerance) {
            double[][] w = LogisticRegression.multinomial(rows, labels, 1, tolerance, 500)
                    .coefficients();
            int p = rows[0].length;
            int classes = HeadData.CLASSES;
            Weights weights = new Weights(new double[classes][p], new double[classes]);
            for (int k = 0; k < w.length; k++) {
                System.arraycopy(w[k], 0, weights.weights()[k], 0, p);
                weights.bias()[k] = w[k][p];
            }
            return weights;
        }

        @Override
        public boolean penalized() {
            return false;
        }

        @Override
        public boolean lastClassZero() {
            return true;
        }

        @Override
        public double loosest() {
            return 1e-3;
        }
    }
}
