package dev.whittle.benchmarks;

import dev.whittle.benchmarks.Target.Column;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times of several rounds as a Markdown table of rates and ratios. */
final class RatioTable {
    private static final String MISSING = "–";

    private static final DecimalFormat AIM =
            new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));

    private RatioTable() {}

    /**
     * The table, a line for each target.
     *
     * @param seconds the time of an operation in each round, by what was timed; all of one target have equally many
     *     rounds. What is not there was not measured
     */
    static String markdown(List<Target> targets, Map<Measurement, double[]> seconds) {
        StringBuilder table = new StringBuilder("""
                | | unit | vector kernels | scalar kernels | peer | | vector : peer | scalar : peer | \
                to reach | reached |
                | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | --- | --- |
                """);
        for (Target target : targets) {
            table.append(line(target, seconds)).append('\n');
        }
        return table.toString();
    }

    private static String line(Target target, Map<Measurement, double[]> seconds) {
        double[] vector = times(target, Column.VECTOR, seconds);
        double[] scalar = times(target, Column.SCALAR, seconds);
        double[] peer = times(target, Column.PEER, seconds);
        double[] scalarPeer =
                target.timed().containsKey(Column.SCALAR_PEER) ? times(target, Column.SCALAR_PEER, seconds) : peer;
        boolean hasPeer = target.peer() != null;
        Double vectorResult = hasPeer ? ratio(peer, vector) : rate(target, vector);
        Double scalarResult = hasPeer ? ratio(scalarPeer, scalar) : rate(target, scalar);
        String peerRate =
                number(rate(target, peer)) + (scalarPeer == peer ? "" : " and " + number(rate(target, scalarPeer)));
        return String.join(
                " | ",
                "| " + target.name(),
                target.unit(),
                number(rate(target, vector)),
                number(rate(target, scalar)),
                hasPeer ? target.peer() : MISSING,
                hasPeer ? peerRate : MISSING,
                hasPeer ? times(vectorResult) : MISSING,
                hasPeer ? times(scalarResult) : MISSING,
                aim(target, target.vectorAim()) + ", " + aim(target, target.scalarAim()),
                reached(target.vectorAim(), vectorResult) + ", " + reached(target.scalarAim(), scalarResult) + " |");
    }

    /** The rounds of a column, or null. */
    private static double[] times(Target target, Column column, Map<Measurement, double[]> seconds) {
        Measurement measurement = target.timed().get(column);
        return measurement == null ? null : seconds.get(measurement);
    }

    /** The median of the rounds' own ratios: what slows both sides of a round down takes no part. */
    static Double ratio(double[] peer, double[] ours) {
        if (peer == null || ours == null) {
            return null;
        }
        if (peer.length != ours.length) {
            throw new IllegalArgumentException(
                    "The peer has " + peer.length + " rounds, expected as many as ours, " + ours.length);
        }
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = peer[i] / ours[i];
        }
        return median(ratios);
    }

    private static Double rate(Target target, double[] seconds) {
        if (seconds == null) {
            return null;
        }
        return target.work() == null ? median(seconds) : target.work() / median(seconds);
    }

    /** Of an even number of values the mean of the middle two. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** About three digits. */
    static String number(Double value) {
        if (value == null) {
            return MISSING;
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String times(Double ratio) {
        return ratio == null ? MISSING : String.format(Locale.ROOT, "%.2f×", ratio);
    }

    private static String aim(Target target, Double aim) {
        return aim == null ? MISSING : "≥ " + AIM.format(aim) + (target.peer() == null ? "" : "×");
    }

    private static String reached(Double aim, Double result) {
        return aim == null || result == null ? MISSING : result >= aim ? "yes" : "no";
    }
}
