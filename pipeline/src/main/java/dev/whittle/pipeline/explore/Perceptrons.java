package dev.whittle.pipeline.explore;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.Perceptron.Mistake;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How perceptrons learn: one that knows the 2, and ten that know all digits. */
final class Perceptrons {
    /** Training stops by itself after fewer epochs. */
    private static final Perceptron PERCEPTRON = new Perceptron(false, 100);

    private static final int PIXELS = SmallDigits.WIDTH * SmallDigits.HEIGHT;

    private Perceptrons() {}

    static Chapter chapter(Run run) {
        List<Figure> figures = new ArrayList<>(List.of(steps(run), ten(run)));
        figures.addAll(Xor.figures(run));
        return new Chapter("perceptrons", "Perceptrons", figures);
    }

    private static Figure steps(Run run) {
        Samples samples = SmallDigits.samples(10, 0.06, run);
        Samples twos = SmallDigits.isIt(2, samples);
        List<Mistake> mistakes = PERCEPTRON.mistakes(twos, run);
        double largest = 1;
        for (Mistake mistake : mistakes) {
            for (float weight : mistake.weights()) {
                largest = Math.max(largest, Math.abs(weight));
            }
        }
        List<Figure.State> states = new ArrayList<>();
        float[] before = new float[2 * PIXELS + 2];
        for (int i = 0; i < mistakes.size(); i++) {
            Mistake mistake = mistakes.get(i);
            float[] x = new float[PIXELS];
            twos.features().read(mistake.sample(), 1, x, 0);
            boolean two = mistake.winner() == 0;
            String reading = String.format(
                    Locale.ROOT,
                    "Mistake %d of %d, in epoch %d: the digit is %d, its score is %.0f, and the answer was %s; its"
                            + " pixels are %s the weights, and the score becomes %.0f.",
                    i + 1,
                    mistakes.size(),
                    mistake.epoch(),
                    samples.labels()[mistake.sample()],
                    score(before, x),
                    two ? "no" : "yes",
                    two ? "added to" : "subtracted from",
                    score(mistake.weights(), x));
            states.add(new Figure.State(
                    List.of(
                            Hinton.of("The digit", x, SmallDigits.WIDTH, 1, 22)
                                    .axes("digit x", "")
                                    .svg(),
                            weights("The weights before", before, largest, "w before"),
                            weights("The weights after", mistake.weights(), largest, "w after")),
                    reading));
            before = mistake.weights();
        }
        List<String> positions = IntStream.rangeClosed(1, mistakes.size())
                .mapToObj(Integer::toString)
                .toList();
        return new Figure(
                "perceptron-steps",
                "Is it a 2?",
                "if w·x + b ≤ 0 for a 2: w ← w + x, b ← b + 1; if w·x + b > 0 for another digit: w ← w − x, b ← b − 1",
                "A perceptron changes its weights only when it is wrong, by the pixels of the digit, until it makes no"
                        + " mistake in a whole epoch; filled squares are positive weights, empty ones negative.",
                List.of(new Figure.Slider("mistake", positions, 0)),
                states);
    }

    /** Of "it is a 2": the weights of class 1, which are the negatives of those of class 0. */
    private static double score(float[] weights, float[] x) {
        double sum = weights[2 * PIXELS + 1];
        for (int p = 0; p < PIXELS; p++) {
            sum += weights[PIXELS + p] * (double) x[p];
        }
        return sum;
    }

    private static String weights(String title, float[] weights, double largest, String name) {
        float[] own = Arrays.copyOfRange(weights, PIXELS, 2 * PIXELS);
        return Hinton.of(title, own, SmallDigits.WIDTH, largest, 22)
                .axes(name, "")
                .svg();
    }

    private static Figure ten(Run run) {
        Samples train = SmallDigits.samples(20, 0.03, run);
        LinearClassifier ten = PERCEPTRON.fit(train, run);
        Samples test = SmallDigits.samples(20, 0.03, run.withSeed(run.seed() + 1));
        Matrix scores = ten.scores(test.features(), run);
        double accuracy = Evaluation.of(scores, test.labels()).accuracy();
        Matrix templates = ten.templates().orElseThrow();
        List<Figure.State> states = new ArrayList<>();
        for (int digit = 0; digit < 10; digit++) {
            float[] x = new float[PIXELS];
            test.features().read(digit, 1, x, 0);
            int winner = Classifier.largest(scores.data(), 10 * digit, 10);
            String reading = String.format(
                    Locale.ROOT,
                    "The digit %d is taken for %d, whose score is %.0f. Of 200 digits that were not trained on, %.1f %%"
                            + " are right.",
                    digit,
                    winner,
                    scores.get(digit, winner),
                    100 * accuracy);
            states.add(new Figure.State(
                    List.of(
                            Hinton.of("The digit", x, SmallDigits.WIDTH, 1, 22)
                                    .axes("digit x", "")
                                    .svg(),
                            scores(scores, digit),
                            templates(templates)),
                    reading));
        }
        return new Figure(
                "ten-perceptrons",
                "Ten perceptrons",
                "s(c) = w(c)·x + b(c) for c = 0 … 9; the answer is the c with the largest s(c)",
                "Each perceptron's weights are a template of its digit: positive where only it has ink, negative where"
                        + " others have.",
                List.of(new Figure.Slider(
                        "digit",
                        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                        2)),
                states);
    }

    private static String scores(Matrix scores, int row) {
        double low = 0;
        double high = 0;
        for (float score : scores.data()) {
            low = Math.min(low, score);
            high = Math.max(high, score);
        }
        Plot plot = Plot.of("The score of each digit", Plot.range(-0.7, 9.7), Plot.range(low - 2, high + 2))
                .axes("digit c", "score")
                .line("soft thin", new double[] {-0.7, 9.7}, new double[2]);
        int winner = Classifier.largest(scores.data(), 10 * row, 10);
        for (int c = 0; c < 10; c++) {
            plot.bar(c == winner ? "c0" : "c0 pale", c - 0.35, c + 0.35, 0, scores.get(row, c));
        }
        return plot.svg();
    }

    private static String templates(Matrix templates) {
        double largest = 0;
        for (float weight : templates.data()) {
            largest = Math.max(largest, Math.abs(weight));
        }
        int width = SmallDigits.WIDTH + 1;
        int height = SmallDigits.HEIGHT + 2;
        Plot plot = Plot.cells("The weights of the ten perceptrons", 5 * width, 2 * height, 9)
                .axes("w₀ … w₉", "");
        for (int c = 0; c < 10; c++) {
            float[] weights = Arrays.copyOfRange(templates.data(), c * PIXELS, (c + 1) * PIXELS);
            double bottom = (1 - c / 5) * height + 0.5;
            Hinton.add(plot, weights, SmallDigits.WIDTH, largest, c % 5 * width + 0.5, bottom);
            plot.text("middle", c % 5 * width + 3, bottom + SmallDigits.HEIGHT + 0.2, Integer.toString(c));
        }
        return plot.svg();
    }
}
