package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.Visible;
import dev.whittle.pipeline.verify.TwoResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Explains two results against each other, without running anything again.",
            "What differs in the experiment, the data and the machine; then the accuracies, cell by cell, and the first"
                    + " test image that is taken for another class. Exit code 0 if the results are the same, 1 if not."
        })
final class DiffCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "A folder that `whittle compare` wrote, or its report.html.")
    private Path a;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path b;

    @Override
    public Integer call() throws IOException {
        TwoResults two = TwoResults.of(a, b);
        PrintWriter console = command.commandLine().getOut();
        console.println("A: " + Visible.line(a.toString()));
        console.println("B: " + Visible.line(b.toString()));
        two.lines().forEach(line -> console.println(Visible.line(line)));
        console.println(two.differ() ? "The results differ." : "The results are the same.");
        console.flush();
        return two.differ() ? 1 : 0;
    }
}
