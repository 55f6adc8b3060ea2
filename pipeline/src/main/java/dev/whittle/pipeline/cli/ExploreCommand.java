package dev.whittle.pipeline.cli;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.explore.ExplorePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the figures of the lecture as one page to open in a browser.",
            "All of them are computed now. The page needs no network and is the same bytes on every machine."
        })
final class ExploreCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--out",
            paramLabel = "PAGE.html",
            defaultValue = "explore.html",
            description = "The page to write. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        // A page that cannot be written is refused now, and not after a minute of computing.
        new AtomicFile(out).close();
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            ExplorePage.write(ExplorePage.chapters(common.small(common.run(progress))), out);
        }
        PrintWriter console = command.commandLine().getOut();
        console.println("Figures: " + out);
        console.flush();
        return 0;
    }
}
