package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Folders;
import dev.whittle.pipeline.experiment.Result;
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
            "Are the files those that result.json names, and does the experiment give the same result.json again, byte for byte? Says what differs first."
        })
final class VerifyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1", paramLabel = "RESULTS", description = "A folder that `whittle compare` wrote.")
    private Path results;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep what the repetition makes, in a folder that is new or empty. Default: it is deleted.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        PrintWriter console = command.commandLine().getOut();
        Path expected = results.resolve(Result.FILE);
        if (!Files.isRegularFile(expected)) {
            throw new IOException(results + " is no results folder: it has no " + Result.FILE);
        }
        Optional<String> damaged = Verify.damagedFile(results);
        if (damaged.isPresent()) {
            console.println("DIFFERS: " + damaged.get());
            console.flush();
            return 1;
        }
        Experiment experiment = Verify.experiment(results);
        if (out != null && Files.exists(out) && !isEmptyFolder(out)) {
            throw new IOException(
                    out + " is there already, and a repetition starts from nothing; give --out a folder that is"
                            + " new or empty");
        }
        Path again = out == null ? Files.createTempDirectory("whittle-verify") : out;
        Thread cleaner = new Thread(() -> deleteQuietly(again));
        if (out == null) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Splits data = Comparison.open(experiment, DataPlaces.ofSystem(common.data), run);
            Optional<String> difference = Verify.otherData(results, data);
            if (difference.isEmpty()) {
                Comparison.run(experiment, data, again, run, progress);
                difference = Verify.difference(expected, again.resolve(Result.FILE));
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
                Folders.delete(again);
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

    /** For a run that is interrupted. */
    private static void deleteQuietly(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println("whittle: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
