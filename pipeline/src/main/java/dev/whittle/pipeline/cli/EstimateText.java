package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.CostEstimate;
import java.util.List;
import java.util.Locale;

/** What an experiment will take, as text for the console. */
final class EstimateText {
    private static final double MIB = 1 << 20;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private EstimateText() {}

    /**
     * @param name of the experiment
     * @param executors the numbers of executors to estimate for; may be empty
     */
    static String of(String name, CostEstimate estimate, List<Integer> executors) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s: %,d training images and %,d for validation and the test; runs of each feature with each head: %d",
                name,
                estimate.train(),
                estimate.others(),
                estimate.runs());
        line(
                text,
                "Measured with %,d and %,d training images on %d threads",
                estimate.fewer(),
                estimate.measured(),
                estimate.threads());
        line(text, "");
        line(text, "%-28s %9s %11s %12s %11s %13s", "feature", "values", "table", "to learn", "ms/image", "to extract");
        for (CostEstimate.OfFeature f : estimate.features()) {
            line(
                    text,
                    "%-28s %,9d %11s %12s %11.3f %13s",
                    f.name(),
                    f.values(),
                    bytes(f.tableBytes(estimate.images())),
                    time(f.fitSeconds()),
                    f.msPerImage(),
                    time(f.extractSeconds() / estimate.threads()));
        }
        line(text, "");
        line(text, "%-44s %12s %12s %12s", "feature × head", "to train", "heap", "operations");
        for (CostEstimate.OfCell c : estimate.cells()) {
            line(
                    text,
                    "%-44s %12s %12s %12s",
                    c.feature() + " × " + c.head(),
                    time(c.trainSeconds()),
                    c.heapBytes() == 0 ? "little" : bytes(c.heapBytes()),
                    c.operations() == 0 ? "not counted" : String.format(Locale.ROOT, "%.1e", c.operations()));
        }
        line(text, "");
        line(
                text,
                "On this machine, with %d threads: %s, and %s of heap where tables are in memory",
                estimate.threads(),
                time(estimate.seconds()),
                bytes(estimate.heapBytes()));
        for (int n : executors) {
            line(text, "On %,d executors of one thread each: %s", n, time(estimate.seconds(n)));
        }
        line(text, "Operations: at most so many, a multiply-add is two; training that converges takes fewer.");
        line(text, "Not counted: fusions, corruptions, negative controls, variance by source, and the report.");
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }

    static String bytes(long bytes) {
        double mib = bytes / MIB;
        return mib < 1024
                ? String.format(Locale.ROOT, "%,.1f MiB", mib)
                : String.format(Locale.ROOT, "%,.1f GiB", mib / 1024);
    }

    static String time(double seconds) {
        if (seconds < 2 * MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 2 * HOUR
                ? String.format(Locale.ROOT, "%.1f min", seconds / MINUTE)
                : String.format(Locale.ROOT, "%,.1f h", seconds / HOUR);
    }
}
