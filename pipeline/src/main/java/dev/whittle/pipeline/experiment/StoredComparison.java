package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a finished comparison from its results folder. Nothing is run again. */
public final class StoredComparison {
    private StoredComparison() {}

    /**
     * The experiment of a result.
     *
     * @param file the {@code result.json} it was read from, for messages
     * @throws IOException if the comparison was made in code and cannot be repeated from a file, or if the experiment
     *     is not understood
     */
    public static Experiment experiment(Result result, Path file) throws IOException {
        if (result.experiment() == null) {
            throw new IOException(
                    file + " is the result of a comparison made in code, so it cannot be run again from its"
                            + " file; run that code again, and compare the two result.json");
        }
        try {
            return Experiment.decode(new JsonAt(result.experiment(), pointer -> file + " at /experiment" + pointer));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Checks that a result has what this version writes.
     *
     * @param file the {@code result.json} it was read from, for messages
     * @throws IOException if it lacks hashes of features, or lists of predictions
     */
    public static void checkVersion(Result result, Path file) throws IOException {
        for (StoredRun run : StoredRun.of(result)) {
            Set<String> files = run.run().files().keySet();
            boolean hasList = files.isEmpty() || run.images() != null || files.contains(RunFolder.PREDICTION_LIST);
            if (run.run().featuresSha256() == null || !hasList) {
                String missing = hasList ? "hash of the features" : RunFolder.PREDICTION_LIST;
                throw new IOException(file + " has no " + missing + " of " + run.name()
                        + ": an earlier version of Whittle made it; make it anew with `whittle compare`");
            }
        }
    }

    /**
     * @param plan of the experiment of this result, on its images
     * @param inspected what was found in these images
     * @throws IOException if a file is missing or damaged
     */
    public static ComparisonResult read(Path folder, Plan plan, List<Inspected> inspected) throws IOException {
        Result result = ResultFile.read(folder.resolve(ResultFile.NAME));
        List<List<FinishedRun>> fewer = new ArrayList<>();
        for (SizeResult size : result.fewerImages()) {
            fewer.add(runs(folder, size.cells()));
        }
        return new ComparisonResult(
                plan,
                result,
                TimingFile.read(folder.resolve(TimingFile.NAME)),
                runs(folder, result.cells()),
                fewer,
                inspected);
    }

    /**
     * Reads a result of which there are no files of runs, such as one from a page.
     *
     * @param folder with {@code result.json} and {@code timing.json}
     * @param again the same comparison run again, whose predictions and models are taken
     * @throws IOException if a file is missing or damaged, or the comparison is another one
     */
    public static ComparisonResult read(Path folder, ComparisonResult again) throws IOException {
        Result result = ResultFile.read(folder.resolve(ResultFile.NAME));
        List<RunTiming> timings = TimingFile.readRuns(folder.resolve(TimingFile.NAME));
        List<FinishedRun> all = new ArrayList<>(again.runs());
        again.fewerImages().forEach(all::addAll);
        List<StoredRun> stored = StoredRun.of(result);
        if (stored.size() != all.size() || timings.size() != all.size()) {
            throw new IOException(folder + " has " + stored.size() + " runs and the times of " + timings.size()
                    + ", run again they are " + all.size());
        }
        List<FinishedRun> runs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            StoredRun run = stored.get(i);
            runs.add(new FinishedRun(
                    run.cell().with(List.of(run.run())),
                    timings.get(i),
                    all.get(i).outputs()));
        }
        List<List<FinishedRun>> fewer = new ArrayList<>();
        int perSize = again.runs().size();
        for (int from = perSize; from < runs.size(); from += perSize) {
            fewer.add(runs.subList(from, from + perSize));
        }
        return new ComparisonResult(
                again.plan(),
                result,
                TimingFile.read(folder.resolve(TimingFile.NAME)),
                runs.subList(0, perSize),
                fewer,
                again.inspected());
    }

    private static List<FinishedRun> runs(Path folder, List<CellResult> cells) throws IOException {
        List<FinishedRun> runs = new ArrayList<>();
        for (CellResult cell : cells) {
            for (CellRun run : cell.runs()) {
                if (run.folder() == null) {
                    throw new IOException(folder + " has no files of runs: its comparison was made without a folder");
                }
                Path of = folder.resolve(run.folder());
                RunTiming timing = TimingFile.readRun(of.resolve(TimingFile.NAME));
                runs.add(new FinishedRun(cell.with(List.of(run)), timing, new RunFolder(of)));
            }
        }
        return runs;
    }

    /**
     * The first cell or seed that a result has and its experiment does not, or the other way round.
     *
     * @param file the {@code result.json}, for messages
     */
    public static Optional<Finding> otherCells(Result result, Plan plan, Path file) {
        List<Plan.Cell> cells = plan.cells();
        for (int c = 0; c < Math.max(cells.size(), result.cells().size()); c++) {
            String named = c < cells.size()
                    ? cells.get(c).feature().name() + " × "
                            + cells.get(c).head().name()
                    : "absent";
            CellResult cell = c < result.cells().size() ? result.cells().get(c) : null;
            String there = cell == null ? "absent" : cell.feature() + " × " + cell.head();
            if (!there.equals(named)) {
                return Optional.of(byExperiment(file, "/cells/" + c, "", there, named));
            }
            List<SeedFold> runs = cell.runs().stream().map(CellRun::of).toList();
            List<SeedFold> planned = plan.runsOfCell();
            for (int s = 0; s < Math.max(runs.size(), planned.size()); s++) {
                String stored = s < runs.size() ? runs.get(s).text() : "absent";
                String now = s < planned.size() ? planned.get(s).text() : "absent";
                if (!stored.equals(now)) {
                    return Optional.of(byExperiment(file, "/cells/" + c + "/runs/" + s, there, stored, now));
                }
            }
        }
        List<Integer> sizes =
                result.fewerImages().stream().map(SizeResult::images).toList();
        return sizes.equals(plan.fewerImages())
                ? Optional.empty()
                : Optional.of(byExperiment(
                        file, "/fewerImages", "training images", sizes.toString(), plan.fewerImages() + ""));
    }

    private static Finding byExperiment(Path file, String place, String of, String there, String here) {
        return new Finding(
                file.toString(), place, of.isEmpty() ? "by /experiment" : of + ", by /experiment", there, here);
    }
}
