package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Plan;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the runs of a cell differ, in words: by their seeds, or in a cross-validation by seeds and folds. */
final class Repeats {
    private Repeats() {}

    /** What runs are counted by: "seeds", "folds", or "seeds and folds". */
    static String word(Plan plan) {
        return plan.folds().isEmpty() ? "seeds" : plan.seeds().size() == 1 ? "folds" : "seeds and folds";
    }

    /** The run that is shown where one is: "first seed", "first fold", or "first fold of the first seed". */
    static String first(Plan plan) {
        return plan.folds().isEmpty()
                ? "first seed"
                : "first fold" + (plan.seeds().size() == 1 ? "" : " of the first seed");
    }

    /** What is said of the test images behind their number; empty where all seeds have the same. */
    static String drawn(Plan plan) {
        return plan.folds().isEmpty()
                ? plan.isRedivided() ? ", drawn anew for each seed," : ""
                : ", each in one of " + plan.folds().size() + " folds,";
    }

    /** Such as "seeds 1, 2", "5 folds with seed 1", or "5 folds with each of the seeds 1, 2". */
    static String list(Plan plan) {
        String all = plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
        boolean several = plan.seeds().size() > 1;
        if (plan.folds().isEmpty()) {
            return (several ? "seeds " : "seed ") + all;
        }
        return plan.folds().size() + " folds with " + (several ? "each of the seeds " : "seed ") + all;
    }

    /** Such as "2 seeds", or "10 runs, 5 folds with each of 2 seeds". */
    static String count(Plan plan) {
        int seeds = plan.seeds().size();
        String ofSeeds = seeds + (seeds == 1 ? " seed" : " seeds");
        return plan.folds().isEmpty()
                ? ofSeeds
                : runs(plan) + " runs, " + plan.folds().size() + " folds with " + (seeds == 1 ? "" : "each of ")
                        + ofSeeds;
    }

    /** The labels of the test images of the first seed, those of all its folds together. */
    static int[] testLabels(Plan plan) {
        return IntStream.range(0, Math.max(1, plan.folds().size()))
                .flatMap(k -> Arrays.stream(plan.data(k).test().labels()))
                .toArray();
    }

    /** How many runs each cell has. */
    static int runs(Plan plan) {
        return plan.runsOfCell().size();
    }

    /** Says that seeds change nothing; empty if one of them changes a figure of a cell, or there is one seed. */
    static String unchanging(ComparisonResult comparison) {
        boolean same = comparison.plan().seeds().size() > 1
                && !comparison.plan().isRedivided()
                && comparison.cells().stream().allMatch(Repeats::isUnchanging);
        return same
                ? "All seeds gave the same results: nothing that was compared here is random, and all seeds have the"
                        + " same images. So ± 0.0 says nothing of chance, and one seed would have been enough."
                : "";
    }

    private static boolean isUnchanging(CellResult cell) {
        CellRun first = cell.runs().get(0);
        return cell.runs().stream()
                .allMatch(run -> Objects.equals(run.featuresSha256(), first.featuresSha256())
                        && run.train().equals(first.train())
                        && run.test().equals(first.test()));
    }
}
