package dev.whittle.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.function.DoubleSupplier;

/**
 * Optima of the linear problems, and the loosest tolerance by which each solver comes within {@value #NEAR} of them.
 * What takes minutes to find is kept in a file of the work folder, under a hash of the samples. What the code under
 * measurement reaches by a kept tolerance is for {@link TrainedTo#requireNear} to check.
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

    /**
     * The least value of the objective: by {@link NewtonSvm} for the SVM, by Whittle for softmax, by Smile for its own.
     */
    double of(LinearProblem problem, HeadData data, String shape, LinearHeads of) {
        String objective = of.lastClassZero() ? "last class zero" : of.penalized() ? "penalized" : "free";
        return find(name("optimum", problem, shape, objective), () -> {
            if (problem == LinearProblem.SVM) {
                return problem.value(data.samples(), NewtonSvm.solve(data.samples(), TIGHT), of.penalized());
            }
            LinearHeads solver = of.lastClassZero() ? of : LinearHeads.of(problem, By.VECTOR, data.samples());
            return problem.value(data.samples(), solver.fit(of.lastClassZero() ? 1e-5 : TIGHT), of.penalized());
        });
    }

    /**
     * The loosest tolerance, of those tried, that suffices.
     *
     * @throws IllegalStateException if none does
     */
    double tolerance(LinearProblem problem, By by, LinearHeads solver, HeadData data, String shape) {
        OptionalDouble known = knownTolerance(problem, by.name(), shape);
        if (known.isPresent()) {
            return known.getAsDouble();
        }
        double enough = (1 + NEAR) * of(problem, data, shape, solver);
        return find(name("tolerance", problem, shape, by.name()), () -> {
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

    private String name(String what, LinearProblem problem, String shape, String who) {
        return what + " " + problem + " " + shape + " " + samples + " " + who;
    }

    /**
     * The tolerance of a peer that was found when the peers were measured for CIFAR-10: to look for LIBLINEAR's anew
     * takes hours. {@link TrainedTo#requireNear} holds for it as for any other.
     */
    OptionalDouble knownTolerance(LinearProblem problem, String who, String shape) {
        Properties found = new Properties();
        try (var in = Optimum.class.getResourceAsStream("heads.properties")) {
            found.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String tolerance = found.getProperty(name("tolerance", problem, shape, who));
        return tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(tolerance));
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
                dev.whittle.feature.file.AtomicFile.write(file, out -> known.store(out, "whittle bench --heads"));
            }
            return Double.parseDouble(known.getProperty(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
