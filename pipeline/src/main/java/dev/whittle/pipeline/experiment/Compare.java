package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.classify.linear.Convergence;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains and evaluates every feature × head × seed of an experiment. Finished units are kept in the results folder and
 * reused, so an interrupted comparison goes on where it stopped; what comes out does not depend on whether it was.
 */
public final class Compare {
    /** Told of units as they begin and end, besides of the steps within. */
    public interface Listener extends Progress {
        /** Unit {@code number} of {@code total} begins; {@code kept} if it need not be done again. */
        default void unit(int number, int total, String name, boolean kept) {}

        /** It ended, with this test accuracy. */
        default void finished(int number, int total, String name, double testAccuracy) {}
    }

    private static final String LOCK = ".lock";

    private final Experiment experiment;
    private final Splits data;
    private final List<Fold> folds;
    private final Path out;
    private final Run run;
    private final Listener listener;
    private final UnitKey keys;

    /**
     * @param data the experiment's data, see {@link Sampling#open}
     * @param out the results folder; created where absent
     */
    public Compare(Experiment experiment, Splits data, Path out, Run run, Listener listener) {
        this.experiment = experiment;
        this.data = data;
        this.folds = Sampling.folds(experiment, data, run);
        this.out = out;
        this.run = run.withProgress(listener);
        this.listener = listener;
        this.keys = new UnitKey(experiment, data);
    }

    /** Runs what is missing and returns all units, feature by feature, head by head, seed by seed. */
    public List<KeptCell> run() throws IOException {
        try {
            Files.createDirectories(out.resolve("cells"));
        } catch (FileSystemException e) {
            String reason =
                    e.getReason() == null ? "permission denied, or a file of that name is in the way" : e.getReason();
            throw new IOException("The results folder " + out + " cannot be made: " + reason, e);
        }
        try (FileChannel channel =
                        FileChannel.open(out.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return units();
        }
    }

    /** Two comparisons at work in one folder would delete each other's units. */
    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("Another comparison is writing into " + out + "; wait for it, or give another --out");
        }
        return lock;
    }

    private List<KeptCell> units() throws IOException {
        KeptCell[] units = new KeptCell[total()];
        List<String> names = UnitNames.of(experiment);
        int number = 0;
        for (int f = 0; f < experiment.features().size(); f++) {
            Experiment.Feature feature = experiment.features().get(f);
            Features features = new Features(feature, data, run);
            // Seeds outside heads: the features of a seed are made once and given up before those of the next.
            for (int s = 0; s < folds.size(); s++) {
                Fold fold = folds.get(s);
                Features.OfSeed ofSeed = null;
                for (int h = 0; h < experiment.heads().size(); h++) {
                    Experiment.Head head = experiment.heads().get(h);
                    int at = (f * experiment.heads().size() + h) * folds.size() + s;
                    String key = keys.of(feature, head, fold.seed());
                    Path folder = out.resolve("cells").resolve(names.get(at));
                    String name = feature.name() + " × " + head.name() + ", seed " + fold.seed();
                    Optional<KeptCell> kept = KeptCell.find(folder, key);
                    listener.unit(++number, units.length, name, kept.isPresent());
                    if (kept.isPresent()) {
                        units[at] = kept.get();
                    } else {
                        if (ofSeed == null) {
                            ofSeed = features.of(fold);
                        }
                        units[at] = unit(feature, ofSeed, head, fold, folder, key);
                    }
                    ConfusionMatrix test = Result.confusion(units[at].cell().path("test"));
                    listener.finished(number, units.length, name, test.accuracy());
                }
            }
        }
        return List.of(units);
    }

    private int total() {
        return experiment.features().size() * experiment.heads().size() * folds.size();
    }

    private KeptCell unit(
            Experiment.Feature feature,
            Features.OfSeed features,
            Experiment.Head head,
            Fold fold,
            Path folder,
            String key)
            throws IOException {
        int[] trainLabels = fold.train().labels();
        int classes = data.train().classes().size();
        Curve curve = new Curve(listener);

        long start = System.nanoTime();
        Training training;
        try {
            training = Training.of(
                    head,
                    new Samples(features.train(), trainLabels, classes),
                    features.validation(),
                    fold.validation().labels(),
                    run.withSeed(fold.seed()).withProgress(curve));
        } catch (ArithmeticException e) {
            throw new ArithmeticException(name(feature, head) + ", seed " + fold.seed() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name(feature, head) + ", seed " + fold.seed() + ": " + e.getMessage(), e);
        }
        Classifier classifier = training.classifier();
        double trainSeconds = (System.nanoTime() - start) / 1e9;

        int[] onTrain = classifier.predict(features.train(), run);
        start = System.nanoTime();
        Matrix scores = classifier.scores(features.test(), run).requireFinite(name(feature, head) + ": test scores");
        double predictMs = (System.nanoTime() - start) / 1e6 / scores.rows();
        int[] onTest = Classifier.largest(scores);

        ObjectNode cell = JsonNodeFactory.instance.objectNode();
        cell.put("feature", feature.name());
        cell.put("head", head.name());
        cell.put("seed", fold.seed());
        cell.put("length", features.train().columns());
        cell.put("bitsPromised", feature.bitsPromised() && head.bitsPromised());
        if (!training.tried().isEmpty()) {
            ArrayNode tried = cell.putArray("candidates");
            List<ObjectNode> settings = head.settings();
            for (int c = 0; c < settings.size(); c++) {
                Training.Trial trial = training.tried().get(c);
                ObjectNode candidate = tried.addObject();
                if (trial.diverged() == null) {
                    candidate.put("validation", trial.accuracy());
                } else {
                    candidate.put("diverged", trial.diverged());
                }
                candidate.set("settings", settings.get(c));
            }
            cell.put("choice", training.choice());
            cell.set("chosen", SpecJson.installed().describe(training.spec()));
        }
        if (classifier instanceof LinearClassifier linear) {
            linear.convergence().ifPresent(reached -> put(cell.putObject("convergence"), reached));
        }
        putCounts(cell.putObject("train"), trainLabels, onTrain, classes);
        putCounts(cell.putObject("validation"), fold.validation().labels(), training.onValidation(), classes);
        putCounts(cell.putObject("test"), data.test().labels(), onTest, classes);
        ArrayNode points = cell.putArray("curve");
        for (Curve.Point p : curve.points()) {
            points.addArray().add(p.iteration()).add(p.objective()).add(p.accuracy());
        }

        ObjectNode timing = JsonNodeFactory.instance.objectNode();
        timing.put("fitFeatureSeconds", features.fitSeconds());
        timing.put("extractMsPerImage", features.extractMsPerImage());
        timing.put("trainSeconds", trainSeconds);
        timing.put("predictMsPerImage", predictMs);
        timing.put("threads", run.threads());
        timing.put("kernels", run.kernels().name());
        return KeptCell.write(folder, key, cell, timing, onTest, model(feature, features, training));
    }

    private static String name(Experiment.Feature feature, Experiment.Head head) {
        return feature.name() + " × " + head.name();
    }

    /** Numbers that the solver does not have are left out. */
    private static void put(ObjectNode node, Convergence reached) {
        node.put("iterations", reached.iterations());
        node.put("objective", reached.objective());
        if (Double.isFinite(reached.gradient())) {
            node.put("gradient", reached.gradient());
        }
        if (Double.isFinite(reached.gap())) {
            node.put("gap", reached.gap());
        }
        node.put("stop", Checks.name(reached.stop()));
    }

    private static void putCounts(ObjectNode node, int[] truth, int[] predicted, int classes) {
        ArrayNode rows = node.putArray("confusion");
        for (int[] row : ConfusionMatrix.of(truth, predicted, classes).counts()) {
            ArrayNode counts = rows.addArray();
            for (int n : row) {
                counts.add(n);
            }
        }
    }

    /** The fitted pipeline, or null where a part of it cannot be saved. */
    private Model model(Experiment.Feature feature, Features.OfSeed features, Training training) {
        if (!feature.canBeSaved() || !Experiment.canBeSaved(training.spec())) {
            return null;
        }
        List<Model.Part<Rows, Transform>> transforms = new ArrayList<>();
        for (int i = 0; i < features.transforms().size(); i++) {
            transforms.add(new Model.Part<>(
                    feature.transforms().get(i), features.transforms().get(i)));
        }
        Planar<GrayU8> first = data.train().image(0);
        return new Model(
                new Model.Part<>(feature.spec(), features.extractor()),
                transforms,
                new Model.Part<>(training.spec(), training.classifier()),
                data.train().classes(),
                first.width,
                first.height,
                first.getNumBands());
    }
}
