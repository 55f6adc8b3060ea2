package dev.whittle.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times one benchmark at a time by JMH, briefly.
 *
 * @param forks 1 for a JVM of its own; 0 for this one, where measurements disturb each other: for tests
 * @param warmups iterations before those that count
 * @param warmupMillis the length of each
 * @param iterations iterations that count
 * @param iterationMillis the length of each
 */
record Timer(int forks, int warmups, int warmupMillis, int iterations, int iterationMillis) {
    /** For numbers to be quoted, in several rounds. */
    static final Timer STANDARD = new Timer(1, 3, 400, 3, 250);

    /** To see that all works. */
    static final Timer QUICK = new Timer(1, 1, 10, 1, 10);

    /** One operation of these takes seconds: it warms up enough. */
    private static final Set<String> LONG = Set.of(
            "KMeansBenchmark.cluster",
            "ExtractAllBenchmark.extractAll",
            "SvmBenchmark.train",
            "SoftmaxBenchmark.train",
            "MlpPeersBenchmark.epoch");

    /** These may take minutes: once to warm up, once that counts. */
    private static final Set<String> LONGEST = Set.of("SvmBenchmark.train", "SoftmaxBenchmark.train");

    Timer withForks(int newForks) {
        return new Timer(newForks, warmups, warmupMillis, iterations, iterationMillis);
    }

    /** The median of the iterations: seconds of one operation (as the benchmark counts them). */
    double seconds(Measurement measurement) throws RunnerException {
        boolean isLong = LONG.contains(measurement.benchmark());
        int expected = LONGEST.contains(measurement.benchmark()) ? 1 : isLong ? Math.min(2, iterations) : iterations;
        String name = Timer.class.getPackageName() + "." + measurement.benchmark();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + name.replace(".", "\\.") + "$")
                .forks(forks)
                .warmupTime(TimeValue.milliseconds(warmupMillis))
                .measurementTime(TimeValue.milliseconds(iterationMillis))
                .warmupIterations(isLong ? 1 : warmups)
                .measurementIterations(expected)
                .timeUnit(TimeUnit.NANOSECONDS)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        measurement.params().forEach(options::param);
        Collection<RunResult> results = quietly(options.build());
        double[] scores = results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream())
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(result -> result.getScore())
                .toArray();
        if (results.size() != 1 || scores.length != expected) {
            throw new IllegalStateException(measurement + " gave " + scores.length + " scores of " + results.size()
                    + " benchmarks, expected " + expected + " of one");
        }
        return 1e-9 * RatioTable.median(scores);
    }

    /** Without what JMH and each JVM write, a warning about the incubator's module; all is shown if one fails. */
    private static Collection<RunResult> quietly(Options options) throws RunnerException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream kept = new PrintStream(written, true, StandardCharsets.UTF_8);
        System.setOut(kept);
        System.setErr(kept);
        try {
            // Made here, since it takes hold of the standard output at once.
            return new Runner(options).run();
        } catch (RunnerException e) {
            err.print(written.toString(StandardCharsets.UTF_8));
            throw e;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
