package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Test images under the best cell, with the first seed, class by class in the order of the test set. Of each class as
 * many are taken as of the others, so far as there are any, the first ones.
 *
 * @param right images that were recognised, one of each class, of at most {@value #MOST} classes
 * @param wrong images that were not, at most {@value #MOST}
 */
public record Examples(List<Example> right, List<Example> wrong) {
    private static final int MOST = 30;
    /** Longest side of a picture in pixels, about what it is shown at. */
    private static final int SIDE = 96;

    /**
     * @param uri the picture as a data URI
     * @param name where the image comes from
     * @param truth name of its class
     * @param predicted name of the class it was taken for
     */
    public record Example(String uri, String name, String truth, String predicted) {}

    static Examples of(ComparisonResult comparison, Summary summary) throws IOException {
        int[] predicted = comparison
                .runs(summary.best().feature(), summary.best().head())
                .get(0)
                .outputs()
                .predictions();
        Dataset test = comparison.plan().data().test();
        List<List<Integer>> right = new ArrayList<>();
        List<List<Integer>> wrong = new ArrayList<>();
        for (int c = 0; c < test.classes().size(); c++) {
            right.add(new ArrayList<>());
            wrong.add(new ArrayList<>());
        }
        for (int i = 0; i < predicted.length; i++) {
            (predicted[i] == test.label(i) ? right : wrong).get(test.label(i)).add(i);
        }
        return new Examples(
                examples(test, firstOfEach(right, 1), predicted), examples(test, firstOfEach(wrong, MOST), predicted));
    }

    /**
     * The first of each class, then the second of each, and so on until there are {@value #MOST}; returned class by
     * class.
     */
    private static List<Integer> firstOfEach(List<List<Integer>> ofClass, int mostOfClass) {
        int[] taken = new int[ofClass.size()];
        int total = 0;
        for (int round = 0; round < mostOfClass && total < MOST; round++) {
            for (int c = 0; c < taken.length && total < MOST; c++) {
                if (round < ofClass.get(c).size()) {
                    taken[c]++;
                    total++;
                }
            }
        }
        List<Integer> images = new ArrayList<>();
        for (int c = 0; c < taken.length; c++) {
            images.addAll(ofClass.get(c).subList(0, taken[c]));
        }
        return images;
    }

    private static List<Example> examples(Dataset test, List<Integer> images, int[] predicted) {
        List<Example> examples = new ArrayList<>();
        for (int i : images) {
            String truth = test.classes().get(test.label(i));
            examples.add(new Example(
                    Picture.of(test.image(i), SIDE, truth).uri(),
                    test.name(i),
                    truth,
                    test.classes().get(predicted[i])));
        }
        return examples;
    }
}
