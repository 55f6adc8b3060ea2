package dev.whittle.pipeline.cli;

import dev.whittle.feature.FeatureExtractor;
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
            description = "Inner loops to use; changes no result. auto takes vector ones where Java makes them fast,"
                    + " see `whittle info`. Default: ${DEFAULT-VALUE}.")
    private KernelChoice kernels;

    /** Below this number of images, vector kernels are not worth their compilation, which takes one or two seconds. */
    private static final int FEW = 32;

    /**
     * The run for an extractor. Of few images, the scalar kernels are done before the vector kernels are compiled,
     * unless there is much to compute for each, as learned features have. The bits are the same.
     */
    Run suited(Run run, int images, FeatureExtractor features) {
        return images < FEW && features.arrays().asMap().isEmpty() ? small(run) : run;
    }

    /** The run for small problems only: with the scalar kernels, if none were asked for. The bits are the same. */
    Run small(Run run) {
        return kernels == KernelChoice.AUTO ? run.withKernels(KernelChoice.SCALAR.kernels()) : run;
    }

    /** Why {@link #run} has its kernels. */
    String whyTheseKernels() {
        return kernels.reason();
    }

    Run run(Progress progress) {
        Run run = Run.defaults().withProgress(progress);
        if (kernels != KernelChoice.AUTO) {
            run = run.withKernels(kernels.kernels());
        }
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
