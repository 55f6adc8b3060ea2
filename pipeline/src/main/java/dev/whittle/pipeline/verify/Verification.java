package dev.whittle.pipeline.verify;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Damage;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Finding;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.ImageLists;
import dev.whittle.pipeline.experiment.ListedImages;
import dev.whittle.pipeline.experiment.OtherData;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Repetition;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.StoredComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Checks a results folder. Its files are compared with their hashes, its images with those at hand; then the experiment
 * is run again, and what was found at each step is compared; last the pages are written again from the stored result.
 */
public final class Verification {
    private final Path results;
    private final Result result;
    private final Experiment experiment;
    private final Run run;
    private final Consumer<Check> told;
    private final List<Check> checks = new ArrayList<>();

    private Verification(Path results, Run run, Consumer<Check> told) throws IOException {
        this.results = results;
        this.run = run;
        this.told = told;
        Path file = results.resolve(ResultFile.NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException(results + " is not a results folder: it has no " + ResultFile.NAME);
        }
        this.result = ResultFile.read(file);
        this.experiment = StoredComparison.experiment(result, file);
    }

    /**
     * Reads what is to be checked. Nothing is checked yet.
     *
     * @param run how to compute; its seed is not used
     * @param told receives each check as soon as it is done
     * @throws IOException if this is no results folder, or its comparison cannot be run again from its file
     */
    public static Verification of(Path results, Run run, Consumer<Check> told) throws IOException {
        return new Verification(results, run, told);
    }

    /**
     * Does all checks, in order. Where the images are others, nothing is run again.
     *
     * @param where where the images are
     * @param again an empty folder for the repetition
     * @param how how the repetition is run, such as with how much memory
     */
    public List<Check> run(DataPlaces where, Path again, UnaryOperator<ComparisonRun> how) throws IOException {
        Optional<Finding> damage = Damage.first(results, result);
        add(damage.map(found -> Check.differs("files", found))
                .orElseGet(() -> Check.ok("files", count(Damage.files(result), "file") + " of runs by their SHA-256")));
        // Images are decoded anew: a cache could hold what the results are to be compared with. Files that cannot be
        // used are compared with those that were left out.
        Plan plan = Plan.open(experiment, where.withSkipBad(true), run);
        Optional<Finding> cells = StoredComparison.otherCells(result, plan, results.resolve(ResultFile.NAME));
        add(cells.map(found -> Check.differs("experiment", found))
                .orElseGet(() -> Check.ok("experiment", "its cells and seeds are those of the result")));
        ComparisonRun comparison = how.apply(ComparisonRun.of(plan, run)).inspect();
        Path pages = Files.createTempDirectory("whittle-pages");
        try {
            if (cells.isPresent()) {
                notChecked("the cells of the result are not those of its experiment", "data", "splits", "page");
                notChecked("nothing was run again", "features", "models", "predictions", "statistics");
            } else if (checkImages(plan, comparison, pages)) {
                comparison.withFolder(again).run();
                checkSteps(new Repetition(results, again));
                checkPages(plan, comparison, pages);
            } else {
                notChecked(
                        "the images are others, so nothing was run again",
                        "features",
                        "models",
                        "predictions",
                        "statistics",
                        "page");
            }
        } finally {
            FolderDeletion.delete(pages);
        }
        return List.copyOf(checks);
    }

    /** @return whether the images are those of the result */
    private boolean checkImages(Plan plan, ComparisonRun comparison, Path empty) throws IOException {
        Optional<String> other = OtherData.first(result, plan, comparison.inspected());
        Path stored = results.resolve(ImageLists.IMAGES);
        if (!Files.isRegularFile(stored)) {
            String missing = stored + " is missing";
            add(new Check(
                    "data",
                    Check.Outcome.DIFFERS,
                    other.map(text -> text + "; ").orElse("") + missing,
                    null));
            notChecked(missing, "splits");
            return other.isEmpty();
        }
        Path now = empty.resolve(ImageLists.IMAGES);
        ImageLists.writeImages(now, plan, comparison.inspected());
        ListedImages listed = new ListedImages(stored, now);
        Optional<Finding> image = listed.otherImage();
        if (other.isPresent() || image.isPresent()) {
            String text = other.map(t -> t + image.map(i -> "; first " + i.text()).orElse(""))
                    .orElseGet(() -> image.get().text());
            add(new Check("data", Check.Outcome.DIFFERS, text, image.orElse(null)));
        } else {
            Result.Data first = result.data().get(0);
            add(Check.ok(
                    "data",
                    count(first.train().images(), "training image") + ", "
                            + count(first.test().images(), "test image") + ", by their SHA-256"));
        }
        Optional<Finding> use = listed.otherUse().or(() -> image.isPresent() ? Optional.empty() : listed.otherBytes());
        add(use.map(found -> Check.differs("splits", found))
                .orElseGet(() -> Check.ok("splits", "what each seed uses each image for, in " + ImageLists.IMAGES)));
        return other.isEmpty();
    }

    private void checkSteps(Repetition repetition) throws IOException {
        if (repetition.hasFeatures()) {
            add(repetition.features().map(found -> Check.differs("features", found)).orElseGet(() -> Check.ok(
                    "features", "those of all images in " + count(repetition.numberOfRuns(), "run") + ", by their SHA-256")));
        } else {
            notChecked(ResultFile.NAME + " is of an earlier version and has no hashes of features", "features");
        }
        add(repetition
                .models()
                .map(found -> Check.differs("models", found))
                .orElseGet(() -> Check.ok("models", count(repetition.numberOfModels(), "model"))));
        add(repetition
                .predictions()
                .map(found -> Check.differs("predictions", found))
                .orElseGet(() -> Check.ok("predictions", "classes and scores of " + count(repetition.numberOfRuns(), "run"))));
        boolean before = checks.stream().noneMatch(check -> check.outcome() == Check.Outcome.DIFFERS);
        add(repetition
                .figures(before)
                .map(found -> Check.differs("statistics", found))
                .orElseGet(() -> Check.ok(
                        "statistics",
                        before ? ResultFile.NAME + " is the same bytes" : "all figures of " + ResultFile.NAME)));
    }

    /** From the stored files, so that a page is right or wrong whether or not the result is. */
    private void checkPages(Plan plan, ComparisonRun comparison, Path empty) throws IOException {
        ComparisonResult stored;
        try {
            stored = StoredComparison.read(results, plan, comparison.inspected());
            Pages pages = Pages.of(stored, results, empty, run);
            add(pages.first()
                    .map(found -> Check.differs("page", found))
                    .orElse(Check.ok("page", String.join(", ", pages.names()))));
        } catch (IOException e) {
            notChecked("a stored file cannot be read: " + e.getMessage(), "page");
        }
    }

    private void notChecked(String why, String... names) {
        for (String name : names) {
            add(Check.notChecked(name, why));
        }
    }

    private void add(Check check) {
        checks.add(check);
        told.accept(check);
    }

    private static String count(int n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }
}
