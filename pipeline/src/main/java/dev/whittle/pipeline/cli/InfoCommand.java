package dev.whittle.pipeline.cli;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.registry.Specs;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.Fetch;
import dev.whittle.pipeline.experiment.CostEstimate;
import dev.whittle.pipeline.experiment.ExperimentFile;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what Whittle runs on: versions, processors, memory, kernels, data sets and jars.",
            "With --plan, prints what an experiment will take."
        })
final class InfoCommand implements Callable<Integer> {
    private static final String PLAN_IMAGES = "--plan-images";
    private static final String EXECUTORS = "--executors";
    private static final String SKIP_BAD = "--skip-bad";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--plan",
            paramLabel = "EXPERIMENT.yaml",
            description = {
                "Estimate the images, bytes, memory and hours of this experiment instead: its features and heads are"
                        + " compared on few of its images."
            })
    private Path plan;

    @Option(
            names = PLAN_IMAGES,
            paramLabel = "N",
            defaultValue = "400",
            description = "With --plan: measure with so many training images, at least four for each class. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int planImages;

    @Option(
            names = EXECUTORS,
            split = ",",
            paramLabel = "N",
            description = "With --plan: estimate for so many executors of a cluster, too, of one thread each.")
    private List<Integer> executors = List.of();

    @Option(names = SKIP_BAD, description = "With --plan: leave out files of a folder that cannot be used.")
    private boolean skipBad;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Override
    public Integer call() throws IOException {
        if (plan != null) {
            return estimate();
        }
        for (String option : List.of(PLAN_IMAGES, EXECUTORS, SKIP_BAD, MaxPixelsOption.NAME)) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw wrong(option + " is for --plan EXPERIMENT.yaml");
            }
        }
        Run run = common.run(Progress.SILENT);
        line("Whittle", Version.ofWhittle());
        line(
                "Java",
                Runtime.version() + ", " + System.getProperty("java.vm.name") + " of "
                        + System.getProperty("java.vendor") + ", in " + System.getProperty("java.home"));
        line(
                "System",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        line("File names", System.getProperty("sun.jnu.encoding", "unknown encoding"));
        line("Processors", Runtime.getRuntime().availableProcessors() + "; threads of a run: " + run.threads());
        line(
                "Memory",
                String.format(
                        Locale.ROOT,
                        "%,d MiB of heap at most",
                        Runtime.getRuntime().maxMemory() >> 20));
        line("Kernels", run.kernels().name() + " (" + common.whyTheseKernels() + ")");
        for (Path place : DataPlaces.ofSystem(common.data).places()) {
            line("Data", place + ": " + sets(place));
        }
        Specs.installed().places().forEach((place, names) -> line("Types", place + ": " + String.join(", ", names)));
        command.commandLine().getOut().flush();
        return 0;
    }

    private int estimate() throws IOException {
        for (int n : executors) {
            requireOne(EXECUTORS, n);
        }
        requireOne(PLAN_IMAGES, planImages);
        PrintWriter out = command.commandLine().getOut();
        Run run = common.run(Progress.SILENT);
        DataPlaces where = DataPlaces.ofSystem(common.data)
                .withSystemCache()
                .withSkipBad(skipBad)
                .withMaxPixels(maxPixels.most());
        ExperimentFile file = ExperimentFile.open(plan, where, run);
        for (Map.Entry<String, Plan> of : file.plans().entrySet()) {
            CostEstimate estimate = CostEstimate.of(of.getValue(), planImages, run);
            out.print(EstimateText.of(of.getValue().name(), estimate, executors));
            out.flush();
        }
        return 0;
    }

    private void requireOne(String option, int given) {
        if (given < 1) {
            throw wrong(option + " must be at least 1, got " + given);
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }

    private void line(String what, String text) {
        PrintWriter out = command.commandLine().getOut();
        out.println((what + ":          ").substring(0, 12) + text);
    }

    /** The folders in a place; those of the published sets by the names of the sets. */
    private static String sets(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return "there is no such folder";
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> folders = Files.list(place)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                String name = folder.getFileName().toString();
                names.add(Fetch.NAMES.stream()
                        .filter(set -> Fetch.published(set).folder().equals(name))
                        .findFirst()
                        .orElse("folder " + name));
            }
        }
        return names.isEmpty() ? "nothing yet" : String.join(", ", names);
    }
}
