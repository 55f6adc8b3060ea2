package dev.whittle.spark;

import dev.whittle.pipeline.cli.Main;
import dev.whittle.pipeline.cli.Version;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
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
        int code = Main.execute(commandLine(), args);
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
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

    /** The session there is, or one as spark-submit says, or else on all processors of this machine. */
    static SparkSession session() {
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.app.name", "whittle")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.log.level", "WARN");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
