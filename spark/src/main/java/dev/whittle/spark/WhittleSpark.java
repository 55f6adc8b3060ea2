package dev.whittle.spark;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.cli.Main;
import dev.whittle.pipeline.cli.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line on Spark, for {@code spark-submit} or {@code whittle spark}. Exit codes: 0 done, 1 failed, 2 wrong
 * usage.
 */
@Command(
        name = "whittle spark",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Whittle on Apache Spark: the same bits as on one machine.",
        footer = {"", "Without spark-submit or -Dspark.master it runs on all processors of this machine."},
        subcommands = {SparkExtractCommand.class, SparkFitCommand.class, CommandLine.HelpCommand.class})
public final class WhittleSpark implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private WhittleSpark() {}

    public static void main(String[] args) {
        // No unfinished file remains after Ctrl-C either.
        Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
        int code = Main.execute(commandLine(), args);
        ProgramSession.stop();
        // spark-submit ends by itself, and a cluster may take an exit for a failure.
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return Main.commandLine(new WhittleSpark());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed.");
    }
}
