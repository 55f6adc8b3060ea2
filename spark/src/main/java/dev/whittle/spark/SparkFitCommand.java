package dev.whittle.spark;

import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.Preparation;
import dev.whittle.pipeline.cli.MaxPixelsOption;
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
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final int PARTITIONS_PER_CORE = 2;

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

    @Mixin
    private MaxPixelsOption maxPixels;

    @Override
    public Integer call() throws IOException {
        Experiment experiment = Experiment.read(file);
        FolderSource source = source(experiment);
        Preparation how = new Preparation(
                source.size().width(),
                source.size().height(),
                source.fit(),
                source.color() == FolderSource.Color.RGB ? 3 : 1);
        SparkSession spark = ProgramSession.get();
        SparkImages images = SparkImages.classes(spark, root(source) + "/train").withMaxPixels(maxPixels.most());
        Run run = Run.defaults().withSeed(experiment.seeds().get(0)).withProgress(new Lines());
        Files.createDirectories(out);
        boolean learns = experiment.features().stream().anyMatch(f -> f.spec().needsData());
        Dataset data = learns ? data(images, how) : null;
        for (Experiment.Feature feature : experiment.features()) {
            FeatureExtractor extractor = feature.spec().fit(feature.spec().needsData() ? data : null, run);
            List<Experiment.Head> heads = experiment.heads().stream()
                    .filter(head -> feature.isUnder(head.name()))
                    .toList();
            train(feature, new Part<>(feature.spec(), extractor), heads, images, how, run);
        }
        return 0;
    }

    private void train(
            Experiment.Feature feature,
            Part<Dataset, FeatureExtractor> fitted,
            List<Experiment.Head> heads,
            SparkImages images,
            Preparation how,
            Run run)
            throws IOException {
        int partitions = PARTITIONS_PER_CORE * images.spark().sparkContext().defaultParallelism();
        ImageShape shape = new ImageShape(how.width(), how.height(), how.bands());
        try (Extraction extraction = Extraction.of(images, SparkFeature.of(fitted, how), this::line)) {
            checkBad(extraction.bad(), extraction.someBad());
            try (TableTraining training = new TableTraining(feature, heads, extraction, partitions, run, this::line)) {
                for (Experiment.Head head : heads) {
                    String cell = FolderNames.slug(feature.name()) + "--" + FolderNames.slug(head.name());
                    Path written = out.resolve(cell + ".npz");
                    TableModel table = training.fit(head.candidates().get(0));
                    new Model(fitted, table, shape, how.fit()).write(written);
                    report(written, extraction);
                }
            }
        }
    }

    /** What features learn from. */
    private Dataset data(SparkImages images, Preparation how) throws IOException {
        SparkDataset data = SparkDataset.of(images, how, this::line);
        checkBad(data.leftOut().size(), data.leftOut());
        return data;
    }

    /** @throws IOException if there are images that cannot be used, and they are not to be skipped */
    private void checkBad(long bad, List<LeftOut> some) throws IOException {
        if (bad == 0) {
            return;
        }
        String text = String.format(Locale.ROOT, "%,d images cannot be used:\n%s", bad, LeftOut.lines(some));
        if (!skipBad) {
            throw new IOException(text + "\nto continue without them, give --skip-bad");
        }
        line(text);
    }

    /** Warnings, and how far training is. */
    private final class Lines implements Progress {
        private final PacedLines paced = new PacedLines(SparkFitCommand.this::line);

        @Override
        public void step(String stage, long done, long total) {
            paced.offer(() -> String.format(Locale.ROOT, "%s: %,d of %,d", stage, done, total));
        }

        @Override
        public void iteration(int iteration, double objective, double accuracy) {
            paced.offer(() -> String.format(Locale.ROOT, "iteration %,d: loss %.4f", iteration, objective));
        }

        @Override
        public void warning(String text) {
            line("Warning: " + text);
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
        for (Experiment.Feature feature : experiment.features()) {
            if (!feature.canBeSaved()) {
                wrong.add("feature '" + feature.name() + "' has no form in files, so it cannot be sent to executors");
            }
        }
        for (Experiment.Head head : experiment.heads()) {
            boolean coded = experiment.features().stream()
                    .filter(feature -> feature.isUnder(head.name()))
                    .allMatch(feature -> Compression.isIn(feature.transforms()));
            String problem = problem(head, coded);
            if (problem != null) {
                wrong.add(problem);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(file + " cannot be run on Spark:\n  " + String.join("\n  ", wrong));
        }
        return source;
    }

    /**
     * Why a head is not trained on Spark; null if it is.
     *
     * @param coded whether it is trained on codes only, which are on the driver, so that any head can be
     */
    private static String problem(Experiment.Head head, boolean coded) {
        if (head.candidates().size() != 1) {
            return "head '" + head.name() + "' has candidates; on Spark a head has one setting";
        }
        return coded || head.candidates().get(0) instanceof TrainingNeeds needs && needs.isFullBatch()
                ? null
                : "head '" + head.name() + "' is trained on Spark only under features whose last transform is"
                        + " product-quantization; under all features softmax is, linear-svm with hinge: squared by"
                        + " solver lbfgs, both without l1, and kernel-ridge with landmarks";
    }
}
