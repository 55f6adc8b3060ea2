package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The confusion matrices of all cells on the test images, summed over the seeds.
 *
 * @param cells in the order of the result
 */
public record Confusions(List<Cell> cells) {
    /** With more classes than this, a matrix is drawn as a picture instead of a table. */
    private static final int MOST_CLASSES_WRITTEN = 20;

    private static final int MOST_PAIRS = 5;

    /** How many of the classes with the lowest F1 are named. */
    private static final int LOWEST = 3;

    /** The bands of the page's colours --tint and --bad on white, see {@link Cell#picture}. */
    private static final int[] TINT = {66, 105, 208};

    private static final int[] BAD = {213, 94, 0};

    /** Two classes, as indices, and how many images of the first were predicted as the second. */
    public record Pair(int truth, int predicted, int images) {}

    /** The matrix of one cell. */
    public record Cell(String feature, String head, ConfusionMatrix matrix) {
        /**
         * The strength of an entry's colour, 0 to 9. With its share p of the images of the class it is ⌈9p⌉ on the
         * diagonal. Elsewhere, where small shares are of interest, it is ⌈9√p⌉.
         */
        public int shade(int truth, int predicted) {
            double share = (double) matrix.count(truth, predicted) / Math.max(1, matrix.total(truth));
            return (int) Math.ceil(9 * (truth == predicted ? share : Math.sqrt(share)));
        }

        /** The most frequent confusions in descending order; of equal ones the one of the lower classes comes first. */
        public List<Pair> pairs() {
            List<Pair> pairs = new ArrayList<>();
            int[][] counts = matrix.counts();
            for (int t = 0; t < counts.length; t++) {
                for (int p = 0; p < counts.length; p++) {
                    if (t != p && counts[t][p] > 0) {
                        pairs.add(new Pair(t, p, counts[t][p]));
                    }
                }
            }
            pairs.sort(Comparator.comparingInt(Pair::images).reversed());
            return pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
        }

        /** The most frequent confusions in words, such as "cat taken for dog, 23 of 100". */
        public List<String> confused(List<String> classes) {
            return pairs().stream()
                    .map(pair -> String.format(
                            Locale.ROOT,
                            "%s taken for %s, %,d of %,d",
                            classes.get(pair.truth()),
                            classes.get(pair.predicted()),
                            pair.images(),
                            matrix.total(pair.truth())))
                    .toList();
        }

        /** The mean of F1 over the classes, and the classes with the lowest ones, in words. */
        public String classText(List<String> classes) {
            List<Integer> present = new ArrayList<>();
            for (int c = 0; c < classes.size(); c++) {
                if (matrix.total(c) > 0) {
                    present.add(c);
                }
            }
            present.sort(Comparator.comparingDouble(matrix::f1));
            return String.format(Locale.ROOT, "Mean F1 of the classes: %.1f %%; lowest: ", 100 * matrix.macroF1())
                    + present.stream()
                            .limit(LOWEST)
                            .map(c -> classes.get(c) + " " + percent(matrix.f1(c)))
                            .collect(Collectors.joining(", "))
                    + ".";
        }

        /** In percent; "–" for a class without test images. */
        public String recallText(int label) {
            return percent(matrix.accuracy(label));
        }

        /** In percent; "–" for a class that was never predicted. */
        public String precisionText(int label) {
            return percent(matrix.precision(label));
        }

        /** In percent; "–" for a class without test images that was never predicted. */
        public String f1Text(int label) {
            return percent(matrix.f1(label));
        }

        private static String percent(double share) {
            return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f", 100 * share);
        }

        /** Whether the classes are few enough to write the matrix as a table. */
        public boolean written() {
            return matrix.classes() <= MOST_CLASSES_WRITTEN;
        }

        /** The matrix drawn, shaded as {@link #shade} says. */
        public Picture picture() {
            int classes = matrix.classes();
            int zoom = Math.max(1, 400 / classes);
            Planar<GrayU8> image = new Planar<>(GrayU8.class, classes * zoom, classes * zoom, 3);
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    boolean right = x / zoom == y / zoom;
                    int shade = shade(y / zoom, x / zoom);
                    for (int b = 0; b < 3; b++) {
                        int full = (right ? TINT : BAD)[b];
                        image.getBand(b).data[y * image.width + x] = (byte) (255 - (255 - full) * shade / 9);
                    }
                }
            }
            return Picture.of(image, "");
        }
    }

    static Confusions of(ComparisonResult comparison) {
        return new Confusions(comparison.cells().stream()
                .map(cell -> new Cell(cell.feature(), cell.head(), cell.testConfusion()))
                .toList());
    }

    ConfusionMatrix of(String feature, String head) {
        for (Cell cell : cells) {
            if (cell.feature().equals(feature) && cell.head().equals(head)) {
                return cell.matrix();
            }
        }
        throw new IllegalArgumentException("There is no cell " + feature + " × " + head);
    }
}
