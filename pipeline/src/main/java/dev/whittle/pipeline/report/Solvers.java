package dev.whittle.pipeline.report;

import dev.whittle.classify.Convergence;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How near the linear heads came to their minimum.
 *
 * @param rows a row for each feature and linear head; empty where there is none
 */
public record Solvers(List<Row> rows) {
    /**
     * One feature with one head.
     *
     * @param seeds what was reached for each seed, such as "34 iterations, gradient 8.1e-04, gap 2.3e-05: tolerance
     *     met"
     * @param cutOff for how many seeds the limit of iterations was reached
     */
    public record Row(String feature, String head, List<String> seeds, int cutOff) {}

    static Solvers of(ComparisonResult comparison) {
        List<Row> rows = new ArrayList<>();
        for (CellResult cell : comparison.cells()) {
            List<Convergence> reached = cell.runs().stream()
                    .map(CellRun::convergence)
                    .filter(Objects::nonNull)
                    .toList();
            if (!reached.isEmpty()) {
                int cutOff = (int) reached.stream()
                        .filter(c -> c.stop() == Convergence.Stop.ITERATIONS)
                        .count();
                rows.add(new Row(
                        cell.feature(),
                        cell.head(),
                        reached.stream().map(Solvers::text).toList(),
                        cutOff));
            }
        }
        return new Solvers(rows);
    }

    private static String text(Convergence reached) {
        boolean epochs = reached.stop() == Convergence.Stop.EPOCHS || reached.stop() == Convergence.Stop.NO_MISTAKES;
        String done =
                reached.iterations() + (epochs ? " epoch" : " iteration") + (reached.iterations() == 1 ? "" : "s");
        return done
                + number("gradient", reached.gradient())
                + number("gap", reached.gap())
                + switch (reached.stop()) {
                    case TOLERANCE -> ": tolerance met";
                    case ITERATIONS -> ": stopped at the limit";
                    case NO_DESCENT -> ": no further descent in float";
                    case NO_MISTAKES -> ": no mistake in the last";
                    case EPOCHS -> "";
                };
    }

    /** Empty for a number that the solver does not have. */
    private static String number(String name, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, ", %s %.1e", name, value);
    }

    /** A note on heads that reached the limit of iterations; empty if there are none. */
    public String warning() {
        List<String> cutOff = new ArrayList<>();
        for (Row row : rows) {
            if (row.cutOff() > 0) {
                String of = row.seeds().size() == 1
                        ? ""
                        : " (" + row.cutOff() + " of " + row.seeds().size() + " runs)";
                cutOff.add(row.feature() + " × " + row.head() + of);
            }
        }
        return cutOff.isEmpty()
                ? ""
                : "Not at their minimum, since the iterations ran out before the tolerance was met: "
                        + String.join(", ", cutOff)
                        + ". With more iterations their figures may change.";
    }
}
