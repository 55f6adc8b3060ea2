package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.Verify;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a results folder by running its experiment again.",
            "Checks that the files are those that result.json names, and that the experiment gives the same result.json"
                    + " again, byte for byte. Prints the first difference."
        })
final class VerifyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Mixin
    private MemoryOption memory;

    @Parameters(arity = "1", paramLabel = "RESULTS", description = "A folder that `whittle compare` wrote.")
    private Path results;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep the results of the repetition in this folder, which must be new or empty."
                    + " Default: they are deleted.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        PrintWriter console = command.commandLine().getOut();
        Path expected = results.resolve(ResultFile.NAME);
        if (!Files.isRegularFile(expected)) {
            throw new IOException(results + " is not a results folder: it has no " + ResultFile.NAME);
        }
        Result result = ResultFile.read(expected);
        Optional<String> damaged = Verify.damagedFile(results, result);
        if (damaged.isPresent()) {
            console.println("DIFFERS: " + damaged.get());
            console.flush();
            return 1;
        }
        Experiment experiment = Verify.experiment(result, expected);
        if (out != null && Files.exists(out) && !isEmptyFolder(out)) {
            throw new IOException(out + " is there already and is not empty; give --out a folder that is new or empty");
        }
        Path again = out == null ? Files.createTempDirectory("whittle-verify") : out;
        Thread cleaner = new Thread(() -> deleteQuietly(again));
        if (out == null) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            // Images are decoded anew: a cache could hold what the results are to be compared with. Files that cannot
            // be used are compared with those that were left out.
            Plan plan = Plan.open(experiment, DataPlaces.ofSystem(common.data).withSkipBad(true), run);
            ComparisonRun comparison = memory.of(
                            ComparisonRun.of(plan, run).withListener(progress).withFolder(again))
                    .inspect();
            Optional<String> difference = Verify.otherData(result, plan, comparison.inspected());
            if (difference.isEmpty()) {
                comparison.run();
                difference = Verify.difference(expected, again.resolve(ResultFile.NAME));
            }
            String how = run.threads() + " threads, " + run.kernels().name() + " kernels, Java "
                    + Runtime.version().feature();
            console.println(difference
                    .map(d -> "DIFFERS (" + how + "): " + d)
                    .orElse("EQUAL (" + how + "): " + expected + " is the same bytes"));
            console.flush();
            return difference.isPresent() ? 1 : 0;
        } finally {
            if (out == null) {
                Runtime.getRuntime().removeShutdownHook(cleaner);
                FolderDeletion.delete(again);
            }
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Deletes the folder if the run is interrupted. */
    private static void deleteQuietly(Path folder) {
        try {
            FolderDeletion.delete(folder);
        } catch (IOException e) {
            System.err.println("whittle: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
