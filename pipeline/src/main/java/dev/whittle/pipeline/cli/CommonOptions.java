package dev.whittle.pipeline.cli;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that the commands have in common. */
final class CommonOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the data sets. Default: $WHITTLE_DATA, or else whittle/data in $XDG_CACHE_HOME or"
                    + " ~/.cache.")
    Path data;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of threads; changes no result. Default: all processors.")
    private Integer threads;

    @Option(
            names = "--kernels",
            paramLabel = "auto|scalar|vector",
            defaultValue = "auto",
            description = "Inner loops to use; changes no result. Default: ${DEFAULT-VALUE}.")
    private KernelChoice kernels;

    Run run(Progress progress) {
        Run run = Run.defaults().withKernels(kernels.kernels()).withProgress(progress);
        if (threads == null) {
            return run;
        }
        if (threads < 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--threads is " + threads + ", expected 1 or more");
        }
        return run.withThreads(threads);
    }
}
