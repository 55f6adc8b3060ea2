package dev.whittle.pipeline.cli;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.ModelFile;
import dev.whittle.feature.AtomicFile;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Predicts the class of images with a model that `whittle compare` saved (cells/…/model.npz), as CSV: the file, the class,",
            "then the score of every class."
        })
final class PredictCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path modelFile;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGES", description = "Image files, or folders of them.")
    private List<Path> images;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "Where to write. Default: standard output.")
    private Path out;

    @Option(names = "--skip-bad", description = "List files that cannot be used and go on without them.")
    private boolean skipBad;

    /** Takes lines of the table. */
    private interface Lines {
        void add(String line) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> files = ImageFiles.of(images);
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Model model = ModelFile.read(modelFile, run);
            if (out != null) {
                AtomicFile.write(
                        out,
                        csv -> predict(
                                model, files, line -> csv.write(line.getBytes(StandardCharsets.UTF_8)), progress, run));
            } else {
                PrintWriter console = command.commandLine().getOut();
                predict(model, files, console::print, progress, run);
                console.flush();
            }
        }
        return 0;
    }

    private void predict(Model model, List<Path> files, Lines csv, ConsoleProgress progress, Run run)
            throws IOException {
        List<Object> header = new ArrayList<>(List.of("file", "class"));
        header.addAll(model.classes());
        csv.add(CsvFile.line(header.toArray()));
        ImageStream.process(
                files,
                image -> model.scores(image, run.withThreads(1)),
                (file, scores) -> {
                    List<Object> line = new ArrayList<>();
                    line.add(file);
                    line.add(model.classes().get(Classifier.largest(Matrix.of(scores))[0]));
                    for (float score : scores) {
                        line.add(CanonicalJson.number(score));
                    }
                    csv.add(CsvFile.line(line.toArray()));
                },
                skipBad ? ImageStream.listed(command.commandLine().getErr(), progress) : null,
                run);
    }
}
