package dev.whittle.classify.model;

import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.image.corrupt.CorruptedImages;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well a model that was trained on clean images classifies corrupted ones. Nothing is trained again. A model that
 * loses nothing by a corruption is blind to what it changes.
 *
 * @param clean on the images as they are
 * @param corrupted for each corruption the evaluation at each of its severities, the weakest first
 */
public record Robustness(Evaluation clean, Map<Corruption, List<Evaluation>> corrupted) {
    /** Images that are corrupted at once. It does not change the result. */
    private static final int BATCH = 256;

    public Robustness {
        Map<Corruption, List<Evaluation>> copy = new EnumMap<>(Corruption.class);
        corrupted.forEach((corruption, evaluations) -> copy.put(corruption, List.copyOf(evaluations)));
        corrupted = Collections.unmodifiableMap(copy);
    }

    /**
     * Evaluates several models on the same corrupted images, each of which is made once.
     *
     * @param models of the same classes as the images
     * @param corruptions such as {@link Corruption#all}
     * @param run its seed is that of the corruptions
     * @return the result of each model
     * @throws IllegalArgumentException if a model has other classes or takes images of another shape, or a corruption
     *     needs colour and images are gray
     */
    public static List<Robustness> of(List<Model> models, Dataset test, List<Corruption> corruptions, Run run) {
        List<Evaluation> clean =
                models.stream().map(model -> model.evaluate(test, run)).toList();
        List<Map<Corruption, List<Evaluation>>> corrupted = models.stream()
                .<Map<Corruption, List<Evaluation>>>map(model -> new EnumMap<>(Corruption.class))
                .toList();
        for (Corruption corruption : corruptions) {
            for (int severity = 1; severity <= corruption.severities(); severity++) {
                List<Evaluation> of = evaluate(models, new CorruptedImages(test, corruption, severity, run), run);
                for (int m = 0; m < models.size(); m++) {
                    corrupted
                            .get(m)
                            .computeIfAbsent(corruption, any -> new ArrayList<>())
                            .add(of.get(m));
                }
            }
        }
        return IntStream.range(0, models.size())
                .mapToObj(m -> new Robustness(clean.get(m), corrupted.get(m)))
                .toList();
    }

    private static List<Evaluation> evaluate(List<Model> models, Dataset images, Run run) {
        int[] labels = images.labels();
        int classes = images.classes().size();
        List<Matrix> scores =
                models.stream().map(model -> new Matrix(labels.length, classes)).toList();
        for (int from = 0; from < labels.length; from += BATCH) {
            int first = from;
            int to = Math.min(labels.length, from + BATCH);
            Planar<?>[] batch = new Planar<?>[to - from];
            run.parallel(batch.length, 1, (begin, end) -> batch[begin] = images.image(first + begin));
            Dataset decoded = Images.of(Arrays.asList(batch), Arrays.copyOfRange(labels, from, to), images.classes());
            for (int m = 0; m < models.size(); m++) {
                float[] some = models.get(m).scores(decoded, run).data();
                System.arraycopy(some, 0, scores.get(m).data(), from * classes, some.length);
            }
        }
        return scores.stream().map(all -> Evaluation.of(all, labels)).toList();
    }

    /**
     * The mean of the accuracies over the severities of a corruption.
     *
     * @throws IllegalArgumentException if it was not evaluated
     */
    public double accuracy(Corruption corruption) {
        List<Evaluation> evaluations = corrupted.get(corruption);
        if (evaluations == null) {
            throw new IllegalArgumentException("Corruption '" + corruption.key() + "' was not evaluated, only "
                    + corrupted.keySet().stream().map(Corruption::key).collect(Collectors.joining(", ")));
        }
        return evaluations.stream().mapToDouble(Evaluation::accuracy).sum() / evaluations.size();
    }

    /** The share of the accuracy on clean images that a corruption costs: 0 if it costs nothing, 1 if all. */
    public double relativeDrop(Corruption corruption) {
        double accuracy = accuracy(corruption);
        return clean.accuracy() == 0 ? 0 : (clean.accuracy() - accuracy) / clean.accuracy();
    }

    /** The mean of {@link #accuracy} over all corruptions. */
    public double meanAccuracy() {
        double sum = 0;
        for (Corruption corruption : corrupted.keySet()) {
            sum += accuracy(corruption);
        }
        return sum / corrupted.size();
    }
}
