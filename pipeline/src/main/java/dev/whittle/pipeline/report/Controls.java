package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ShuffledLabelsResult;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the negative controls of a comparison found. Each that failed has a warning of its own. */
record Controls(String text) {
    static Controls of(ComparisonResult comparison) {
        if (!comparison.plan().design().controls()) {
            return new Controls("The experiment leaves the negative controls out.");
        }
        return new Controls("Negative controls. "
                + String.join(
                        " ",
                        Stream.of(
                                        shuffled(comparison),
                                        constant(comparison),
                                        untrained(comparison),
                                        largestClass(comparison))
                                .filter(text -> !text.isEmpty())
                                .toList()));
    }

    private static String shuffled(ComparisonResult comparison) {
        int trained = 0;
        int failed = 0;
        ShuffledLabelsResult highest = null;
        String name = "";
        for (CellResult cell : comparison.cells()) {
            for (CellRun run : cell.runs()) {
                ShuffledLabelsResult control = run.controls().shuffledLabels();
                if (control == null) {
                    continue;
                }
                trained++;
                failed += control.passed() ? 0 : 1;
                if (highest == null || control.accuracy() - control.limit() > highest.accuracy() - highest.limit()) {
                    highest = control;
                    name = cell.feature() + " × " + cell.head();
                }
            }
        }
        if (trained == 0) {
            return "Shuffled labels: nothing could be trained on them.";
        }
        String found = failed == 0
                ? trained == 1 ? "passed" : "all " + trained + " passed"
                : failed + " of " + trained + " failed, see the warnings";
        return String.format(
                Locale.ROOT,
                "Trained on shuffled labels: %s; nearest to its limit is %s with %.1f %% (limit %.1f %%, the mean over"
                        + " the classes).",
                found,
                name,
                100 * highest.accuracy(),
                100 * highest.limit());
    }

    /** Empty if there is none. */
    private static String constant(ComparisonResult comparison) {
        return count(
                "One constant image in place of all test images:",
                "is not more accurate than chance",
                "are not more accurate than chance",
                all(
                        comparison,
                        run -> run.controls().constantImage() == null
                                ? List.of()
                                : List.of(run.controls().constantImage().passed())));
    }

    /** Empty if there is no network. */
    private static String untrained(ComparisonResult comparison) {
        return count(
                "Networks that are not trained:",
                "is less accurate",
                "are less accurate",
                all(
                        comparison,
                        run -> Stream.of(
                                        run.controls().untrainedFeature(),
                                        run.controls().untrainedHead())
                                .filter(Objects::nonNull)
                                .map(result -> result.passed(run.test()))
                                .toList()));
    }

    private static List<Boolean> all(ComparisonResult comparison, Function<CellRun, List<Boolean>> of) {
        return comparison.cells().stream()
                .flatMap(cell -> cell.runs().stream())
                .flatMap(run -> of.apply(run).stream())
                .toList();
    }

    private static String count(String start, String one, String more, List<Boolean> passed) {
        if (passed.isEmpty()) {
            return "";
        }
        long failed = passed.stream().filter(p -> !p).count();
        return start + " "
                + (failed > 0
                        ? failed + " of " + passed.size() + " failed, see the warnings."
                        : passed.size() == 1 ? "it " + one + "." : "all " + passed.size() + " " + more + ".");
    }

    private static String largestClass(ComparisonResult comparison) {
        int runs = 0;
        int failed = 0;
        for (CellResult cell : comparison.cells()) {
            for (CellRun run : cell.runs()) {
                runs++;
                failed += beaten(run) ? 0 : 1;
            }
        }
        return "Always naming the largest class: "
                + (failed == 0
                        ? runs == 1 ? "the run is more accurate." : "all " + runs + " runs are more accurate."
                        : failed + " of " + runs + " runs are not more accurate, see the warnings.");
    }

    /** Whether a run is more accurate than always naming its largest training class, or there is no other class. */
    private static boolean beaten(CellRun run) {
        ConfusionMatrix train = run.train().confusion();
        int largest = 0;
        for (int c = 1; c < train.classes(); c++) {
            largest = train.total(c) > train.total(largest) ? c : largest;
        }
        double share =
                run.test().confusion().total(largest) / (double) run.test().samples();
        return run.test().accuracy() > share || share == 1;
    }
}
