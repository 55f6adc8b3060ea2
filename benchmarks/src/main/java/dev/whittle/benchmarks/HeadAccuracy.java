package dev.whittle.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NpyFile;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Accuracy of heads on the test images, to be set beside scikit-learn's at the same budget: on the HoG of {@link HeadData}, for each of five
 * seeds on four fifths of the training images, which the seed draws. {@code HeadAccuracy FOLDER} writes features, draws and Whittle's
 * accuracies there; {@code benchmarks/peers/accuracy.py FOLDER} trains scikit-learn's heads on the same rows and prints both.
 */
public final class HeadAccuracy {
    private static final int SEEDS = 5;

    private HeadAccuracy() {}

    /** @param arguments the folder to write to, which is made if need be, and needs 1.2 GB */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("Give the folder to write to, got " + Arrays.toString(arguments));
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
        for (String shape : List.of("50000x324", "50000x1764")) {
            HeadData train = HeadData.of(shape);
            if (!train.real()) {
                throw new IllegalStateException("CIFAR-10 is not there; whittle fetch cifar10");
            }
            all.put(shape, write(folder, shape, train.samples(), HeadData.test(shape), SEEDS));
            new ObjectMapper().writeValue(folder.resolve("whittle.json").toFile(), all);
        }
    }

    /** For each head, its accuracy on the test samples by seed. */
    static Map<String, List<Double>> write(Path folder, String shape, Samples train, Samples test, int seeds)
            throws IOException {
        Matrix x = train.inMemory("The file");
        NpyFile.write(folder.resolve(shape + "-train.npy"), x);
        NpyFile.write(folder.resolve(shape + "-train-labels.npy"), train.labels());
        NpyFile.write(folder.resolve(shape + "-test.npy"), test.inMemory("The file"));
        NpyFile.write(folder.resolve(shape + "-test-labels.npy"), test.labels());
        Map<String, List<Double>> accuracies = new LinkedHashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Run run = Run.defaults().withSeed(seed);
            int[] drawn = Arrays.copyOf(run.random("training samples", 0).permutation(x.rows()), x.rows() / 5 * 4);
            NpyFile.write(folder.resolve(shape + "-rows-" + seed + ".npy"), drawn);
            Samples part = new Samples(
                    rows(x, drawn),
                    IntStream.of(drawn).map(i -> train.labels()[i]).toArray(),
                    train.classes());
            for (var head : heads(drawn.length).entrySet()) {
                Classifier fitted = head.getValue().fit(part, run);
                int[] predicted = fitted.predict(test.inMemory("The test"), run);
                long right = IntStream.range(0, predicted.length)
                        .filter(i -> predicted[i] == test.labels()[i])
                        .count();
                double accuracy = (double) right / predicted.length;
                accuracies
                        .computeIfAbsent(head.getKey(), k -> new ArrayList<>())
                        .add(accuracy);
                System.err.println(shape + ", seed " + seed + ", " + head.getKey() + ": " + accuracy);
            }
        }
        return accuracies;
    }

    private static Matrix rows(Matrix from, int[] rows) {
        Matrix to = new Matrix(rows.length, from.columns());
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(from.data(), rows[i] * from.columns(), to.data(), i * from.columns(), from.columns());
        }
        return to;
    }

    /**
     * Those of accuracy.py: C = 1, which is l2 = 1/n, and for the network 20 epochs of Adam in batches of 256; and that
     * with the learning rate falling, which costs nothing more.
     */
    private static Map<String, Spec<Samples, Classifier>> heads(int n) {
        double l2 = 1.0 / n;
        LinearSvm svm = new LinearSvm(
                LinearSvm.Formulation.ONE_VS_REST,
                LinearSvm.Hinge.SQUARED,
                LinearSvm.Solver.AUTO,
                l2,
                0,
                Intercept.PENALIZED,
                List.of(),
                1000,
                1e-3,
                MiniBatches.defaults());
        Map<String, Spec<Samples, Classifier>> heads = new LinkedHashMap<>();
        heads.put("softmax", new Softmax(l2, 0, Intercept.FREE, List.of(), 1000, 1e-3));
        heads.put("svm", svm);
        heads.put("mlp", mlp(Schedule.CONSTANT));
        heads.put("mlp cosine", mlp(Schedule.COSINE));
        return heads;
    }

    private static Mlp mlp(Schedule schedule) {
        MiniBatches training = MiniBatches.builder()
                .optimizer(Optimizer.ADAM)
                .learningRate(1e-3)
                .schedule(schedule)
                .epochs(20)
                .batchSize(256)
                .build();
        return Mlp.relu(List.of(256), 0, training);
    }
}
