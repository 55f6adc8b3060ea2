package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FolderNames;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Mixin
    private MemoryOption memory;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT.yaml",
            description = "What to compare. Default: the quick start, on images generated here.")
    private Path experimentFile;

    @Option(names = "--out", paramLabel = "DIR", description = "Results folder. Default: results/NAME-OF-EXPERIMENT.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Experiment experiment = Experiment.read(experimentFile == null ? quickStart() : experimentFile);
            Path folder = out == null ? Path.of("results", FolderNames.slug(experiment.name())) : out;
            Report report;
            try (Interruption interruption = new Interruption(folder)) {
                Plan plan = Plan.open(experiment, DataPlaces.ofSystem(common.data), run);
                report = Report.write(
                        memory.of(ComparisonRun.of(plan, run)
                                        .withListener(progress)
                                        .withFolder(folder))
                                .run(),
                        folder,
                        run);
            }
            PrintWriter console = command.commandLine().getOut();
            console.println();
            console.print(report.table());
            console.println();
            for (String warning : report.warnings()) {
                console.println("Warning: " + warning);
                console.println();
            }
            if (!report.solvers().warning().isEmpty()) {
                console.println(report.solvers().warning());
                console.println();
            }
            console.println(
                    "Report: " + folder.resolve(Report.HTML).toAbsolutePath().normalize());
            console.flush();
        }
        return 0;
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
