package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.explore.KeptResults.Cell;
import dev.whittle.pipeline.explore.KeptResults.Kind;
import dev.whittle.pipeline.explore.KeptResults.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What the kept results of the experiments say: hand-made features beside learned ones. */
final class HandMadeOrLearned {
    private static final double LABEL_HEIGHT = 12;
    /** Of the box of the curves, in pixels. */
    private static final int CURVES_HEIGHT = 316;

    private HandMadeOrLearned() {}

    /** Nothing is computed here: the tables are those of runs that took minutes to hours. */
    static Chapter chapter(Run run) {
        return new Chapter(
                "hand-made-or-learned", "Hand-made or learned", List.of(learningCurves(), dataSets(), lecture()));
    }

    private static Figure learningCurves() {
        List<Figure.State> states = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        for (KeptResults result : List.of(KeptResults.GENERATED, KeptResults.CIFAR10, KeptResults.SCENE15)) {
            positions.add(result.table());
            states.add(new Figure.State(List.of(curves(result)), curvesReading(result)));
        }
        return new Figure(
                "learning-curves",
                "Accuracy by the number of training images",
                "accuracy on the test images in %, mean ± sample deviation over three seeds, by log n",
                "Hand-made features are ahead while images are few, and networks of convolutions, whose curves are the"
                        + " steepest, overtake on two of the three sets.",
                List.of(new Figure.Slider("data", positions, 1)),
                states);
    }

    private static String curvesReading(KeptResults result) {
        List<String> columns = result.columns();
        StringBuilder text = new StringBuilder(Words.capital(result.table())).append(": ");
        for (String column : List.of(columns.get(0), columns.get(columns.size() - 1))) {
            text.append("with ").append(thousands(column)).append(" images the best hand-made feature has ");
            text.append(best(result, Kind.HAND_MADE, column)).append(" and the best learned one ");
            text.append(best(result, Kind.LEARNED, column)).append("; ");
        }
        OptionalInt from = result.learnedLeadsFrom();
        text.append(
                from.isPresent()
                        ? "the learned one leads from " + thousands("" + from.getAsInt()) + " on."
                        : "the learned one does not overtake.");
        return text + kept(result);
    }

    private static String best(KeptResults result, Kind kind, String column) {
        Row row = result.best(kind, column);
        return String.format(Locale.ROOT, "%.1f %% (%s)", value(row, column), label(result, row.name()));
    }

    private static String curves(KeptResults result) {
        double[] x = result.columns().stream()
                .mapToDouble(n -> StrictMath.log10(Integer.parseInt(n)))
                .toArray();
        int last = x.length - 1;
        double span = x[last] - x[0];
        Plot plot = Plot.boxed(
                        "Accuracy by the number of training images: " + result.table(),
                        Plot.WIDTH,
                        CURVES_HEIGHT,
                        Plot.range(x[0] - 0.05 * span, x[last] + 0.84 * span),
                        Plot.range(0, 100))
                .axes("training images", "accuracy in %")
                .xTicks(
                        x,
                        result.columns().stream()
                                .map(HandMadeOrLearned::thousands)
                                .toList())
                .legend(List.of("c0", "c1 dash"), List.of("hand-made", "learned"));
        List<Row> rows = result.rows().stream()
                .sorted(Comparator.comparingDouble(row -> cells(row).get(last).value()))
                .toList();
        double[] end =
                rows.stream().mapToDouble(row -> cells(row).get(last).value()).toArray();
        double[] distance = new double[end.length];
        Arrays.fill(distance, LABEL_HEIGHT * 100 / CURVES_HEIGHT);
        double[] place = Spread.of(end, distance);
        for (int r = 0; r < rows.size(); r++) {
            curve(plot, x, rows.get(r));
            double[] leader = {x[last] + 0.02 * span, x[last] + 0.06 * span};
            plot.line("soft thin", leader, new double[] {end[r], place[r]});
            plot.text(
                    "start",
                    x[last] + 0.07 * span,
                    place[r] - 1.2,
                    label(result, rows.get(r).name()));
        }
        return plot.svg();
    }

    private static void curve(Plot plot, double[] x, Row row) {
        boolean learned = row.kind() == Kind.LEARNED;
        String style = style(row);
        List<Cell> cells = cells(row);
        for (int i = 0; i < x.length; i++) {
            double value = cells.get(i).value();
            double deviation = cells.get(i).deviation();
            double[] ends = {value - deviation, value + deviation};
            plot.line(style + " thin", new double[] {x[i], x[i]}, ends);
        }
        double[] y = cells.stream().mapToDouble(Cell::value).toArray();
        plot.line(style + (learned ? " dash" : ""), x, y).dots(style, 2.5, x, y);
    }

    private static Figure dataSets() {
        KeptResults result = KeptResults.FIVE_DATA_SETS;
        List<Figure.State> states = new ArrayList<>();
        for (String column : result.columns()) {
            String reading = column.equals("mean rank")
                    ? "The mean rank over the five sets, where 1 is the best: " + ends(result, column, "%.2f")
                    : Words.capital(column) + ": " + ends(result, column, "%.1f %%");
            states.add(new Figure.State(List.of(bars(result, column, 44)), reading + kept(result)));
        }
        return new Figure(
                "five-data-sets",
                "Six features on five data sets",
                "accuracy of a linear SVM in % after training on 2,000 images (Scene-15: all), mean ± sample deviation"
                        + " over three seeds",
                "Fisher vectors are first on each of the five sets, and how far the others are behind depends on the"
                        + " set.",
                List.of(new Figure.Slider("data", result.columns(), 1)),
                states);
    }

    private static Figure lecture() {
        KeptResults result = KeptResults.LECTURE;
        List<Figure.State> states = new ArrayList<>();
        for (String column : result.columns()) {
            String reading = column + ": visual words have "
                    + accuracy(result, "visual words 6×6", column) + ", the learned hidden layer of a network "
                    + accuracy(result, "learned hidden layer", column) + ", the same layer untrained "
                    + accuracy(result, "untrained hidden layer", column) + ".";
            states.add(new Figure.State(List.of(bars(result, column, 30)), reading + kept(result)));
        }
        return new Figure(
                "lecture-features",
                "The features of the lecture on CIFAR-10",
                "accuracy on 10,000 test images in % after training on 50,000, mean ± sample deviation over two seeds",
                "Under a linear head a trained hidden layer is worth about as much as HoG, but under each head visual"
                        + " words, which are found in patches without labels, are worth more.",
                List.of(new Figure.Slider("head", result.columns(), 0)),
                states);
    }

    private static String accuracy(KeptResults result, String name, String column) {
        Row row = result.rows().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
        return String.format(Locale.ROOT, "%.1f %%", value(row, column));
    }

    /** The first and the last row. */
    private static String ends(KeptResults result, String column, String format) {
        Row first = result.rows().get(0);
        Row last = result.rows().get(result.rows().size() - 1);
        return String.format(
                Locale.ROOT,
                "%s " + format + ", %s " + format + ".",
                first.name(),
                value(first, column),
                last.name(),
                value(last, column));
    }

    /** A bar for each row, with its name above and its value behind. @param height of a row in pixels */
    private static String bars(KeptResults result, String column, int height) {
        int n = result.rows().size();
        boolean rank = column.equals("mean rank");
        double most = rank ? 6 : 100;
        Plot plot = Plot.boxed(
                        (rank ? "Mean rank of each feature" : "Accuracy of each feature: " + column),
                        Plot.WIDTH,
                        n * height,
                        Plot.range(0, 1.001 * most),
                        Plot.range(0, n))
                .axes(rank ? "mean rank" : "accuracy in %", "")
                .noYTicks();
        double thick = (height - 17.0) / height;
        for (int r = 0; r < n; r++) {
            Row row = result.rows().get(r);
            Cell cell = row.cells().get(column);
            double bottom = n - 1 - r + 0.06;
            double middle = bottom + thick / 2;
            plot.bar(
                    style(row) + (row.kind() == Kind.HAND_MADE ? "" : " pale"),
                    0,
                    cell.value(),
                    bottom,
                    bottom + thick);
            plot.line("ink thin", new double[] {cell.value(), cell.value()}, new double[] {bottom, bottom + thick});
            boolean says = row.kind() != Kind.LEARNED || row.name().startsWith("learned");
            String words = row.name() + (says ? ": " : ", learned: ");
            words += String.format(Locale.ROOT, rank ? "%.2f" : "%.1f", cell.value());
            if (!rank) {
                double[] ends = {cell.value() - cell.deviation(), cell.value() + cell.deviation()};
                plot.line("ink", ends, new double[] {middle, middle});
                words += String.format(Locale.ROOT, " ± %.1f", cell.deviation());
            }
            plot.text("start", 0.01 * most, bottom + thick + 3.5 / height, words);
        }
        return plot.svg();
    }

    private static String style(Row row) {
        return switch (row.kind()) {
            case HAND_MADE -> "c0";
            case LEARNED -> "c1";
            case UNTRAINED -> "soft";
        };
    }

    private static List<Cell> cells(Row row) {
        return List.copyOf(row.cells().values());
    }

    private static double value(Row row, String column) {
        return row.cells().get(column).value();
    }

    /** A short name: without the head, unless another row has the same feature. */
    private static String label(KeptResults result, String name) {
        String feature = name.replaceAll(" ×.*", "");
        long same = result.rows().stream()
                .filter(row -> row.name().replaceAll(" ×.*", "").equals(feature))
                .count();
        String text = feature.replace(" of SIFT", "").replace(" on pixels", "").replace(" vectors", "");
        return same == 1 ? text : text + name.substring(feature.length());
    }

    private static String kept(KeptResults result) {
        return " This is the result of " + result.experiment() + " that is kept in " + result.page() + ".";
    }

    private static String thousands(String number) {
        return String.format(Locale.ROOT, "%,d", Integer.parseInt(number));
    }
}
