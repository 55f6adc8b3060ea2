package dev.whittle.pipeline.cli;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.Visible;
import dev.whittle.pipeline.verify.Check;
import dev.whittle.pipeline.verify.SeveralDataSets;
import dev.whittle.pipeline.verify.Verdict;
import dev.whittle.pipeline.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            "Checks a results folder, or its page, by running its experiment again.",
            "A line for each check: the files, the experiment, the data, the splits, the features, the models, the"
                    + " predictions, the statistics and the page. At a difference it says where, and both values.",
            "Of an experiment on several data sets, all of them are checked, and the tables over them."
        })
final class VerifyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Mixin
    private MemoryOption memory;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Parameters(
            arity = "1",
            paramLabel = "RESULTS | PAGE",
            description = "A folder that `whittle compare` wrote, or its report.html alone.")
    private Path results;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep the results of the repetition in this folder, which must be new or empty."
                    + " Default: they are deleted.")
    private Path out;

    @Option(
            names = "--sample",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "Run only some runs again, chosen at random, which took this time all together, such as 60s,"
                    + " 5m or 1h. What is left out is named.")
    private Double sample;

    @Option(
            names = "--sample-seed",
            paramLabel = "N",
            description = "The seed of this choice. Default: another one each time.")
    private Long sampleSeed;

    /** A time as seconds. */
    static final class Seconds implements CommandLine.ITypeConverter<Double> {
        private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);

        @Override
        public Double convert(String text) {
            Matcher time = Pattern.compile("([0-9]{1,6})([smh])").matcher(text);
            if (!time.matches()) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' is no time, expected one as in 60s, 5m or 1h");
            }
            return Double.parseDouble(time.group(1)) * SECONDS.get(time.group(2));
        }
    }

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the verdict to this file, too: what was checked, and where it differs.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        PrintWriter console = command.commandLine().getOut();
        if (out != null && Files.exists(out) && !isEmptyFolder(out)) {
            throw new IOException(out + " is there already and is not empty; give --out a folder that is new or empty");
        }
        checkVerdict();
        Path again = out == null ? Files.createTempDirectory("whittle-verify") : out;
        Thread cleaner = new Thread(() -> deleteQuietly(again));
        if (out == null) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Consumer<Check> told = check -> {
                progress.close();
                console.println(Visible.indented(check.line()));
                console.flush();
            };
            return verify(again, progress, run, told);
        } finally {
            if (out == null) {
                Runtime.getRuntime().removeShutdownHook(cleaner);
                FolderDeletion.delete(again);
            }
        }
    }

    /** Of all files only an earlier verdict is replaced: any other may be a part of the results or an image. */
    private void checkVerdict() {
        if (json != null && Files.isRegularFile(json) && Files.isReadable(json) && !Verdict.isIn(json)) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--json would replace " + json + ", which is no earlier verdict; give --json another name");
        }
    }

    private int verify(Path again, ConsoleProgress progress, Run run, Consumer<Check> told) throws IOException {
        if (sample == null && sampleSeed != null) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--sample-seed is the seed of a sample; give --sample, too");
        }
        List<Check> checks;
        if (SeveralDataSets.isIn(results)) {
            SeveralDataSets all = SeveralDataSets.of(results);
            SeveralDataSets.Each each = (own, toldOfIt) -> {
                Path repetition = Files.createDirectory(again.resolve(own.getFileName()));
                return check(own, repetition, all.size(), progress, run, toldOfIt);
            };
            checks = all.run(each, told);
        } else {
            checks = check(results, again, 1, progress, run, told);
        }
        Verdict verdict = Verdict.of(results, checks, Version.ofWhittle(), run);
        PrintWriter console = command.commandLine().getOut();
        if (!verdict.isEqual()) {
            console.println("Each check names its first difference only; there may be others.");
        }
        console.println(Visible.indented(verdict.line()));
        console.flush();
        if (json != null) {
            verdict.write(json);
        }
        return verdict.isEqual() ? 0 : 1;
    }

    /** @param dataSets over which the time of a sample is divided */
    private List<Check> check(
            Path what, Path again, int dataSets, ConsoleProgress progress, Run run, Consumer<Check> told)
            throws IOException {
        try (Verification verification = Verification.of(what, run, told)) {
            if (sample != null) {
                long seed = sampleSeed == null ? System.nanoTime() & Integer.MAX_VALUE : sampleSeed;
                verification.sample(sample / dataSets, seed);
            }
            return verification.run(
                    DataPlaces.ofSystem(common.data).withMaxPixels(maxPixels.most()),
                    again,
                    comparison -> memory.of(comparison.withListener(progress)));
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

    /** Deletes the folder if the run is interrupted. */
    private static void deleteQuietly(Path folder) {
        try {
            FolderDeletion.delete(folder);
        } catch (IOException e) {
            System.err.println("whittle: " + folder + " could not be deleted: " + e.getMessage());
        }
    }
}
