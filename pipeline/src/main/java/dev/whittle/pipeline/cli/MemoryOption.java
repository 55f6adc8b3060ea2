package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.ComparisonRun;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How much memory the features of a comparison may use. */
final class MemoryOption {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmgt]?)");

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    /** Null for the default. */
    private Long bytes;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = {
                "How much memory the features of all images may use, such as 2g or 500m; changes no result.",
                "Larger features are kept in files in the results folder during the comparison.",
                "Default: half of Java's heap."
            })
    void set(String memory) {
        Matcher size = SIZE.matcher(memory.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--memory is '" + memory + "', expected a number of bytes, or with k, m, g or t as in 2g");
        }
        int thousands = size.group(2).isEmpty() ? 0 : 1 + "kmgt".indexOf(size.group(2));
        bytes = Long.parseLong(size.group(1)) << 10 * thousands;
    }

    ComparisonRun of(ComparisonRun run) {
        return bytes == null ? run : run.withMemory(bytes);
    }
}
