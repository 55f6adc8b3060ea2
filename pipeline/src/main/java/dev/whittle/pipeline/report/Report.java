package dev.whittle.pipeline.report;

import dev.whittle.classify.inference.Difference;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.EmbeddedResult;
import dev.whittle.pipeline.experiment.Inspected;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.SeedFold;
import dev.whittle.pipeline.experiment.Timing;
import dev.whittle.pipeline.experiment.YamlText;
import dev.whittle.pipeline.method.Method;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages for readers: {@code report.html}, one self-contained file, and {@code report.md}. */
public final class Report {
    public static final String HTML = "report.html";
    public static final String MARKDOWN = "report.md";

    /** From this number on the t distribution has no longer so wide tails. */
    static final int ENOUGH_SEEDS = 4;

    private final Summary summary;
    private final Differences differences;
    private final Solvers solvers;
    private final Fusions fusions;
    private final Optional<LearningCurve> learningCurve;

    /** Of features and heads; without the note on solvers. */
    private final List<String> warnings;

    private final String legend;

    private Report(
            Summary summary,
            Differences differences,
            Solvers solvers,
            Fusions fusions,
            Optional<LearningCurve> learningCurve,
            List<String> warnings,
            String legend) {
        this.summary = summary;
        this.legend = legend;
        this.differences = differences;
        this.solvers = solvers;
        this.fusions = fusions;
        this.learningCurve = learningCurve;
        this.warnings = warnings;
    }

    /**
     * Writes both pages of a finished comparison.
     *
     * @param folder created if it does not exist; for a comparison with a results folder the same folder
     */
    public static Report write(ComparisonResult comparison, Path folder, Run run) throws IOException {
        return write(comparison, folder, run, Images.SHOWN);
    }

    /** Writes both pages, with or without pictures of the data. */
    public static Report write(ComparisonResult comparison, Path folder, Run run, Images images) throws IOException {
        Files.createDirectories(folder);
        Summary summary = Summary.of(comparison);
        Differences differences = Differences.of(comparison, summary.best());
        Solvers solvers = Solvers.of(comparison);
        Fusions fusions = Fusions.of(comparison);
        Optional<LearningCurve> learningCurve = LearningCurve.of(comparison);
        Baselines baselines = Baselines.of(comparison);
        Confusions confusions = Confusions.of(comparison);
        Optional<BlindSpots> blindSpots = BlindSpots.of(comparison);
        Learned learned = Learned.of(comparison, run);
        Map<String, Object> model = new HashMap<>();
        model.put("script", Script.read());
        model.put("name", comparison.plan().name());
        model.put("summary", summary);
        learningCurve.ifPresent(curve -> model.put("learningCurve", curve));
        blindSpots.ifPresent(spots -> model.put("blindSpots", spots));
        Variances.of(comparison).ifPresent(variances -> model.put("variances", variances));
        model.put("choices", Choices.of(comparison));
        model.put("innerFolds", comparison.plan().heldOut().folds());
        model.put("solvers", solvers);
        model.put("fusions", fusions);
        List<String> warnings = warnings(comparison);
        model.put("warnings", warnings);
        model.put("differences", differences);
        Costs costs = Costs.of(comparison, summary);
        model.put(
                "answers",
                Answers.of(
                                comparison.plan(),
                                !notes(comparison).isEmpty(),
                                summary,
                                Rivals.of(comparison, summary),
                                baselines,
                                costs,
                                blindSpots)
                        .all());
        model.put("controls", Controls.of(comparison).text());
        model.put("unchanging", Repeats.unchanging(comparison));
        model.put("costs", costs);
        model.put("machine", machine(comparison.timing()));
        model.put("baselines", baselines);
        model.put("baselineTable", baselines.table());
        model.put(
                "seeds", comparison.plan().seeds().stream().map(String::valueOf).toList());
        model.put("confusions", confusions);
        model.put("calibrations", Calibrations.of(comparison, summary));
        model.put("perClass", PerClass.of(summary, confusions, comparison.plan().classes()));
        model.put("styles", LineStyle.first(comparison.plan().features().size()));
        model.put("curves", Curves.of(comparison));
        FirstSeed firstSeed = FirstSeed.of(comparison);
        Thumbnails thumbnails = new Thumbnails(firstSeed.test(), images == Images.SHOWN);
        model.put("contested", Contested.of(firstSeed, thumbnails));
        model.put("confusedImages", ConfusedImages.of(firstSeed, summary.best(), thumbnails));
        model.put("thumbnails", thumbnails);
        model.put("mark", images.mark());
        if (images == Images.SHOWN) {
            model.put("examples", Examples.of(comparison, summary));
            Glyphs.of(comparison, run).ifPresent(glyphs -> model.put("glyphs", glyphs));
            model.put("steps", Steps.of(comparison, run));
        }
        model.put("words", learned.words());
        model.put("separations", learned.separations());
        model.put("templates", learned.templates());
        model.put("dataText", dataText(comparison));
        Method method = Method.of(comparison.plan());
        model.put("method", method);
        model.put("checklist", Checklist.of(comparison, summary));
        model.put("notes", notes(comparison));
        model.put("leftOut", comparison.plan().origin().faults());
        model.put("ignored", NotUsed.ignored(comparison.plan().origin().leftOut()));
        model.put("timingText", timingText(comparison));
        model.put("experimentText", text(comparison.plan()));
        model.put("fromFile", comparison.plan().experiment() != null);
        model.put("resultSha256", comparison.resultSha256());
        EmbeddedResult.of(comparison).ifPresent(embedded -> model.put("embedded", embedded));
        model.put("divisions", comparison.result().data());
        model.put("files", comparison.result().files());
        model.put(
                "runs",
                comparison.plan().runsOfCell().stream().map(SeedFold::text).toList());
        model.put("repeats", Repeats.word(comparison.plan()));
        model.put("repeatList", Repeats.list(comparison.plan()));
        model.put("firstRun", Repeats.first(comparison.plan()));
        model.put("redivided", comparison.plan().isRedivided());
        model.put("fewSeeds", fewSeeds(comparison.plan()));
        Report report = new Report(
                summary, differences, solvers, fusions, learningCurve, warnings, legend(summary, comparison.plan()));
        PageTemplate.write(folder.resolve(HTML), Report.class, "report.html.ftl", model);
        model.put("table", report.table());
        model.put("fusionTable", report.fusionTable());
        model.put("curveTable", report.curveTable());
        model.put("legend", report.legend());
        model.put("fence", Markdown.fence((String) model.get("experimentText")));
        TemplateMethodModelEx escape = arguments -> Markdown.escape(String.valueOf(arguments.get(0)));
        model.put("escape", escape);
        PageTemplate.write(folder.resolve(MARKDOWN), Report.class, "report.md.ftl", model);
        PaperFiles.write(comparison, summary, baselines, method, folder);
        return report;
    }

    /** What the figures of the table are. */
    public String legend() {
        return legend;
    }

    private static String legend(Summary summary, Plan plan) {
        String few = fewSeeds(plan);
        return figures(summary, plan)
                + (few.isEmpty() ? "" : " " + few)
                + (summary.allPromised()
                        ? ""
                        : " \\*: a part comes from another library or from a file, so its figures are not covered by"
                                + " the promise of equal bits.");
    }

    /** Why hardly any difference is beyond chance with so few seeds; empty for more of them. */
    private static String fewSeeds(Plan plan) {
        int seeds = Repeats.runs(plan);
        if (seeds >= ENOUGH_SEEDS || seeds == 1 && !plan.isRedivided()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "With %d %s Student's t is %s%.1f (with %d of them %.1f, with 10 %.1f), so hardly any difference is"
                        + " beyond chance%s: take more seeds.",
                seeds,
                plan.isRedivided() ? (seeds == 1 ? "division" : "divisions") : "seeds",
                plan.isRedivided() ? "" : "up to ",
                Difference.t(0.95, Math.max(1, seeds - 1)),
                ENOUGH_SEEDS,
                Difference.t(0.95, ENOUGH_SEEDS - 1),
                Difference.t(0.95, 9),
                plan.isRedivided() ? "" : " where the accuracy depends on the seed");
    }

    private static String figures(Summary summary, Plan plan) {
        List<Long> seeds = plan.seeds();
        String all = seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
        boolean several = seeds.size() > 1;
        if (plan.isRedivided()) {
            return String.format(
                    Locale.ROOT,
                    "Accuracy on %,d test images%s in %%, mean ± sample deviation over %s; in brackets seconds of"
                            + " training. ≈: not worse than the best beyond chance (95 %%,"
                            + " corrected resampled t).",
                    summary.testImages(),
                    Repeats.drawn(plan),
                    Repeats.list(plan));
        }
        return String.format(
                Locale.ROOT,
                "Accuracy on the %,d test images, in %%, %s %s; in brackets seconds of training. ≈: not worse than the"
                        + " best beyond chance (95 %%, compared image by image%s).",
                summary.testImages(),
                several ? "mean ± sample deviation over seeds" : "seed",
                all,
                several ? " and seed by seed" : "");
    }

    /** The table of the report as Markdown. */
    public String table() {
        return Markdown.table(summary, differences);
    }

    /** The table of fusions as Markdown; empty if there are none. */
    public String fusionTable() {
        return fusions.table();
    }

    /** The table of the learning curve as Markdown, and what it shows; empty if there is none. */
    public String curveTable() {
        return learningCurve
                .map(curve -> curve.table() + "\nAccuracy on the test images in % by the number of training images; in"
                        + " brackets seconds to learn the feature, to extract these images and to train the head with"
                        + " the choice among candidates, on all threads. "
                        + Markdown.escape(curve.conclusion()) + "\n")
                .orElse("");
    }

    public Solvers solvers() {
        return solvers;
    }

    /** What was warned of while features and heads were fitted, each with the name of the feature. */
    public List<String> warnings() {
        return warnings;
    }

    /** Each warning once, though every head and seed of a feature may have it. */
    private static List<String> warnings(ComparisonResult comparison) {
        Set<String> warnings = new LinkedHashSet<>();
        for (CellResult cell : comparison.cells()) {
            for (CellRun run : cell.runs()) {
                run.warnings().forEach(text -> warnings.add(cell.feature() + ": " + text));
            }
        }
        return List.copyOf(warnings);
    }

    private static List<String> notes(ComparisonResult comparison) {
        return Inspected.warnings(
                comparison.result().data().stream().map(Result.Data::warnings).toList(),
                comparison.plan().runsOfCell());
    }

    public Summary summary() {
        return summary;
    }

    /**
     * The experiment with all defaults filled in, so that it can be run again. If it was made in code, its specs are
     * described.
     */
    private static String text(Plan plan) throws IOException {
        if (plan.experiment() != null) {
            return YamlText.of(plan.experiment().encode());
        }
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("seeds", plan.seeds());
        Map<String, Object> features = new LinkedHashMap<>();
        plan.features()
                .forEach(f -> features.put(
                        f.name(), f.transforms().isEmpty() ? f.spec().toString() : f.spec() + ", " + f.transforms()));
        words.put("features", features);
        Map<String, Object> heads = new LinkedHashMap<>();
        plan.heads()
                .forEach(h -> heads.put(
                        h.name(), h.candidates().stream().map(Object::toString).toList()));
        words.put("heads", heads);
        return YamlText.of(words);
    }

    private static String dataText(ComparisonResult comparison) {
        CellRun first = comparison.runs().get(0).run();
        Result.Data data = comparison.result().data().get(0);
        return String.format(
                Locale.ROOT,
                "Data set %s: %,d images to train on, %s, %,d to test, %d classes%s.",
                comparison.plan().shownName(),
                first.train().samples(),
                first.validation() == null
                        ? comparison.plan().heldOut().folds() > 0
                                ? comparison.plan().heldOut().folds() + " inner folds to choose settings by"
                                : "none held out for validation"
                        : String.format(
                                Locale.ROOT,
                                "%,d for validation",
                                first.validation().samples()),
                data.test().images(),
                data.classes().size(),
                dividedText(comparison.plan()));
    }

    private static String dividedText(Plan plan) {
        return plan.folds().isEmpty()
                ? plan.isRedivided() ? "; all of them divided anew for each seed" : ""
                : "; a cross-validation: each seed divides all of them into "
                        + plan.folds().size() + " folds, and each is the test images once";
    }

    private static String timingText(ComparisonResult comparison) {
        Timing timing = comparison.timing();
        return String.format(
                Locale.ROOT,
                "%.0f s on %d threads with %s kernels, Java %s, %s, at most %,d MiB of heap.",
                timing.seconds(),
                timing.threads(),
                timing.kernels(),
                timing.jdk(),
                timing.processor(),
                timing.peakHeapMiB());
    }

    private static String machine(Timing timing) {
        return String.format(
                Locale.ROOT,
                "%s, %d threads, %s kernels, Java %s",
                timing.processor(),
                timing.threads(),
                timing.kernels(),
                timing.jdk());
    }
}
