package dev.whittle.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
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
 * Accuracy of heads on the test images, to be set beside scikit-learn's at the same budget: on the HoG of {@link
 * HeadData}, for each of five seeds on four fifths of the training images, which the seed draws. {@code HeadAccuracy
 * FOLDER} writes features, draws and Whittle's accuracies there; {@code benchmarks/peers/accuracy.py FOLDER} trains
 * scikit-learn's heads on the same rows and prints both.
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
            List<Samples> parts = HeadData.trainAndTest(shape);
            all.put(shape, write(folder, shape, parts.get(0), parts.get(1), SEEDS));
        }
        AtomicFile.write(folder.resolve("whittle.json"), out -> out.write(new ObjectMapper().writeValueAsBytes(all)));
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
                    x.selectRows(drawn),
                    IntStream.of(drawn).map(i -> train.labels()[i]).toArray(),
                    train.classes());
            for (var head : heads(part).entrySet()) {
                Classifier fitted = head.getValue().fit(part, run);
                Matrix scores = fitted.scores(test.inMemory("The test"), run);
                double accuracy = Loss.correct(scores.data(), scores.rows(), scores.columns(), test.labels(), 0)
                        / (double) scores.rows();
                accuracies
                        .computeIfAbsent(head.getKey(), k -> new ArrayList<>())
                        .add(accuracy);
                System.err.println(shape + ", seed " + seed + ", " + head.getKey() + ": " + accuracy);
            }
        }
        return accuracies;
    }

    /**
     * Those of accuracy.py: C = 1, which is l2 = 1/n, to the minimum, as there, so that what is left is no difference
     * of stopping; and for the network 20 epochs of Adam in batches of 256; and that with the learning rate falling,
     * which costs nothing more.
     */
    private static Map<String, Spec<Samples, Classifier>> heads(Samples samples) {
        Map<String, Spec<Samples, Classifier>> heads = new LinkedHashMap<>();
        for (LinearProblem problem : List.of(LinearProblem.SOFTMAX, LinearProblem.SVM)) {
            heads.put(problem.scriptName(), problem.head(samples, 1000, 1e-5));
        }
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
