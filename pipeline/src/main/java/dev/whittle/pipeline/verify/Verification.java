package dev.whittle.pipeline.verify;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ChangedRunFiles;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.DataDifference;
import dev.whittle.pipeline.experiment.EmbeddedResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Finding;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.Hashes;
import dev.whittle.pipeline.experiment.ImageLists;
import dev.whittle.pipeline.experiment.ListedImages;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Repetition;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.Sample;
import dev.whittle.pipeline.experiment.StoredComparison;
import dev.whittle.pipeline.report.Images;
import dev.whittle.pipeline.report.Report;
import dev.whittle.pipeline.report.RoCrate;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Checks a results folder. Its files are compared with their hashes, its images with those at hand; then the experiment
 * is run again, and what was found at each step is compared; last the pages are written again from the stored result.
 * A page alone can be checked, too, as it carries its result.
 */
public final class Verification implements Closeable {
    /** The page that is checked alone; null for a folder. */
    private final Path page;
    /** The folder, or what the page carries. */
    private final Path results;

    private final Result result;
    private final Experiment experiment;
    private final Run run;
    private final Consumer<Check> told;
    private final List<Check> checks = new ArrayList<>();
    /** Null for all runs. */
    private Sample sample;

    private Verification(Path page, Path results, Run run, Consumer<Check> told) throws IOException {
        this.page = page;
        this.results = results;
        this.run = run;
        this.told = told;
        Path file = results.resolve(ResultFile.NAME);
        this.result = ResultFile.read(file);
        StoredComparison.checkVersion(result, file);
        this.experiment = StoredComparison.experiment(result, file);
    }

    private static Verification ofPage(Path page, Run run, Consumer<Check> told) throws IOException {
        EmbeddedResult carried = EmbeddedResult.read(page);
        Path folder = Files.createTempDirectory("whittle-page");
        try {
            carried.write(folder);
            return new Verification(page, folder, run, told);
        } catch (IOException | RuntimeException e) {
            FolderDeletion.delete(folder);
            throw new IOException(inPage(e, folder, page), e);
        }
    }

    /** A message that names the page and not the folder with what it carries. */
    private static String inPage(Exception e, Path folder, Path page) {
        return Check.inPage(String.valueOf(e.getMessage()), folder, page);
    }

    /**
     * Reads what is to be checked. Nothing is checked yet.
     *
     * @param given a results folder, or a page that was written into one
     * @param run how to compute; its seed is not used
     * @param told receives each check as soon as it is done
     * @throws IOException if this is no results folder and no page that carries its result, or the comparison cannot
     *     be run again from its file
     */
    public static Verification of(Path given, Run run, Consumer<Check> told) throws IOException {
        if (Files.isRegularFile(given)) {
            return ofPage(given, run, told);
        }
        if (!Files.exists(given)) {
            throw new NoSuchFileException(given.toString());
        }
        if (!Files.isRegularFile(given.resolve(ResultFile.NAME))) {
            throw new IOException(given + " is not a results folder: it has no " + ResultFile.NAME);
        }
        return new Verification(null, given, run, told);
    }

    /**
     * Runs only a random part of the runs again.
     *
     * @param seconds how long these may have taken, all together
     * @param seed of the choice
     * @throws IOException if there are no times of the runs
     */
    public Verification sample(double seconds, long seed) throws IOException {
        try {
            sample = Sample.of(results, seconds, seed);
        } catch (IOException e) {
            throw page == null ? e : new IOException(inPage(e, results, page), e);
        }
        return this;
    }

    /** Deletes what a page carries. */
    @Override
    public void close() throws IOException {
        if (page != null) {
            FolderDeletion.delete(results);
        }
    }

    /**
     * Does all checks, in order. Where the images are others, nothing is run again.
     *
     * @param where where the images are
     * @param again an empty folder for the repetition
     * @param how how the repetition is run, such as with how much memory
     */
    public List<Check> run(DataPlaces where, Path again, UnaryOperator<ComparisonRun> how) throws IOException {
        checkFiles();
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
                runAgain(plan, comparison, again, how, pages);
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

    private void runAgain(Plan plan, ComparisonRun comparison, Path again, UnaryOperator<ComparisonRun> how, Path pages)
            throws IOException {
        if (sample == null) {
            ComparisonResult repeated = comparison.withFolder(again).run();
            checkSteps(Repetition.of(results, again, page == null));
            checkPages(
                    page == null
                            ? () -> StoredComparison.read(results, plan, comparison.inspected())
                            : () -> StoredComparison.read(results, repeated),
                    pages);
            return;
        }
        add(Check.ok("sample", sample.text()));
        List<Path> folders = new ArrayList<>();
        for (Plan part : sample.plans(plan)) {
            Path folder = again.resolve(part.runsOfCell().get(0).slug());
            how.apply(ComparisonRun.ofPart(part, plan, run)).withFolder(folder).run();
            folders.add(folder);
        }
        checkSteps(Repetition.ofSample(results, folders, page == null));
        if (page == null) {
            checkListed();
            checkPages(() -> StoredComparison.read(results, plan, comparison.inspected()), pages);
        } else {
            notChecked("a page alone is written again only from all runs", "page");
        }
    }

    /** Whether result.json is the one that the list of files names, as a sample makes only a part of it again. */
    private void checkListed() throws IOException {
        Path list = results.resolve(RoCrate.NAME);
        Path file = results.resolve(ResultFile.NAME);
        String listed;
        try {
            listed = RoCrate.listed(list).get(ResultFile.NAME);
        } catch (IOException e) {
            // A list that is missing or damaged is found by the check of the pages, of which it is one.
            return;
        }
        String actual = Hashes.ofBytes(file);
        boolean before = checks.stream().noneMatch(check -> check.outcome() == Check.Outcome.DIFFERS);
        if (before && listed != null && !listed.equals(actual)) {
            String by = "by " + RoCrate.NAME + "; what differs in it is not in the sample";
            add(Check.differs("result", new Finding(file.toString(), "SHA-256", by, listed, actual)));
        }
    }

    private void checkFiles() throws IOException {
        if (page != null) {
            notChecked("a page has no files of runs; the hashes of those that are made again are compared", "files");
            return;
        }
        add(ChangedRunFiles.first(results, result)
                .map(found -> Check.differs("files", found))
                .orElseGet(() -> Check.ok(
                        "files", Check.count(ChangedRunFiles.files(result), "file") + " of runs by their SHA-256")));
    }

    /** @return whether the images are those of the result */
    private boolean checkImages(Plan plan, ComparisonRun comparison, Path empty) throws IOException {
        Optional<String> other = DataDifference.first(result, plan, comparison.inspected());
        Path stored = results.resolve(ImageLists.IMAGES);
        if (page != null) {
            add(other.map(text -> Check.differs("data", text)).orElseGet(this::sameImages));
            notChecked("a page has no " + ImageLists.IMAGES, "splits");
            return other.isEmpty();
        }
        if (!Files.isRegularFile(stored)) {
            String missing = stored + " is missing";
            add(Check.differs("data", other.map(text -> text + "; ").orElse("") + missing));
            notChecked(missing, "splits");
            return other.isEmpty();
        }
        Path now = empty.resolve(ImageLists.IMAGES);
        ImageLists.writeImages(now, plan, comparison.inspected());
        ListedImages listed = new ListedImages(stored, now);
        Optional<Finding> image = listed.otherImage();
        if (other.isPresent() || image.isPresent()) {
            String text = other.map(
                            t -> t + image.map(i -> "; first " + i.text()).orElse(""))
                    .orElseGet(() -> image.get().text());
            add(new Check(null, "data", Check.Outcome.DIFFERS, text, image.orElse(null)));
        } else {
            add(sameImages());
        }
        Optional<Finding> use = listed.otherUse().or(() -> image.isPresent() ? Optional.empty() : listed.otherBytes());
        add(use.map(found -> Check.differs("splits", found))
                .orElseGet(() -> Check.ok("splits", "what each seed uses each image for, in " + ImageLists.IMAGES)));
        return other.isEmpty();
    }

    private Check sameImages() {
        Result.Data first = result.data().get(0);
        return Check.ok(
                "data",
                Check.count(first.train().images(), "training image") + ", "
                        + Check.count(first.test().images(), "test image")
                        + (result.data().size() == 1
                                ? ""
                                : " of the first division, and those of the other "
                                        + (result.data().size() - 1))
                        + ", by their SHA-256");
    }

    private void checkSteps(Repetition repetition) throws IOException {
        add(repetition
                .features()
                .map(found -> Check.differs("features", found))
                .orElseGet(() -> Check.ok(
                        "features",
                        "those of all images in " + Check.count(repetition.numberOfRuns(), "run")
                                + ", by their SHA-256")));
        add(repetition
                .models()
                .map(found -> Check.differs("models", found))
                .orElseGet(() -> Check.ok("models", Check.count(repetition.numberOfModels(), "model"))));
        add(repetition
                .predictions()
                .map(found -> Check.differs("predictions", found))
                .orElseGet(() -> Check.ok(
                        "predictions", "classes and scores of " + Check.count(repetition.numberOfRuns(), "run"))));
        // Where something differs, so do hashes.
        boolean before = checks.stream().noneMatch(check -> check.outcome() == Check.Outcome.DIFFERS);
        add(repetition
                .figures(before)
                .map(found -> Check.differs("statistics", found))
                .orElseGet(() -> Check.ok(
                        "statistics",
                        sample != null
                                ? "all figures of these runs"
                                        + (page == null ? "; those of the others are as in their files" : "")
                                : before
                                        ? ResultFile.NAME + " is the same bytes"
                                        : "all figures of " + ResultFile.NAME)));
    }

    /** Reads the stored comparison. */
    @FunctionalInterface
    private interface Stored {
        ComparisonResult read() throws IOException;
    }

    /** From the stored files, so that a page is right or wrong whether or not the result is. */
    private void checkPages(Stored stored, Path empty) throws IOException {
        try {
            Images images = Images.of(page == null ? results.resolve(Report.HTML) : page);
            Pages pages = Pages.of(stored.read(), results, empty, images, run);
            String names = page == null ? String.join(", ", pages.names()) : "every figure of " + page;
            add((page == null ? pages.first() : pages.first(page))
                    .map(found -> Check.differs("page", found))
                    .orElse(Check.ok("page", names)));
            List<String> others = page == null ? pages.unwritten() : List.of();
            if (!others.isEmpty()) {
                add(Check.others(others));
            }
        } catch (IOException | RuntimeException e) {
            // Rendering fails with any exception where what is stored contradicts itself.
            add(Check.notMadeAgain("page", e));
        }
    }

    private void notChecked(String why, String... names) {
        for (String name : names) {
            add(Check.notChecked(name, why));
        }
    }

    private void add(Check check) {
        Check named = page == null ? check : check.in(results, page);
        checks.add(named);
        told.accept(named);
    }
}
