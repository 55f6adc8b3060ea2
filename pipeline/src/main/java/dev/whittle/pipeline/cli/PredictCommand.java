package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.experiment.CsvFile;
import dev.whittle.pipeline.experiment.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Predicts the class of images, or of the rows of a table, with a saved model.",
            "The model is a file that `whittle compare` (cells/…/model.npz) or `whittle train` saved.",
            "The output is CSV: the file or the row, the class, and the score of every class.",
            "The class is the one with the largest score.",
            "A table for a model of images holds their features, as `whittle extract --feature MODEL` writes them.",
            "For a colour model, a gray image is converted to three equal bands. For a gray model, a colour image is"
                    + " converted to its luma."
        })
final class PredictCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path modelFile;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGES|X.npy",
            description = "Image files, or folders of them; or one table.")
    private List<Path> images;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "Where to write. Default: standard output.")
    private Path out;

    @Option(
            names = "--scale",
            description = "Scale images to the size of the training images. Refused where it has no effect: a model of"
                    + " scaled images fits images in the same way, and one of any size takes them as they are.")
    private boolean scale;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Option(names = "--skip-bad", description = "List files that cannot be used and continue without them.")
    private boolean skipBad;

    /** Writes all lines. */
    private interface Prediction {
        void write(TablePrediction.Lines lines) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        boolean table = images.stream().anyMatch(file -> FileNames.hasEnding(file, ".npy"));
        if (table && (images.size() > 1 || scale || skipBad)) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "A table (.npy) is given alone, without images or other tables, --scale or --skip-bad");
        }
        GivenImages given =
                table ? null : GivenImages.of(images, command.commandLine().getErr());
        if (out != null) {
            List<Path> read = new ArrayList<>(table ? images : given.files());
            read.add(modelFile);
            Outputs.check(command.commandLine(), read, List.of(out), null);
        }
        if (Files.isRegularFile(modelFile.resolve(ResultFile.NAME))) {
            throw new IOException(modelFile + " is a results folder; the models of its heads are in " + modelFile
                    + "/cells/FEATURE--HEAD--seed-N/model.npz, and one of these is expected here");
        }
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Prediction prediction;
            if (table) {
                TableModel model = TableModel.readEither(modelFile, run);
                prediction = lines -> TablePrediction.write(model, images.get(0), lines, run);
            } else {
                Model model = Model.read(modelFile, run);
                if (scale && (model.fit() != null || model.images().anySize())) {
                    throw new CommandLine.ParameterException(
                            command.commandLine(),
                            "--scale has no effect: the model "
                                    + (model.fit() != null ? "scales images itself" : "takes images of any size"));
                }
                prediction = lines -> predict(model, given, lines, progress, run);
            }
            if (out != null) {
                AtomicFile.write(
                        out, csv -> prediction.write(line -> csv.write(line.getBytes(StandardCharsets.UTF_8))));
            } else {
                PrintWriter console = command.commandLine().getOut();
                prediction.write(console::print);
                console.flush();
            }
        }
        return 0;
    }

    private void predict(Model model, GivenImages given, TablePrediction.Lines csv, ConsoleProgress progress, Run run)
            throws IOException {
        List<Object> header = new ArrayList<>(List.of("file", "class"));
        header.addAll(model.classes());
        csv.add(CsvFile.line(header.toArray()));
        ImageBatches.process(
                given,
                new ImageBatches.Work() {
                    @Override
                    public Planar<GrayU8> read(Path file, Consumer<ImageNote> notes) throws IOException {
                        return maxPixels.read(file, notes);
                    }

                    @Override
                    public Planar<GrayU8> prepare(Planar<GrayU8> image) {
                        return fitted(image, model);
                    }

                    @Override
                    public int length(ImageShape shape) {
                        return model.features().fitted().length(shape.width(), shape.height(), shape.bands());
                    }

                    @Override
                    public Matrix rows(Dataset images, Run all) {
                        return model.scores(images, all);
                    }
                },
                (file, scores) -> {
                    List<Object> line = new ArrayList<>();
                    line.add(file);
                    line.add(model.classes().get(Classifier.largest(scores, 0, scores.length)));
                    for (float score : scores) {
                        line.add(CanonicalJson.number(score));
                    }
                    csv.add(CsvFile.line(line.toArray()));
                },
                skipBad,
                ImageBatches.printed(skipBad, command.commandLine().getErr(), progress),
                common.suited(run, given.files().size(), model.features().fitted()));
    }

    /** The image as the training images were prepared and, with {@code --scale}, with their size. */
    private Planar<GrayU8> fitted(Planar<GrayU8> image, Model model) {
        Planar<GrayU8> prepared = model.prepare(image);
        ImageShape shape = model.images();
        Planar<GrayU8> sized = scale ? AreaScaling.scale(prepared, shape.width(), shape.height()) : prepared;
        shape.check(sized, "the image");
        return sized;
    }
}
