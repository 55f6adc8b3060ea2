package dev.whittle.classify.evaluate;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * How well scores predict the classes of samples.
 *
 * @param confusion how often each class was predicted as each; the prediction is the class with the largest score, the
 *     first of equal ones
 * @param top for k = 1, 2, …, at most {@value #MOST}, how many samples have their class among the k with the largest
 *     scores; classes with equal scores are ordered by their index, so the first element counts the correct predictions
 */
public record Evaluation(ConfusionMatrix confusion, List<Integer> top) {
    /** The largest k that is counted: many publications report the top-5 accuracy. */
    public static final int MOST = 5;

    public Evaluation {
        top = List.copyOf(top);
        int all = confusion.total();
        int before = 0;
        for (int n : top) {
            if (n < before || n > all) {
                throw new IllegalArgumentException(
                        "Counts of the top k rise with k to at most " + all + " samples, got " + top);
            }
            before = n;
        }
        int right = 0;
        for (int c = 0; c < confusion.classes(); c++) {
            right += confusion.count(c, c);
        }
        if (top.size() != Math.min(MOST, confusion.classes()) || top.get(0) != right) {
            throw new IllegalArgumentException("The top k are counted for k from 1 to "
                    + Math.min(MOST, confusion.classes()) + ", and " + right + " samples have the top 1 right, got "
                    + top);
        }
    }

    /**
     * @param scores a row for each sample, a column for each class; all finite
     * @param labels the class of each sample
     * @throws IllegalArgumentException if there are not as many labels as rows, a label is no class, or a score is not
     *     finite
     */
    public static Evaluation of(Matrix scores, int[] labels) {
        if (labels.length != scores.rows()) {
            throw new IllegalArgumentException(
                    "There are " + scores.rows() + " rows of scores, but " + labels.length + " labels");
        }
        Classifier.requireFinite(scores, row -> "row " + row, List.of());
        int classes = scores.columns();
        int[][] counts = new int[classes][classes];
        int[] ofRank = new int[classes];
        float[] data = scores.data();
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "Label of sample " + i + " is " + label + ", expected 0 to " + (classes - 1));
            }
            int from = i * classes;
            int rank = 0;
            int best = 0;
            for (int c = 0; c < classes; c++) {
                if (data[from + c] > data[from + best]) {
                    best = c;
                }
                if (data[from + c] > data[from + label] || (data[from + c] == data[from + label] && c < label)) {
                    rank++;
                }
            }
            counts[label][best]++;
            ofRank[rank]++;
        }
        List<Integer> top = new ArrayList<>();
        int within = 0;
        for (int k = 0; k < Math.min(MOST, classes); k++) {
            within += ofRank[k];
            top.add(within);
        }
        return new Evaluation(new ConfusionMatrix(counts), top);
    }

    /** How many samples were scored. */
    public int samples() {
        return confusion.total();
    }

    /** The share of all samples whose class was predicted, 0 to 1. */
    public double accuracy() {
        return confusion.accuracy();
    }

    /**
     * The mean of the per-class accuracies, each the share of a class's samples that was predicted correctly. Classes
     * without samples are left out.
     */
    public double balancedAccuracy() {
        return confusion.balancedAccuracy();
    }

    /**
     * The share of samples whose class is among the k with the largest scores, 0 to 1.
     *
     * @param k 1 to {@value #MOST}; a k above the number of classes counts as this number
     */
    public double topAccuracy(int k) {
        if (k < 1 || k > MOST) {
            throw new IllegalArgumentException("The top k are counted for k from 1 to " + MOST + ", got " + k);
        }
        return (double) top.get(Math.min(k, top.size()) - 1) / samples();
    }
}
