package dev.whittle.pipeline.report;

import dev.whittle.pipeline.experiment.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The questions of a reader and their answers, at the top of both pages.
 *
 * @param all in the order in which they are asked
 */
public record Answers(List<Answer> all) {
    /** Of a list of names no more are written than this. */
    private static final int MOST_NAMES = 4;

    /**
     * @param id names the answer in the page
     * @param brief the answer in a few words
     * @param text what belongs to it
     */
    public record Answer(String id, String question, String brief, String text) {}

    /** The best cell beside the baseline. */
    private record OverBaseline(String baseline, String head, double points, double error, double p) {}

    /** @param isDoubtful whether notes say what makes the results doubtful, such as test images that were trained on */
    static Answers of(
            Plan plan,
            boolean isDoubtful,
            Summary summary,
            Rivals rivals,
            Baselines baselines,
            Costs costs,
            Optional<BlindSpots> blindSpots) {
        Optional<OverBaseline> baseline = baseline(plan, summary, rivals, baselines);
        List<Answer> all = new ArrayList<>();
        all.add(new Answer("won", "Which feature won?", brief(summary.best()), won(plan, summary)));
        all.add(lead(plan, summary, rivals, baseline));
        Answer real = real(plan, summary, rivals, baseline);
        all.add(isDoubtful ? doubtful(real) : real);
        all.add(cost(summary, rivals, costs));
        blindSpots.ifPresent(spots -> all.add(blind(summary, rivals, baseline, spots)));
        return new Answers(List.copyOf(all));
    }

    private static String name(Summary.Cell cell) {
        return cell.feature() + " under " + cell.head();
    }

    private static String brief(Summary.Cell best) {
        return name(best) + ", " + best.text() + " %";
    }

    private static String won(Plan plan, Summary summary) {
        Summary.Cell best = summary.best();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "of %,d test images%s right%s. Always the most frequent class: %.1f %%.",
                summary.testImages(),
                Repeats.drawn(plan),
                Repeats.runs(plan) == 1 ? "" : ", mean ± deviation over " + Repeats.count(plan),
                summary.chance()));
        List<String> equal = summary.rows().stream()
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell != best && cell.test() == best.test())
                .map(Answers::name)
                .toList();
        if (!equal.isEmpty()) {
            text.append(" Equally accurate: ").append(some(equal)).append('.');
        }
        Summary.Cell chosen = summary.chosen();
        if (chosen != null) {
            text.append(" The validation images choose ");
            text.append(chosen == best ? "the same." : name(chosen) + ", " + chosen.text() + " % of the test images.");
        }
        return text.toString();
    }

    private static Answer lead(Plan plan, Summary summary, Rivals rivals, Optional<OverBaseline> baseline) {
        String question = "By how much?";
        if (rivals.features().isEmpty()) {
            return new Answer(
                    "lead",
                    question,
                    "Nothing to compare with.",
                    "There is one feature. The number of test images alone leaves up to "
                            + String.format(Locale.ROOT, "%.1f points (95 %%)", summary.testError())
                            + " around its accuracy.");
        }
        Rivals.Rival next = rivals.features().get(0);
        String brief = Amounts.points(next.points(), next.error()) + " points over the next feature";
        String text = "Next: " + name(next.cell()) + ".";
        if (baseline.isPresent()) {
            OverBaseline over = baseline.get();
            brief += ", " + Amounts.points(over.points(), over.error()) + " over the baseline";
            text += " Baseline: " + over.baseline() + " under " + over.head() + ".";
        } else {
            text += " The winner is the baseline itself.";
        }
        return new Answer("lead", question, brief + ".", text + " ±: 95 % interval of the one difference.");
    }

    private static Answer real(Plan plan, Summary summary, Rivals rivals, Optional<OverBaseline> baseline) {
        String question = "Is it real?";
        if (rivals.features().isEmpty()) {
            boolean above = summary.best().test() - summary.testError() > summary.chance();
            return new Answer(
                    "real",
                    question,
                    above ? "Better than the most frequent class: yes." : "Not settled.",
                    (above ? "Beyond" : "Within") + " what the number of test images leaves to chance."
                            + caution(plan, !above));
        }
        List<String> unsettled = rivals.unsettled();
        boolean overBaseline = baseline.isPresent() && baseline.get().p() < Rivals.LEVEL;
        String brief = unsettled.isEmpty()
                ? "Yes."
                : overBaseline ? "Better than the baseline: yes. Best of all: not settled." : "Not settled.";
        int all = rivals.features().size();
        Rivals.Rival next = rivals.features().get(0);
        StringBuilder text = new StringBuilder();
        text.append(sentence("Over the next feature", next.p()));
        baseline.ifPresent(over -> text.append(' ').append(sentence("Over the baseline", over.p())));
        if (all > 1) {
            text.append(
                    unsettled.isEmpty()
                            ? " Beyond chance over all " + all + " other features."
                            : " Not settled over " + unsettled.size() + " of " + all + " other features: "
                                    + some(unsettled) + ".");
        }
        text.append(" Taken alone, the next is more than ½ point behind with probability "
                + Amounts.percent(next.better()) + " %. p: probability of so large a difference between equally good"
                + " cells, adjusted for the choice of the best (Hsu 1984).");
        return new Answer("real", question, brief, text + caution(plan, !unsettled.isEmpty()));
    }

    private static Answer doubtful(Answer real) {
        return new Answer(real.id(), real.question(), real.brief() + " But see the notes below.", real.text());
    }

    private static String sentence(String over, double p) {
        return over + ": " + (p < Rivals.LEVEL ? "beyond chance" : "not settled") + " (p "
                + (p < 0.001 ? "< 0.001" : "= " + Amounts.p(p)) + ").";
    }

    private static String caution(Plan plan, boolean unsettled) {
        int seeds = Repeats.runs(plan);
        if (seeds == 1) {
            return plan.isRedivided() ? " One division only." : " One seed: the chance in training is not counted.";
        }
        return unsettled && seeds < Report.ENOUGH_SEEDS
                ? " With " + seeds + " " + Repeats.word(plan) + " little can be settled."
                : "";
    }

    private static Answer cost(Summary summary, Rivals rivals, Costs costs) {
        Costs.Cost cost = costs.of(summary.best());
        String text = String.format(
                Locale.ROOT,
                "%,d values%s.",
                cost.values(),
                cost.modelBytes() == null ? "" : ", a model of " + cost.bytesText());
        if (!rivals.features().isEmpty()) {
            Costs.Cost next = costs.of(rivals.features().get(0).cell());
            text += " The next feature: " + next.secondsText() + ", " + next.msText() + ".";
        }
        String brief = cost.secondsText() + " to train, " + cost.msText() + " an image.";
        return new Answer("paid", "What did it cost?", brief, text);
    }

    /** What the winner loses least and most by, and the baseline; or the next feature if the winner is the baseline. */
    private static Answer blind(Summary summary, Rivals rivals, Optional<OverBaseline> baseline, BlindSpots spots) {
        Summary.Cell best = summary.best();
        BlindSpots.Row row = spots.of(best.feature()).orElseThrow();
        // Its head was chosen without the test images, so it need not be that of the best cell.
        String under = row.head().equals(best.head()) ? " " : " under " + row.head() + " ";
        StringBuilder text = new StringBuilder();
        if (baseline.isPresent()) {
            spots.of(baseline.get().baseline()).ifPresent(other -> text.append(changes("baseline", other)));
        } else if (!rivals.features().isEmpty()) {
            spots.of(rivals.features().get(0).cell().feature()).ifPresent(other -> text.append(changes("next", other)));
        }
        text.append(String.format(
                Locale.ROOT,
                "It is blind to what costs nothing. Changes below %.1f points may be chance.",
                spots.chance()));
        return new Answer(
                "blind", "What is each blind to?", best.feature() + under + row.changes() + ".", text.toString());
    }

    private static String changes(String which, BlindSpots.Row row) {
        return "The " + which + ", " + row.feature() + ", " + row.changes().replace(" points)", ")") + ". ";
    }

    /**
     * The baseline under the head of the best cell, or under its own best head if it is not under that one. Empty if
     * the best cell is of the baseline. p is always that of the rivals, as the best cell is known from the test images
     * only.
     */
    private static Optional<OverBaseline> baseline(Plan plan, Summary summary, Rivals rivals, Baselines baselines) {
        Summary.Cell best = summary.best();
        for (Baselines.Row row : baselines.rows()) {
            if (row.head().equals(best.head()) && row.feature().equals(best.feature())) {
                double p = rivals.of(row.baseline()).orElseThrow().p();
                return Optional.of(new OverBaseline(row.baseline(), row.head(), row.points(), row.error(), p));
            }
        }
        String declared = plan.design().baseline();
        String name = declared == null ? plan.features().get(0).name() : declared;
        return rivals.of(name).map(r -> new OverBaseline(name, r.cell().head(), r.points(), r.error(), r.p()));
    }

    private static String some(List<String> names) {
        List<String> shown = new ArrayList<>(names.subList(0, Math.min(MOST_NAMES, names.size())));
        if (names.size() > MOST_NAMES) {
            shown.set(MOST_NAMES - 1, "and " + (names.size() - MOST_NAMES + 1) + " more");
        }
        return String.join(", ", shown);
    }
}
