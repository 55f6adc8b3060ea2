package dev.whittle.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.DoubleSupplier;

/**
 * Optima of the linear problems, and the loosest tolerance by which each solver comes within {@value #NEAR} of them. What takes minutes to
 * find is kept in a file of the work folder, under a hash of the samples. What the code under measurement reaches by a kept tolerance is for {@link
 * TrainedTo#requireNear} to check.
 */
final class Optimum {
    /** How near the optimum a solver must come, as a part of it. */
    static final double NEAR = 1e-4;

    private static final double TIGHT = 1e-7;
    private static final int STEPS = 16;

    private final Path file;
    private final String samples;

    /** @param file where to keep what is found; null to keep nothing */
    Optimum(Path file, HeadData data) {
        this.file = file;
        this.samples = file == null ? "" : data.sha256().substring(0, 16);
    }

    /** For a shape: those of a test's size are not kept. */
    static Optimum kept(HeadData data) {
        try {
            return new Optimum(
                    data.samples().size() < 10_000
                            ? null
                            : HeadData.workFolder()
                                    .resolve(data.real() ? "heads.properties" : "heads-drawn.properties"),
                    data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The least value of the objective: by LIBLINEAR's Newton method for the SVM, which no figure of Whittle's depends on, by Whittle for softmax, by Smile for its own. */
    double of(LinearProblem problem, HeadData data, String shape, LinearHeads of) {
        boolean penalized = of.penalized();
        String objective = of.lastClassZero() ? " last class zero" : penalized ? " penalized" : " free";
        return find("optimum " + problem + " " + shape + " " + samples + objective, () -> {
            LinearHeads solver = of.lastClassZero()
                    ? of
                    : problem == LinearProblem.SVM
                            ? new LinearHeads.LibLinear(
                                    data.samples(), de.bwaldvogel.liblinear.SolverType.L2R_L2LOSS_SVC)
                            : LinearHeads.of(problem, By.VECTOR, data.samples());
            return problem.value(data.samples(), solver.fit(of.lastClassZero() ? 1e-5 : TIGHT), penalized);
        });
    }

    /**
     * The loosest tolerance, of those tried, that suffices.
     *
     * @throws IllegalStateException if none does
     */
    double tolerance(LinearProblem problem, By by, LinearHeads solver, HeadData data, String shape) {
        double enough = (1 + NEAR) * of(problem, data, shape, solver);
        return find("tolerance " + problem + " " + shape + " " + samples + " " + by, () -> {
            double tolerance = solver.loosest();
            double value = Double.NaN;
            for (int step = 0; step < STEPS; step++) {
                value = problem.value(data.samples(), solver.fit(tolerance), solver.penalized());
                if (value <= enough) {
                    return tolerance;
                }
                tolerance /= 3;
            }
            throw new IllegalStateException(
                    by + " reaches " + value + " at best, " + enough + " is within " + NEAR + " of the optimum");
        });
    }

    /** What the file has under this name, or what is found now and put there. */
    private double find(String name, DoubleSupplier search) {
        if (file == null) {
            return search.getAsDouble();
        }
        try {
            Properties known = new Properties();
            if (Files.exists(file)) {
                try (var in = Files.newBufferedReader(file)) {
                    known.load(in);
                }
            }
            if (!known.containsKey(name)) {
                known.setProperty(name, Double.toString(search.getAsDouble()));
                dev.whittle.feature.AtomicFile.write(file, out -> known.store(out, "whittle bench --heads"));
            }
            return Double.parseDouble(known.getProperty(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
