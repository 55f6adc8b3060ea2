package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Test images with the predictions of the best cell for the first seed, class by class in the order of the test set.
 * The first images of each class are taken, the same number for all classes if there are enough.
 *
 * @param right correctly predicted images, one of each class, of at most {@value #MOST} classes
 * @param wrong wrongly predicted images, at most {@value #MOST}
 */
public record Examples(List<Example> right, List<Example> wrong) {
    private static final int MOST = 30;
    /** The longest side of a picture in pixels, about the size at which it is shown. */
    private static final int SIDE = 96;

    /**
     * @param uri the picture as a data URI
     * @param name the name of the image
     * @param truth name of its class
     * @param predicted name of the predicted class
     */
    public record Example(String uri, String name, String truth, String predicted) {}

    static Examples of(ComparisonResult comparison, Summary summary) throws IOException {
        int[] predicted = comparison
                .runs(summary.best().feature(), summary.best().head())
                .get(0)
                .outputs()
                .predictions();
        Dataset test = comparison.plan().data(0).test();
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
