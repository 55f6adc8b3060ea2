package dev.whittle.pipeline.experiment;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.classify.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One cell of a comparison: a feature with a head, over all its runs.
 *
 * @param feature its name
 * @param head its name
 * @param data the index of its data set in the result
 * @param length number of values in the feature vector
 * @param bitsPromised false where the feature or the head comes from another library, whose bits are not promised
 * @param runs at least one
 */
public record CellResult(String feature, String head, int data, int length, boolean bitsPromised, List<CellRun> runs) {
    public CellResult {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("A cell has at least one run, " + feature + " × " + head + " has none");
        }
    }

    /** The accuracy on a split over the runs; empty if the split has no images. */
    public Optional<Accuracy> accuracy(Split split) {
        return over(split, Evaluation::accuracy);
    }

    /** The mean of the per-class accuracies on a split, over the runs; empty if the split has no images. */
    public Optional<Accuracy> balancedAccuracy(Split split) {
        return over(split, Evaluation::balancedAccuracy);
    }

    /** The accuracy on the test images without views of them; empty for a head that has none. */
    public Optional<Accuracy> accuracyWithoutViews() {
        return over(run -> Optional.ofNullable(run.testWithoutViews()), Evaluation::accuracy);
    }

    /** The accuracy on corrupted test images, over the runs. @param place in the list {@link CellRun#corrupted} */
    public Accuracy accuracyOnCorrupted(int place) {
        return Accuracy.over(runs.stream()
                .map(run -> (double) run.corrupted().get(place).correct()
                        / run.test().samples())
                .toList());
    }

    private Optional<Accuracy> over(Split split, ToDoubleFunction<Evaluation> what) {
        return over(run -> run.on(split), what);
    }

    private Optional<Accuracy> over(Function<CellRun, Optional<Evaluation>> which, ToDoubleFunction<Evaluation> what) {
        List<Double> values = new ArrayList<>();
        for (CellRun run : runs) {
            which.apply(run).ifPresent(evaluation -> values.add(what.applyAsDouble(evaluation)));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(Accuracy.over(values));
    }

    /** The confusion on the test images, summed over the runs. */
    public ConfusionMatrix testConfusion() {
        ConfusionMatrix sum = runs.get(0).test().confusion();
        for (CellRun run : runs.subList(1, runs.size())) {
            sum = sum.plus(run.test().confusion());
        }
        return sum;
    }

    /** Cells from those with one run each, cell by cell and seed by seed. */
    static List<CellResult> of(int seeds, List<CellResult> runs) {
        List<CellResult> cells = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += seeds) {
            List<CellRun> all = new ArrayList<>();
            runs.subList(from, from + seeds).forEach(run -> all.addAll(run.runs()));
            cells.add(runs.get(from).with(all));
        }
        return cells;
    }

    /** The same cell with these runs. */
    CellResult with(List<CellRun> others) {
        return new CellResult(feature, head, data, length, bitsPromised, others);
    }
}
