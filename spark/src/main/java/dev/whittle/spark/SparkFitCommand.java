package dev.whittle.spark;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.Preparation;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.FolderSource;
import dev.whittle.pipeline.experiment.DataSpec;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FolderNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        description = {
            "Trains the features and heads of an experiment on its training images, and writes a model file of each.",
            "The files are those of `whittle compare`, byte for byte, for the first seed.",
            "The data is a folder with train/CLASS/*, with a size and a color."
        })
final class SparkFitCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(paramLabel = "EXPERIMENT.yaml", description = "The experiment, on the driver's disk.")
    private Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder on the driver's disk for the models, FEATURE--HEAD.npz.")
    private Path out;

    @Option(names = "--skip-bad", description = "List files that cannot be used and continue without them.")
    private boolean skipBad;

    @Override
    public Integer call() throws IOException {
        Experiment experiment = Experiment.read(file);
        FolderSource source = source(experiment);
        Preparation how = new Preparation(
                source.size().width(),
                source.size().height(),
                source.fit(),
                source.color() == FolderSource.Color.RGB ? 3 : 1);
        SparkSession spark = WhittleSpark.session();
        SparkImages images = SparkImages.classes(spark, root(source) + "/train");
        Run run = Run.defaults().withSeed(experiment.seeds().get(0)).withProgress(new Lines());
        Files.createDirectories(out);
        for (Experiment.Feature feature : experiment.features()) {
            try (FeatureOnSpark training = new FeatureOnSpark(feature, images, how, run, this::line)) {
                Extraction extraction = training.extraction();
                if (extraction.bad() > 0) {
                    String bad = extraction.bad() + " images cannot be used:\n" + LeftOut.lines(extraction.someBad());
                    if (!skipBad) {
                        throw new IOException(bad + "\nto continue without them, give --skip-bad");
                    }
                    line(bad);
                }
                for (Experiment.Head head : experiment.heads()) {
                    if (feature.isUnder(head.name())) {
                        Model model = training.fit(head.candidates().get(0));
                        Path written = out.resolve(
                                FolderNames.slug(feature.name()) + "--" + FolderNames.slug(head.name()) + ".npz");
                        model.write(written);
                        report(written, extraction);
                    }
                }
            }
        }
        return 0;
    }

    /** Warnings, and how far the training of a head is, at most one line every few seconds. */
    private final class Lines implements Progress {
        private static final long NANOS = 5_000_000_000L;

        private long last = System.nanoTime();

        @Override
        public void step(String stage, long done, long total) {
            if (isTime()) {
                line(String.format(Locale.ROOT, "%s: %,d of %,d", stage, done, total));
            }
        }

        @Override
        public void iteration(int iteration, double objective, double accuracy) {
            if (isTime()) {
                line(String.format(Locale.ROOT, "iteration %,d: loss %.4f", iteration, objective));
            }
        }

        @Override
        public void warning(String text) {
            line("Warning: " + text);
        }

        private boolean isTime() {
            long now = System.nanoTime();
            boolean isTime = now - last >= NANOS;
            last = isTime ? now : last;
            return isTime;
        }
    }

    private void line(String text) {
        PrintWriter err = command.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    private void report(Path written, Extraction extraction) {
        PrintWriter console = command.commandLine().getOut();
        console.printf(
                Locale.ROOT, "%s: from %,d images × %,d features%n", written, extraction.good(), extraction.columns());
        console.flush();
    }

    /** A URI that Hadoop reads as it is; any other path as all of Whittle finds it. */
    private static String root(FolderSource source) throws IOException {
        return source.path().contains("://")
                ? source.path()
                : source.folder(DataPlaces.ofSystem(null)).toAbsolutePath().toString();
    }

    /** @throws IOException with all that is not done on Spark, and what to do */
    private FolderSource source(Experiment experiment) throws IOException {
        List<String> wrong = new ArrayList<>();
        DataSpec data = experiment.data();
        FolderSource source = data.source() instanceof FolderSource folder ? folder : null;
        if (source == null) {
            wrong.add("data.set is " + data.set() + ", expected folder");
        } else {
            if (source.size() == null) {
                wrong.add("data.size is missing; without one all images would be decoded to find it");
            }
            if (source.color() == FolderSource.Color.AUTO) {
                wrong.add("data.color is auto; give rgb or gray, or all images would be decoded to find it");
            }
            if (source.labels() != null || source.split() != null) {
                wrong.add("data has labels or a split; on Spark the training images are those in train/CLASS");
            }
        }
        if (data.train() != DataSpec.ALL
                || data.validation() != 0
                || data.folds() != null
                || data.divide() != DataSpec.Divide.ONCE) {
            wrong.add("data has train, validation, folds or divide; on Spark all images in train/CLASS are trained on");
        }
        experiment.heads().stream()
                .map(FeatureOnSpark::problem)
                .filter(Objects::nonNull)
                .forEach(wrong::add);
        if (!wrong.isEmpty()) {
            throw new IOException(file + " cannot be run on Spark:\n  " + String.join("\n  ", wrong));
        }
        return source;
    }
}
