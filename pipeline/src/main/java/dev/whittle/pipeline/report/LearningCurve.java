package dev.whittle.pipeline.report;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.RunTiming;
import dev.whittle.pipeline.experiment.SizeResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The accuracy on the test images by the number of training images, and what it costs.
 *
 * @param sizes the numbers of training images, ascending; the last is all of them
 * @param rows a row for each cell, feature by feature
 * @param withValidation whether there are validation images
 * @param overtaking of each size the best learned feature beside the best hand-made one; empty if there are not both
 */
public record LearningCurve(List<Integer> sizes, List<Row> rows, boolean withValidation, List<Overtaking> overtaking) {
    /**
     * One cell.
     *
     * @param color the place of the feature, see {@link LineStyle}
     * @param drawn whether it is the cell by which its feature is drawn: that with the highest accuracy with all images
     * @param bitsPromised false where the feature or the head comes from another library
     * @param points one for each size
     */
    public record Row(
            String feature,
            String head,
            boolean learned,
            int color,
            boolean drawn,
            boolean bitsPromised,
            List<Point> points) {
        private Row asDrawn() {
            return new Row(feature, head, learned, color, true, bitsPromised, points);
        }

        /** The row's accuracy with all images. */
        double last() {
            return points.get(points.size() - 1).mean();
        }
    }

    /**
     * One cell with one number of training images; accuracies in percent.
     *
     * @param sd sample deviation over seeds; null for one seed
     * @param seconds to learn the feature, to extract the training images and to train the head with the choice among
     *     candidates, on all threads, mean over seeds
     */
    public record Point(double mean, Double sd, double seconds) {
        /** Such as "63.2 ± 0.4". */
        public String text() {
            String text = String.format(Locale.ROOT, "%.1f", mean);
            return sd == null ? text : text + String.format(Locale.ROOT, " ± %.1f", sd);
        }
    }

    /**
     * The best learned feature beside the best hand-made one, each under the head by which it is drawn.
     *
     * @param difference by how many points the learned one is better
     */
    public record Overtaking(int images, Row learned, Row handMade, Differences.Difference difference) {
        /** Whether the promise of equal bits covers both. */
        public boolean bitsPromised() {
            return learned.bitsPromised() && handMade.bitsPromised();
        }

        /** Such as "+1.2 ± 0.8". */
        public String text() {
            return String.format(Locale.ROOT, "%+.1f ± %.1f", difference.points(), difference.error());
        }
    }

    /** Whether the promise of equal bits covers every figure. */
    public boolean allPromised() {
        return rows.stream().allMatch(Row::bitsPromised);
    }

    /** Empty for a comparison without a learning curve. */
    static Optional<LearningCurve> of(ComparisonResult comparison) throws IOException {
        if (comparison.fewerImages().isEmpty()) {
            return Optional.empty();
        }
        List<Integer> sizes = new ArrayList<>(comparison.plan().fewerImages());
        sizes.add(comparison.runs().get(0).run().train().samples());
        List<Row> rows = new ArrayList<>();
        int color = 0;
        for (Experiment.Feature feature : comparison.plan().features()) {
            List<Row> ofFeature = new ArrayList<>();
            for (Experiment.Head head : comparison.plan().heads(feature)) {
                List<Point> points = points(comparison, feature.name(), head.name(), sizes);
                boolean promised = feature.bitsPromised() && head.bitsPromised();
                ofFeature.add(new Row(feature.name(), head.name(), feature.learned(), color, false, promised, points));
            }
            Row best = best(ofFeature, sizes.size() - 1);
            ofFeature.forEach(row -> rows.add(row == best ? row.asDrawn() : row));
            color++;
        }
        return Optional.of(new LearningCurve(
                sizes, List.copyOf(rows), comparison.plan().validation() > 0, overtaking(comparison, sizes, rows)));
    }

    private static List<Point> points(ComparisonResult comparison, String feature, String head, List<Integer> sizes) {
        List<Point> points = new ArrayList<>();
        List<List<FinishedRun>> curve = comparison.curve(feature, head);
        for (int p = 0; p < curve.size(); p++) {
            int images = sizes.get(p);
            Accuracy accuracy = Accuracy.over(curve.get(p).stream()
                    .map(run -> run.run().test().accuracy())
                    .toList());
            points.add(new Point(
                    100 * accuracy.mean(),
                    accuracy.sd() == null ? null : 100 * accuracy.sd(),
                    Summary.mean(curve.get(p), timing -> seconds(timing, images))));
        }
        return points;
    }

    /** Extraction was measured on one thread, the others on all, so its part is divided by the number of threads. */
    static double seconds(RunTiming timing, int images) {
        double extraction = timing.extractMsPerImage() * images / 1e3 / timing.threads();
        return timing.fitFeatureSeconds() + extraction + timing.trainSeconds();
    }

    private static List<Overtaking> overtaking(ComparisonResult comparison, List<Integer> sizes, List<Row> rows)
            throws IOException {
        List<Row> learned =
                rows.stream().filter(row -> row.drawn() && row.learned()).toList();
        List<Row> handMade =
                rows.stream().filter(row -> row.drawn() && !row.learned()).toList();
        List<Overtaking> overtaking = new ArrayList<>();
        if (learned.isEmpty() || handMade.isEmpty()) {
            return overtaking;
        }
        for (int p = 0; p < sizes.size(); p++) {
            Row one = best(learned, p);
            Row other = best(handMade, p);
            overtaking.add(new Overtaking(
                    sizes.get(p),
                    one,
                    other,
                    Differences.of(
                            comparison.plan(),
                            learnedFrom(comparison, p),
                            comparison.curve(one.feature(), one.head()).get(p),
                            comparison.curve(other.feature(), other.head()).get(p))));
        }
        return List.copyOf(overtaking);
    }

    /** The number of training images at a point and of those for validation, together. */
    private static int learnedFrom(ComparisonResult comparison, int point) {
        List<SizeResult> fewer = comparison.result().fewerImages();
        if (point == fewer.size()) {
            return comparison.plan().data(0).train().size();
        }
        return fewer.get(point).images() + fewer.get(point).validation();
    }

    /** The row with the highest accuracy; the first of equal ones. */
    private static Row best(List<Row> rows, int point) {
        Row best = rows.get(0);
        for (Row row : rows) {
            if (row.points().get(point).mean() > best.points().get(point).mean()) {
                best = row;
            }
        }
        return best;
    }

    /** The rows that are drawn, the most accurate with all images first. */
    public List<Row> drawn() {
        return rows.stream()
                .filter(Row::drawn)
                .sorted(Comparator.comparingDouble(Row::last).reversed())
                .toList();
    }

    /** What the curve shows, in a sentence or two. */
    public String conclusion() {
        int all = sizes.size() - 1;
        if (overtaking.isEmpty()) {
            Row first = best(drawn(), 0);
            Row last = best(drawn(), all);
            return String.format(
                    Locale.ROOT,
                    first == last
                            ? "With %1$,d images as with all %2$,d, %3$s under %4$s is the best: %5$s %% and %8$s %%."
                            : "With %1$,d images %3$s under %4$s is the best, %5$s %%; with all %2$,d it is %6$s under"
                                    + " %7$s, %8$s %%.",
                    sizes.get(0),
                    sizes.get(all),
                    first.feature(),
                    first.head(),
                    first.points().get(0).text(),
                    last.feature(),
                    last.head(),
                    last.points().get(all).text());
        }
        int from = overtaking.size();
        while (from > 0 && overtaking.get(from - 1).difference().points() > 0) {
            from--;
        }
        Overtaking end = overtaking.get(all);
        String last = String.format(
                Locale.ROOT,
                "With all %,d images the best learned feature, %s, has %s %%, and the best hand-made one, %s, %s %%:"
                        + " a difference of %s points%s.",
                end.images(),
                end.learned().feature(),
                end.learned().points().get(all).text(),
                end.handMade().feature(),
                end.handMade().points().get(all).text(),
                end.text(),
                Math.abs(end.difference().points()) > end.difference().error() ? "" : ", which is not beyond chance");
        return begin(from) + " " + last;
    }

    private String begin(int from) {
        if (from == overtaking.size()) {
            return String.format(
                    Locale.ROOT,
                    "Learned features do not overtake hand-made ones with up to %,d images.",
                    sizes.get(from - 1));
        }
        String ahead = String.format(
                Locale.ROOT,
                "Learned features are ahead of hand-made ones from %,d images on%s",
                sizes.get(from),
                overtaking.get(from).difference().certain() ? "" : ", there not beyond chance");
        return from == 0
                ? ahead + "."
                : ahead + String.format(Locale.ROOT, ", and not yet with %,d.", sizes.get(from - 1));
    }

    /** The accuracy over the number of images, of the rows that are drawn. */
    public LogChart byImages() {
        return LogChart.of(sizes.stream().map(String::valueOf).toList(), series(false));
    }

    /** The accuracy over the seconds, of the rows that are drawn. */
    public LogChart bySeconds() {
        return LogChart.of(List.of(), series(true));
    }

    private List<LogChart.Series> series(boolean bySeconds) {
        List<LogChart.Series> all = new ArrayList<>();
        for (Row row : drawn()) {
            List<LogChart.Value> values = new ArrayList<>();
            for (int p = 0; p < sizes.size(); p++) {
                Point point = row.points().get(p);
                values.add(new LogChart.Value(
                        bySeconds ? Math.max(1e-3, point.seconds()) : sizes.get(p),
                        point.mean(),
                        point.sd() == null ? 0 : point.sd()));
            }
            all.add(new LogChart.Series(row.feature() + " × " + row.head(), row.color(), row.learned(), values));
        }
        return all;
    }

    /** The rows as a table in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| training images |");
        for (int size : sizes) {
            table.append(String.format(Locale.ROOT, " %,d |", size));
        }
        table.append("\n| :--- |").append(" ---: |".repeat(sizes.size())).append('\n');
        for (Row row : rows) {
            table.append("| ").append(Markdown.escape(row.feature() + " × " + row.head()));
            table.append(row.learned() ? ", learned |" : " |");
            for (Point point : row.points()) {
                String star = row.bitsPromised() ? "" : "\\*";
                table.append(String.format(Locale.ROOT, " %s%s (%.1f s) |", point.text(), star, point.seconds()));
            }
            table.append('\n');
        }
        return table.toString();
    }
}
