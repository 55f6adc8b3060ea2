package dev.whittle.spark;

import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.encode.Encoding;
import dev.whittle.feature.encode.Fisher;
import dev.whittle.feature.encode.Regions;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures how many generated images a second go through dense SIFT, PCA, Fisher vectors and the training of linear
 * SVMs: by the program on one machine, and by a cluster of processes on the same machine. Both print the hash of the
 * trained model, which is the same. docs/scale.md says how to start it.
 */
final class ScaleRun {
    /** What the feature learns from: the first images, so that the driver needs no others. */
    private static final int LEARNED_FROM = 10_000;

    private static final int IN_PARQUET_FILE = 50_000;
    private static final Run RUN = Run.defaults().withSeed(1);
    private static final Encoding FISHER = new Encoding(
            new DenseSift(List.of(4), 4, 6, DenseSift.Window.FLAT, true, 0, DenseSift.Bands.LUMA),
            20_000,
            List.of(new Pca(16, false, 1e-5)),
            false,
            new Fisher(new GaussianMixture(
                    new KMeans(8, 10, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3), 20, 1e-3, 0.01, 1e-4, true)),
            List.of(new Regions(1, 1)),
            List.of(Power.defaults(), L2Normalize.defaults()));
    private static final LinearSvm SVM = LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, 1e-5)
            .withIterations(20);

    private ScaleRun() {}

    /** @param args {@code generate FOLDER IMAGES}, {@code local FOLDER THREADS} or {@code cluster FOLDER EXECUTORS} */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3 || !List.of("generate", "local", "cluster").contains(args[0])) {
            System.err.println("Arguments: generate FOLDER IMAGES, local FOLDER THREADS, or cluster FOLDER EXECUTORS");
            System.exit(2);
        }
        Path folder = Path.of(args[1]);
        int number = Integer.parseInt(args[2]);
        switch (args[0]) {
            case "generate" -> generate(folder, number);
            case "local" -> local(folder, number);
            default -> cluster(folder, number);
        }
    }

    /** Writes the images as a file for the local program and as Parquet for Spark, with the same bytes. */
    private static void generate(Path folder, int images) throws IOException {
        Files.createDirectories(folder);
        ScaleImages.write(folder, images, RUN);
        StructType type = new StructType()
                .add("name", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("bytes", DataTypes.BinaryType);
        String from = folder.toString();
        int files = (images + IN_PARQUET_FILE - 1) / IN_PARQUET_FILE;
        try (SparkSession spark = SparkSessions.local()) {
            JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(IntStream.range(0, files).boxed().toList(), files)
                    .flatMap(file -> rows(ScaleImages.open(Path.of(from)), file).iterator());
            spark.createDataFrame(rows, type)
                    .write()
                    // PNG files are compressed.
                    .option("compression", "uncompressed")
                    .parquet(parquet(folder));
        }
    }

    private static String parquet(Path folder) {
        return folder.resolve("images.parquet").toString();
    }

    private static Iterable<Row> rows(ScaleImages images, int file) {
        return () -> IntStream.range(file * IN_PARQUET_FILE, Math.min(images.size(), (file + 1) * IN_PARQUET_FILE))
                .mapToObj(
                        i -> RowFactory.create(images.name(i), images.classes().get(images.label(i)), images.bytes(i)))
                .iterator();
    }

    private static void local(Path folder, int threads) throws IOException {
        ScaleImages images = ScaleImages.open(folder);
        Run run = RUN.withThreads(threads);
        Phases phases = new Phases("local, " + threads + " threads", images.size(), List::of);
        FeatureExtractor extractor = learned(images, run);
        phases.end("learn the feature");
        Rows rows = Tables.stored(extractor.rows(images, run), run);
        phases.end("extract");
        Samples samples = new Samples(rows, images.labels(), images.classes().size());
        TableModel model = TablePipeline.of(SVM).fit(samples, images.classes(), run);
        phases.end("train");
        phases.print(model);
    }

    private static FeatureExtractor learned(Dataset images, Run run) {
        int n = Math.min(LEARNED_FROM, images.size());
        return FISHER.fit(Subset.of(images, IntStream.range(0, n).toArray()), run);
    }

    private static void cluster(Path folder, int executors) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory(folder, "cluster");
        try {
            cluster(folder, executors, files);
        } finally {
            JavaUtils.deleteRecursively(files.toFile());
        }
    }

    /** @param files a folder for the files of the processes */
    private static void cluster(Path folder, int executors, Path files) throws IOException {
        try (StandaloneCluster cluster = new StandaloneCluster(files, executors, 1024);
                SparkSession spark =
                        SparkSession.builder().config(cluster.conf()).getOrCreate()) {
            Phases phases = new Phases(
                    "cluster, " + executors + " executors",
                    ScaleImages.open(folder).size(),
                    cluster::alive);
            Part<Dataset, FeatureExtractor> fisher =
                    new Part<>(FISHER, learned(ScaleImages.open(folder), RUN.withThreads(executors)));
            phases.end("learn the feature");
            Experiment.Feature feature = new Experiment.Feature("Fisher", FISHER, List.of());
            Experiment.Head head = new Experiment.Head("svm", SVM);
            SparkImages images = SparkImages.table(spark.read().parquet(parquet(folder)), "name", "bytes", "label");
            try (Extraction extraction =
                    Extraction.of(images, SparkFeature.of(fisher, Preparation.NONE), ScaleRun::line)) {
                phases.end("extract");
                try (TableTraining training =
                        new TableTraining(feature, List.of(head), extraction, 4 * executors, RUN, ScaleRun::line)) {
                    phases.end("make the table");
                    TableModel model = training.fit(SVM);
                    phases.end("train");
                    phases.print(model);
                }
            }
        }
    }

    private static void line(String text) {
        System.err.println(text);
    }

    /** The processes beside this one, which are not only measured but must be alive. */
    private interface Processes {
        List<Long> ids();
    }

    /** The time of the clock and of the processors, phase by phase. */
    private static final class Phases {
        private final String title;
        private final int images;
        private final Processes others;
        private final List<String> lines = new ArrayList<>();
        private final long begun = System.nanoTime();
        private final double cpuBegun;
        private long last = begun;
        private double cpuLast;

        Phases(String title, int images, Processes others) {
            this.title = title;
            this.images = images;
            this.others = others;
            this.cpuBegun = cpuSeconds();
            this.cpuLast = cpuBegun;
        }

        /** Of this process and of all others. */
        private double cpuSeconds() {
            double seconds = ofProcess(ProcessHandle.current().pid());
            for (long id : others.ids()) {
                seconds += ofProcess(id);
            }
            return seconds;
        }

        private static double ofProcess(long id) {
            return ProcessHandle.of(id)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(time -> time.toMillis() / 1000.0)
                    .orElse(0.0);
        }

        void end(String phase) {
            long now = System.nanoTime();
            double cpu = cpuSeconds();
            line(phase, (now - last) / 1e9, cpu - cpuLast);
            last = now;
            cpuLast = cpu;
        }

        private void line(String phase, double seconds, double cpu) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %8.1f s %8.1f s of processors %,10.0f images/s",
                    phase,
                    seconds,
                    cpu,
                    images / seconds));
        }

        void print(TableModel model) {
            line("all", (last - begun) / 1e9, cpuLast - cpuBegun);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d images%n%s%nmodel %s%n",
                    title,
                    images,
                    String.join("\n", lines),
                    model.sha256());
        }
    }
}
