package dev.whittle.pipeline.report;

import dev.whittle.classify.inference.Friedman;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Mean ranks on an axis, and a bar under those that the data sets do not tell apart, as in figure 1 of Demšar,
 * "Statistical comparisons of classifiers over multiple data sets" (JMLR 2006). In a box of {@value #WIDTH} by
 * {@link #height}, y downwards. Names stand at both sides, the better half on the left.
 *
 * @param ticks of the axis, the whole ranks
 * @param names one for each method, from the best rank to the worst
 * @param bars one for each largest group of methods whose ranks are less than the critical difference apart
 * @param criticalEnd the right end of the bar that shows the critical difference, which begins at the first tick
 */
public record RankDiagram(List<Tick> ticks, List<Name> names, List<Bar> bars, String criticalEnd) {
    public static final int WIDTH = 640;
    /** Of the axis. */
    public static final int TOP = 48;

    public static final int LEFT = 190;
    public static final int RIGHT = WIDTH - LEFT;
    private static final int LINE = 18;
    private static final int BAR = 7;

    public record Tick(String x, int rank) {}

    /** A method: a line from its rank down to its height, and to the name beside it. */
    public record Name(String text, String x, int y, boolean left) {}

    /** The methods from one rank to another are not told apart. */
    public record Bar(String from, String to, int y) {}

    /**
     * @param methods in the order of the ranks of the test
     * @param level of the critical difference, such as 0.95
     */
    static RankDiagram of(List<String> methods, Friedman test, double level) {
        int k = test.methods();
        List<Integer> order = IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble(test.meanRanks()::get))
                .toList();
        double critical = test.criticalDifference(level);
        List<Bar> bars = new ArrayList<>();
        int last = -1;
        for (int from = 0; from < k; from++) {
            double best = test.meanRanks().get(order.get(from));
            int to = from;
            while (to + 1 < k && test.meanRanks().get(order.get(to + 1)) - best < critical) {
                to++;
            }
            if (to > from && to > last) {
                last = to;
                double worst = test.meanRanks().get(order.get(to));
                bars.add(new Bar(
                        Curves.place(x(best, k) - 3), Curves.place(x(worst, k) + 3), TOP + BAR * (bars.size() + 1)));
            }
        }
        int below = TOP + BAR * (bars.size() + 1) + LINE;
        List<Name> names = new ArrayList<>();
        int half = (k + 1) / 2;
        for (int i = 0; i < k; i++) {
            boolean left = i < half;
            String text = String.format(
                    Locale.ROOT,
                    "%s %.2f",
                    methods.get(order.get(i)),
                    test.meanRanks().get(order.get(i)));
            int y = below + LINE * (left ? i : k - 1 - i);
            names.add(new Name(text, Curves.place(x(test.meanRanks().get(order.get(i)), k)), y, left));
        }
        List<Tick> ticks = IntStream.rangeClosed(1, k)
                .mapToObj(rank -> new Tick(Curves.place(x(rank, k)), rank))
                .toList();
        // With few data sets the critical difference may be longer than the axis.
        return new RankDiagram(ticks, names, bars, Curves.place(Math.min(x(1 + critical, k), WIDTH)));
    }

    private static double x(double rank, int k) {
        return LEFT + (rank - 1) / (k - 1) * (RIGHT - LEFT);
    }

    public int height() {
        return names.stream().mapToInt(Name::y).max().orElseThrow() + LINE / 2;
    }
}
