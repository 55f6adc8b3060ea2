package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A negative control: a head is trained on labels that were shuffled at random, and must not know the test images then.
 *
 * <p>At most about 1,000 training images are used, the same number of each class. With so few, the accuracy is no
 * matter of chance in each test image alone: a feature may send whole classes to one side, and what is right or wrong
 * is the name that this side happened to get. But as all names were drawn alike, every other assignment of names to
 * predictions was as probable. So the accuracy, as the mean over the classes, is compared with that of 9,999 random
 * renamings of the predicted classes. With few classes there are few renamings; then several shuffles are trained on,
 * each on images drawn anew, so that a result that one experiment in a thousand has can be told.
 */
final class ShuffledLabels {
    private static final int IMAGES = 1000;
    private static final int LEAST_PER_CLASS = 2;
    private static final int OUTCOMES = 4000;

    private final Spec<Samples, ? extends Classifier> head;
    private final int[] labels;
    private final int classes;
    private final int shuffles;
    private final int perClass;
    private final Run run;

    private ShuffledLabels(Spec<Samples, ? extends Classifier> head, int[] labels, int classes, Run run) {
        this.head = head;
        this.labels = labels;
        this.classes = classes;
        this.run = run;
        shuffles = shuffles(classes);
        int[] sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        int least = Arrays.stream(sizes).min().orElse(0);
        perClass = Math.min(least, Math.max(LEAST_PER_CLASS, IMAGES / shuffles / classes));
    }

    /**
     * @param head as it is trained; it needs no validation images
     * @param labels of the training rows
     * @param run with the seed
     * @return null if there are too few images of a class, or for the head
     * @throws ArithmeticException if its training diverges
     */
    static ShuffledLabelsResult of(
            Spec<Samples, ? extends Classifier> head,
            Rows train,
            int[] labels,
            Rows test,
            int[] testLabels,
            int classes,
            Run run) {
        Run quiet = run.withProgress(Progress.SILENT).withCheckpoints(null);
        ShuffledLabels control = new ShuffledLabels(head, labels, classes, quiet);
        return control.perClass < LEAST_PER_CLASS || !control.suits() ? null : control.of(train, test, testLabels);
    }

    private boolean suits() {
        try {
            if (head instanceof TrainingNeeds needs) {
                needs.checkSamples(perClass * classes);
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** So many that the names of the classes can be assigned in some thousand ways. */
    static int shuffles(int classes) {
        double assignments = 1;
        for (int c = 2; c <= classes && assignments < OUTCOMES; c++) {
            assignments *= c;
        }
        int shuffles = 1;
        for (double all = assignments; all < OUTCOMES; all *= assignments) {
            shuffles++;
        }
        return shuffles;
    }

    private ShuffledLabelsResult of(Rows train, Rows test, int[] testLabels) {
        double[][][] shares = new double[shuffles][][];
        for (int s = 0; s < shuffles; s++) {
            int[] rows = rows(s);
            Samples samples = new Samples(train.select(rows), shuffled(rows, s), classes);
            Classifier fitted = head.fit(samples, run).withoutViews();
            shares[s] = RenamedClasses.shares(testLabels, Classifier.largest(fitted.finiteScores(test, run)), classes);
        }
        RenamedClasses.Found found = RenamedClasses.of(shares, run);
        return new ShuffledLabelsResult(shuffles * perClass * classes, found.accuracy(), found.limit());
    }

    /** The images of a shuffle, so many of each class. */
    private int[] rows(int shuffle) {
        int[][] ofClass = new int[classes][];
        for (int c = 0; c < classes; c++) {
            int label = c;
            int[] all = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            int[] order = run.random("images of shuffled labels", (long) shuffle * classes + c)
                    .permutation(all.length);
            ofClass[c] = Arrays.stream(order, 0, perClass).map(i -> all[i]).toArray();
        }
        return Arrays.stream(ofClass).flatMapToInt(Arrays::stream).sorted().toArray();
    }

    private int[] shuffled(int[] rows, int shuffle) {
        int[] order = run.random("shuffled labels", shuffle).permutation(rows.length);
        return Arrays.stream(order).map(i -> labels[rows[i]]).toArray();
    }
}
