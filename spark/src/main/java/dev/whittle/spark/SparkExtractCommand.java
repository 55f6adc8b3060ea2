package dev.whittle.spark;

import dev.whittle.feature.data.LeftOut;
import dev.whittle.pipeline.cli.MaxPixelsOption;
import dev.whittle.pipeline.cli.SizeOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the features of images as Parquet with the columns row, name, label, features and reason.",
            "Images that cannot be used are rows with their reason."
        })
final class SparkExtractCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(
            paramLabel = "IMAGES",
            description = {
                "A folder of images, or with --columns Parquet files with encoded images.",
                "A path that is the same on all machines, or a URI that Hadoop reads."
            })
    private String images;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME,BYTES[,LABEL]",
            description = "IMAGES is Parquet: the columns with names, encoded images, and classes. Without LABEL the"
                    + " class is the first folder of the name.")
    private List<String> columns;

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
            paramLabel = "FOLDER",
            description = "Where the Parquet files are written; it must not exist.")
    private String out;

    @Mixin
    private SizeOption size;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Option(names = "--transforms", description = "Apply the transforms of the model, such as standardize.")
    private boolean transforms;

    @Override
    public Integer call() throws IOException {
        if (columns != null && columns.size() != 2 && columns.size() != 3) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--columns is " + String.join(",", columns) + ", expected NAME,BYTES or NAME,BYTES,LABEL");
        }
        SparkFeature chosen = SparkFeature.of(feature, transforms, size.preparation());
        PrintWriter err = command.commandLine().getErr();
        SparkSession spark = ProgramSession.get();
        requireNew(spark);
        try (Extraction extraction = Extraction.of(images(spark).withMaxPixels(maxPixels.most()), chosen, line -> {
            err.println(line);
            err.flush();
        })) {
            extraction.table().write().parquet(out);
            report(extraction);
        }
        return 0;
    }

    private void requireNew(SparkSession spark) throws IOException {
        Path folder = new Path(out);
        if (folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(folder)) {
            throw new IOException(out + " is there already; give another --out or remove it");
        }
    }

    private SparkImages images(SparkSession spark) throws IOException {
        return columns == null
                ? SparkImages.folder(spark, images)
                : SparkImages.table(
                        spark.read().parquet(images),
                        columns.get(0),
                        columns.get(1),
                        columns.size() == 3 ? columns.get(2) : null);
    }

    private void report(Extraction extraction) {
        PrintWriter err = command.commandLine().getErr();
        if (extraction.bad() > 0) {
            err.printf(
                    Locale.ROOT,
                    "%,d images cannot be used:%n%s%n",
                    extraction.bad(),
                    LeftOut.lines(extraction.someBad()));
            err.flush();
        }
        PrintWriter console = command.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%s: %,d images × %,d features%s%n",
                out,
                extraction.good(),
                extraction.columns(),
                extraction.bad() == 0 ? "" : String.format(Locale.ROOT, "; cannot be used: %,d", extraction.bad()));
        console.flush();
    }
}
