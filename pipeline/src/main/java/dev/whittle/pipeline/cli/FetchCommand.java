package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.Fetch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads published data sets, checks them against their published checksums and stores them where"
                    + " experiments find them.",
            "An interrupted download continues where it stopped."
        })
final class FetchCommand implements Callable<Integer> {
    /** The names of the data sets, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Fetch.NAMES.iterator();
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "SET",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private List<String> sets;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "The address of the folder that holds the set's files, instead of the publisher's.")
    private URI mirror;

    @Override
    public Integer call() throws IOException {
        for (String set : sets) {
            if (!Fetch.NAMES.contains(set)) {
                throw new CommandLine.ParameterException(
                        command.commandLine(),
                        "There is no data set '" + set + "' to fetch; known: " + String.join(", ", Fetch.NAMES));
            }
        }
        if (common.data != null) {
            Files.createDirectories(common.data);
        }
        Path place = DataPlaces.ofSystem(common.data).target();
        for (String set : sets) {
            Fetch.RemoteSet remote = Fetch.published(set);
            try (ConsoleProgress progress = new ConsoleProgress(command)) {
                Run run = common.run(progress);
                Fetch.Fetched fetched = Fetch.fetch(mirror == null ? remote : remote.from(mirror), place, run);
                progress.close();
                command.commandLine().getOut().println(set + ": " + fetched);
                command.commandLine().getOut().flush();
            }
        }
        return 0;
    }
}
