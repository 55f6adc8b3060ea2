package dev.whittle.pipeline.cli;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.data.LabelFile;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.data.Notes;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.SpecText;
import dev.whittle.pipeline.experiment.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a head on a table of one's own and writes it to a model file.",
            "`whittle predict MODEL.npz TABLE.npy` uses it.",
            "The seed is 1. To compare heads, or to measure them on other rows, use `whittle compare`."
        })
final class TrainCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(
            index = "0",
            paramLabel = "X.npy",
            description = "A two-dimensional array of numbers, a row for each sample.")
    private Path table;

    @Parameters(
            index = "1",
            paramLabel = "Y",
            description = {
                "The class of each row: a .npy file of whole numbers, or a text or .csv file with the name of a class"
                        + " in each line."
            })
    private Path classes;

    @Option(
            names = "--head",
            required = true,
            paramLabel = "HEAD",
            description = "A head as in an experiment, such as linear-svm or '{type: linear-svm, l2: 0.01}'.")
    private String head;

    @Option(names = "--out", required = true, paramLabel = "FILE.npz", description = "Where to write the model.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (!FileNames.hasEnding(out, ".npz")) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--out is " + out + ", expected a name ending in .npz");
        }
        Outputs.check(command.commandLine(), List.of(table, classes), List.of(out), null);
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Spec<Samples, ? extends Classifier> spec = SpecText.headSpec(head, "--head");
            LabelFile.OfRows y = LabelFile.ofRows(classes);
            Notes.sameNames(y.classes())
                    .forEach(note -> command.commandLine().getErr().println("note: " + Visible.indented(note)));
            try (MappedRows mapped = NpyFile.map(table)) {
                check(spec, mapped, y);
                // Half of the heap, as features of a comparison may take.
                boolean fits = 8L * mapped.rows() * mapped.columns()
                        < Runtime.getRuntime().maxMemory();
                Rows x = fits ? Tables.inMemory(mapped, run) : mapped;
                Samples samples = new Samples(x, y.labels(), y.classes().size());
                TableModel model = TablePipeline.of(spec).fit(samples, y.classes(), run);
                Evaluation evaluation = model.evaluate(samples, run);
                model.write(out);
                progress.close();
                report(model, evaluation);
            }
        }
        return 0;
    }

    /** @throws IOException with all that keeps the head from being trained */
    private void check(Spec<Samples, ? extends Classifier> spec, Rows x, LabelFile.OfRows y) throws IOException {
        List<String> wrong = new ArrayList<>();
        if (!Experiment.canBeSaved(spec)) {
            wrong.add("--head " + head + " cannot be saved in a model file; take another head");
        }
        if (x.rows() == 0 || x.columns() == 0) {
            wrong.add(
                    table + " has shape (" + x.rows() + ", " + x.columns() + "), expected at least 1 row and 1 column");
        }
        if (x.rows() != y.labels().length) {
            wrong.add(table + " has " + x.rows() + " rows, but " + classes + " has the classes of "
                    + y.labels().length
                    + (y.labels().length == x.rows() + 1 ? "; a line with a heading is not expected" : ""));
        }
        int different = y.classes().size();
        if (different < 2) {
            wrong.add(classes + " names "
                    + (different == 0
                            ? "no class"
                            : "only the class '" + y.classes().get(0) + "'") + ", expected at least 2");
        } else if (spec instanceof TrainingNeeds needs) {
            add(wrong, () -> needs.checkClasses(different));
            add(wrong, () -> TrainingNeeds.check(spec, x.rows(), x.columns(), different, "row", 0));
        }
        add(wrong, () -> x.checkFinite(table.toString()));
        if (!wrong.isEmpty()) {
            throw new IOException(String.join("; ", wrong));
        }
    }

    private static void add(List<String> wrong, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            wrong.add(e.getMessage());
        }
    }

    private void report(TableModel model, Evaluation evaluation) {
        PrintWriter console = command.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%s: %d classes, from %,d rows of %,d values%n",
                out,
                model.classes().size(),
                evaluation.samples(),
                model.columns());
        console.printf(
                Locale.ROOT,
                "Accuracy on the rows it was trained on: %.1f %%. On other rows it is mostly lower.%n",
                100 * evaluation.accuracy());
        console.flush();
    }
}
