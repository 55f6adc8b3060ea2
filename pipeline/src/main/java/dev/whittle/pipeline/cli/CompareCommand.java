package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Origin;
import dev.whittle.feature.file.FileNames;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.DataSetList;
import dev.whittle.pipeline.experiment.ExperimentFile;
import dev.whittle.pipeline.experiment.FolderExperiment;
import dev.whittle.pipeline.experiment.FolderNames;
import dev.whittle.pipeline.experiment.Inspected;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.ResultsFolder;
import dev.whittle.pipeline.experiment.Visible;
import dev.whittle.pipeline.report.DataSets;
import dev.whittle.pipeline.report.Images;
import dev.whittle.pipeline.report.NotUsed;
import dev.whittle.pipeline.report.Report;
import dev.whittle.pipeline.report.RoCrate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Trains every feature with every head and writes a report.",
            "Finished parts are kept in the results folder, so an interrupted comparison continues where it stopped."
        })
final class CompareCommand implements Callable<Integer> {
    private static final Path RESULTS = Path.of("results");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Mixin
    private MemoryOption memory;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT.yaml | FOLDER",
            description = {
                "What to compare. Default: the quick start, on images generated here.",
                "A folder of images, with a folder for each class or a labels.csv, is compared without an experiment"
                        + " file: fitted into"
                        + " 128x128 pixels, a fifth for the test, HoG, HSV histograms and visual words under softmax"
                        + " and a linear SVM, three seeds. Files that cannot be used are left out and listed. The"
                        + " experiment is written into the results folder, to be changed."
            })
    private Path what;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Option(
            names = "--skip-bad",
            description = "Leave out files of a folder of images that cannot be used, and list them in the report.")
    private boolean skipBad;

    @Option(
            names = "--no-images",
            description = "Leave pictures of the data out of the report, as the terms of some data sets ask for.")
    private boolean noImages;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Results folder. Default: results/NAME of the experiment or the folder of images; with a number"
                            + " where another folder of images has these results.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            DataPlaces where = DataPlaces.ofSystem(common.data)
                    .withSystemCache()
                    .withSkipBad(skipBad)
                    .withMaxPixels(maxPixels.most());
            if (what != null && Files.isDirectory(what)) {
                String name = out == null ? FolderExperiment.name(what, RESULTS) : FolderExperiment.nameOf(what);
                Path folder = folder(name);
                requireElsewhere(folder);
                FolderExperiment experiment = FolderExperiment.open(what, name, where, run);
                try (ResultsFolder results = ResultsFolder.open(folder)) {
                    compareFolder(experiment, results, progress, run);
                }
            } else {
                ExperimentFile file = ExperimentFile.open(what == null ? quickStart() : what, where, run);
                try (ResultsFolder results = ResultsFolder.open(folder(file.name()))) {
                    if (file.plans().size() > 1) {
                        compareOnEach(file, results.path(), progress, run);
                    } else {
                        compare(file.plans().values().iterator().next(), results, progress, run);
                    }
                }
            }
        }
        return 0;
    }

    private void compareFolder(FolderExperiment experiment, ResultsFolder results, ConsoleProgress progress, Run run)
            throws IOException {
        Path folder = results.path();
        Path file = folder.resolve(FolderExperiment.FILE);
        Optional<Path> before = experiment.write(folder);
        progress.close();
        PrintWriter err = command.commandLine().getErr();
        before.ifPresent(now -> err.println("the experiment that was in " + file + " is now in " + now));
        String first = FolderNames.slug(FolderExperiment.nameOf(what));
        if (out == null && !folder.equals(RESULTS.resolve(first))) {
            err.println(RESULTS.resolve(first) + " holds other results, so these are written to " + folder);
        }
        err.println(experiment.text().lines().skip(2).collect(Collectors.joining(System.lineSeparator())));
        err.println("This is " + file + ", to be changed if another comparison is wanted.");
        err.flush();
        compare(experiment.plan(), results, progress, run);
    }

    /** Compares on each data set in a folder of its own, and then over all of them. */
    private void compareOnEach(ExperimentFile file, Path folder, ConsoleProgress progress, Run run) throws IOException {
        PrintWriter console = command.commandLine().getOut();
        for (Map.Entry<String, Plan> of : file.plans().entrySet()) {
            try (ResultsFolder own = ResultsFolder.open(folder.resolve(DataSetList.folderOf(of.getKey())))) {
                compare(of.getValue(), own, progress, run);
            }
        }
        console.println();
        List<String> sets = List.copyOf(file.plans().keySet());
        console.print(DataSets.write(file.name(), sets, folder, folder).text());
        console.println("All data sets: "
                + folder.resolve(DataSets.HTML).toAbsolutePath().normalize());
        console.flush();
    }

    private void print(Report report, Path folder) {
        PrintWriter console = command.commandLine().getOut();
        console.println();
        console.print(report.table());
        console.println();
        for (String more : List.of(report.fusionTable(), report.curveTable())) {
            if (!more.isEmpty()) {
                console.print(more);
                console.println();
            }
        }
        console.println(report.legend());
        console.println();
        for (String warning : report.warnings()) {
            console.println("Warning: " + Visible.indented(warning));
            console.println();
        }
        if (!report.solvers().warning().isEmpty()) {
            console.println(report.solvers().warning());
            console.println();
        }
        console.println("Report: "
                + Visible.line(
                        folder.resolve(Report.HTML).toAbsolutePath().normalize().toString()));
        console.flush();
    }

    /** Refuses results within the images: the next comparison, and verify, would take their folders for classes. */
    private void requireElsewhere(Path results) throws IOException {
        Path there = results.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there != null && there.toRealPath().startsWith(what.toRealPath())) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "The results folder " + results + " is in the folder of images " + what
                            + ", where its folders would be taken for classes; give --out a folder elsewhere");
        }
    }

    private Path folder(String name) throws IOException {
        return out == null
                ? FileNames.path(RESULTS.resolve(FolderNames.slug(name)).toString())
                : out;
    }

    /** Compares, writes the pages and prints the table. */
    private void compare(Plan plan, ResultsFolder results, ConsoleProgress progress, Run run) throws IOException {
        Path folder = results.path();
        Report report;
        try (Interruption interruption = new Interruption(folder)) {
            ComparisonRun comparison = memory.of(
                            ComparisonRun.of(plan, run).withListener(progress).withFolder(results))
                    .inspect();
            progress.close();
            tell(plan, comparison.inspected());
            ComparisonResult result = comparison.run();
            report = Report.write(result, folder, run, noImages ? Images.LEFT_OUT : Images.SHOWN);
            RoCrate.write(result, folder);
        }
        print(report, folder);
    }

    /** Prints what is left out and what makes results doubtful, before the work begins. */
    private void tell(Plan plan, List<Inspected> images) {
        Origin origin = plan.origin();
        PrintWriter err = command.commandLine().getErr();
        String ignored = NotUsed.ignored(origin.leftOut());
        if (!ignored.isEmpty()) {
            err.println(Visible.indented(ignored));
        }
        if (!origin.faults().isEmpty()) {
            err.println("left out: " + origin.faults().size() + ", all listed in the report");
            err.println(Visible.indented(NotUsed.byReason(origin.faults())));
        }
        Inspected.warnings(images.stream().map(Inspected::warnings).toList(), plan.runsOfCell())
                .forEach(warning -> err.println("note: " + Visible.indented(warning)));
        err.flush();
    }

    /** Prints what is kept if Ctrl-C or another termination signal stops the comparison. */
    private final class Interruption implements AutoCloseable {
        private final Thread hook;

        Interruption(Path folder) {
            PrintWriter err = command.commandLine().getErr();
            hook = new Thread(() -> {
                // The line may contain a progress bar.
                err.printf(
                        "%nwhittle: interrupted; finished parts are kept in %s, and the same command goes on from"
                                + " there%n",
                        folder);
                err.flush();
            });
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is ending already, and the hook is running.
            }
        }
    }

    /** The quick start, whose path the launcher passes. */
    private static Path quickStart() throws IOException {
        String home = System.getProperty("whittle.home");
        if (home == null) {
            throw new IOException("No experiment was given, and only the launcher ./whittle knows the quick start");
        }
        return Path.of(home, "experiments", "quick-start.yaml");
    }
}
