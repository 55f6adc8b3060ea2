package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.experiment.CsvFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the features of images as a NumPy array, one row for each image, and a CSV file with the names of"
                    + " the images; or as an HDF5 file that holds both.",
            "Images are read in batches, so there may be any number of them."
        })
final class ExtractCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1..*", paramLabel = "IMAGES", description = "Image files, or folders of them.")
    private List<Path> images;

    @Option(
            names = "--feature",
            required = true,
            paramLabel = "FEATURE",
            description = {
                "A feature as in an experiment, such as hog or '{type: hog, cellSize: 4}', or a model file.",
                "The feature of a model is used before its transforms, unless --transforms is given."
            })
    private String feature;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = {
                "FILE.npy: the array; FILE.csv is written to the same folder.",
                "FILE.h5: the data sets 'features' and 'names'. All features are in memory until the end."
            })
    private Path out;

    @Mixin
    private SizeOption size;

    @Option(names = "--transforms", description = "Apply the transforms of the model, such as standardize.")
    private boolean transforms;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Option(names = "--skip-bad", description = "List files that cannot be used and continue without them.")
    private boolean skipBad;

    private int columns;
    private int written;
    private int bad;

    @Override
    public Integer call() throws IOException {
        boolean isHdf5 = out.toString().endsWith(".h5");
        if (!isHdf5 && !out.toString().endsWith(".npy")) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--out is " + out + ", expected a name ending in .npy or .h5");
        }
        GivenImages given = GivenImages.of(images, command.commandLine().getErr());
        Path csv = out.resolveSibling(out.getFileName().toString().replaceFirst("\\.npy$", ".csv"));
        Outputs.check(command.commandLine(), given.files(), isHdf5 ? List.of(out) : List.of(out, csv), "row,file");
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            Preparation preparation = size.preparation();
            FeatureOption.Feature chosen = FeatureOption.feature(feature, transforms, run);
            if (size.isGiven() && chosen.model() != null && chosen.model().fit() != null) {
                throw new CommandLine.ParameterException(
                        command.commandLine(), "--scale has no effect: the model of --feature scales images itself");
            }
            if (isHdf5) {
                Hdf5Features file = new Hdf5Features(given.files().size());
                process(
                        given,
                        chosen,
                        preparation,
                        (image, row) -> {
                            file.add(image.toString(), row);
                            count(row);
                        },
                        run,
                        progress);
                file.write(out);
            } else {
                AtomicFile.write(csv, names -> {
                    try (Rows rows = new Rows(names)) {
                        process(given, chosen, preparation, rows, run, progress);
                        rows.finish();
                    }
                });
            }
            progress.close();
        }
        PrintWriter console = command.commandLine().getOut();
        console.println(out + ": " + written + " images × " + columns + " features; their files in "
                + (isHdf5 ? "its data set 'names'" : csv)
                + (bad == 0 ? "" : "; skipped: " + bad));
        console.flush();
        return 0;
    }

    private void process(
            GivenImages given,
            FeatureOption.Feature chosen,
            Preparation preparation,
            ImageBatches.Sink sink,
            Run run,
            ConsoleProgress progress)
            throws IOException {
        bad = ImageBatches.process(
                given,
                work(chosen, preparation),
                sink,
                skipBad,
                ImageBatches.printed(skipBad, command.commandLine().getErr(), progress),
                common.suited(run, given.files().size(), chosen.extractor()));
    }

    private void count(float[] row) {
        columns = row.length;
        written++;
    }

    private ImageBatches.Work work(FeatureOption.Feature feature, Preparation preparation) {
        return new ImageBatches.Work() {
            @Override
            public Planar<GrayU8> read(Path file, Consumer<ImageNote> notes) throws IOException {
                return maxPixels.read(file, notes);
            }

            @Override
            public Planar<GrayU8> prepare(Planar<GrayU8> image) {
                return feature.prepare(preparation.apply(image));
            }

            @Override
            public boolean takesAnySize() {
                return feature.takesAnySize();
            }

            @Override
            public int length(ImageShape shape) {
                return feature.extractor().length(shape.width(), shape.height(), shape.bands());
            }

            @Override
            public Matrix rows(Dataset images, Run run) {
                return feature.rows(images, run);
            }
        };
    }

    /** The two files being written. The first row determines the number of columns. */
    private final class Rows implements ImageBatches.Sink, Closeable {
        private final OutputStream names;
        private NpyFile.Writer array;

        Rows(OutputStream names) throws IOException {
            this.names = names;
            names.write(CsvFile.line("row", "file").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void accept(Path file, float[] row) throws IOException {
            if (array == null) {
                array = NpyFile.writer(out, row.length);
            }
            array.add(row, 0);
            names.write(CsvFile.line(written, file).getBytes(StandardCharsets.UTF_8));
            count(row);
        }

        void finish() throws IOException {
            array.finish();
        }

        @Override
        public void close() throws IOException {
            if (array != null) {
                array.close();
            }
        }
    }
}
