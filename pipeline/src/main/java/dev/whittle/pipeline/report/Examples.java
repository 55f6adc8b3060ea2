package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.NpyFile;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.KeptCell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Test images under the best cell, with the first seed.
 *
 * @param right the first image of each class that was recognised
 * @param wrong the first errors
 */
public record Examples(List<Example> right, List<Example> wrong) {
    private static final int MOST_WRONG = 30;

    /**
     * @param uri the picture as a data URI
     * @param truth name of its class
     * @param predicted name of the class it was taken for
     */
    public record Example(String uri, String truth, String predicted) {}

    static Examples of(Comparison comparison, Summary summary) throws IOException {
        KeptCell unit = comparison.units().stream()
                .filter(u -> u.feature().equals(summary.best().feature())
                        && u.head().equals(summary.best().head()))
                .findFirst()
                .orElseThrow();
        int[] predicted = NpyFile.readInts(unit.folder().resolve(KeptCell.PREDICTIONS));
        Dataset test = comparison.data().test();
        Example[] right = new Example[test.classes().size()];
        List<Example> wrong = new ArrayList<>();
        for (int i = 0; i < predicted.length; i++) {
            int truth = test.label(i);
            if (predicted[i] == truth && right[truth] == null) {
                right[truth] = example(test, i, truth);
            } else if (predicted[i] != truth && wrong.size() < MOST_WRONG) {
                wrong.add(example(test, i, predicted[i]));
            }
        }
        List<Example> found = new ArrayList<>();
        for (Example e : right) {
            if (e != null) {
                found.add(e);
            }
        }
        return new Examples(found, wrong);
    }

    private static Example example(Dataset test, int i, int predicted) {
        String truth = test.classes().get(test.label(i));
        return new Example(
                Picture.of(test.image(i), truth).uri(), truth, test.classes().get(predicted));
    }
}
