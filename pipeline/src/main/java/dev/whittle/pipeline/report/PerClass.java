package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The recall of each class for every feature, with the best head for the feature: the share of the class's test images
 * that was predicted correctly.
 *
 * @param classes class names
 * @param rows one for each feature
 */
public record PerClass(List<String> classes, List<Row> rows) {
    /**
     * @param recall in percent, by class; null for a class without test images
     */
    public record Row(String feature, String head, List<Double> recall) {}

    static PerClass of(Summary summary, Confusions confusions, List<String> classes) {
        List<Row> rows = new ArrayList<>();
        for (Summary.Row row : summary.rows()) {
            Summary.Cell best = row.best();
            ConfusionMatrix m = confusions.of(best.feature(), best.head());
            List<Double> recall = new ArrayList<>();
            for (int c = 0; c < classes.size(); c++) {
                recall.add(m.total(c) == 0 ? null : 100.0 * m.count(c, c) / m.total(c));
            }
            rows.add(new Row(row.feature(), best.head(), recall));
        }
        return new PerClass(classes, rows);
    }

    /** The highest recall of a class under any feature; 0 for a class without test images. */
    public double highest(int label) {
        double highest = 0;
        for (Row row : rows) {
            Double recall = row.recall().get(label);
            highest = recall == null ? highest : Math.max(highest, recall);
        }
        return highest;
    }
}
