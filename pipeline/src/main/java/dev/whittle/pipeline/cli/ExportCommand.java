package dev.whittle.pipeline.cli;

import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.onnx.OnnxExport;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.FileNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a saved model as an ONNX file, which ONNX Runtime and many other programs run.",
            "What can be exported: the features raw-pixels, hidden-layer and learned-layer of images of one size, the"
                    + " transforms standardize, pca and zca, linear heads, mlp and image-network.",
            "The input is a batch of images, N x bands x rows x columns, of floats from 0 to 255, or of rows of a"
                    + " table, N x columns.",
            "The outputs are the scores, N x classes, and the index of the class of each. The names of the classes are"
                    + " in the metadata."
        })
final class ExportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "FILE.onnx", description = "Where to write.")
    private Path out;

    @Option(
            names = "--head-only",
            description = "Export the transforms and the head of a model of images alone. The input is then a row of"
                    + " features, as `whittle extract --feature MODEL` writes them.")
    private boolean headOnly;

    @Override
    public Integer call() throws IOException {
        if (!FileNames.hasEnding(out, ".onnx")) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "The output is " + out + ", expected a name ending in .onnx");
        }
        Run run = common.run(Progress.SILENT);
        Optional<Model> images = headOnly ? Optional.empty() : Model.find(modelFile, run);
        String input;
        if (images.isPresent()) {
            OnnxExport.write(images.get(), out);
            input = "images of " + images.get().images();
        } else {
            TableModel model = TableModel.readEither(modelFile, run);
            OnnxExport.write(model, out);
            input = "rows of " + model.columns() + " values";
        }
        PrintWriter console = command.commandLine().getOut();
        console.println(out + ": scores and class of " + input);
        console.flush();
        return 0;
    }
}
