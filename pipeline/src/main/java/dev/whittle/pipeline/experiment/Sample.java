package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A random part of the runs of a result, chosen by the time they took: runs in random order, each that still fits into
 * the time. Runs with fewer training images than all are not in it.
 *
 * @param seed the seed of the choice
 * @param chosen the runs that are in it, in the order of the result; at least one
 * @param leftOut the others
 * @param share the seconds that the chosen runs took, of those of all
 */
public record Sample(long seed, List<StoredRun> chosen, List<StoredRun> leftOut, double share) {
    public Sample {
        chosen = List.copyOf(chosen);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Chooses runs. Where none fits into the time, the shortest is taken.
     *
     * @param folder with {@code result.json} and {@code timing.json}
     * @param seconds how long the chosen runs may have taken, all together
     * @param seed of the choice
     */
    public static Sample of(Path folder, double seconds, long seed) throws IOException {
        Result result = ResultFile.read(folder.resolve(ResultFile.NAME));
        List<StoredRun> runs = StoredRun.of(result);
        List<RunTiming> timings = TimingFile.readRuns(folder.resolve(TimingFile.NAME));
        if (timings.size() != runs.size()) {
            throw new IOException(folder + " has " + runs.size() + " runs and the times of " + timings.size());
        }
        int images = result.data().get(0).train().images()
                + result.data().get(0).test().images();
        double[] cost = timings.stream().mapToDouble(t -> cost(t, images)).toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < runs.size() && runs.get(i).images() == null; i++) {
            order.add(i);
        }
        int shortest =
                order.stream().min((a, b) -> Double.compare(cost[a], cost[b])).orElseThrow();
        shuffle(order, seed);
        Set<Integer> taken = new TreeSet<>();
        double sum = 0;
        for (int i : order) {
            if (sum + cost[i] <= seconds) {
                taken.add(i);
                sum += cost[i];
            }
        }
        if (taken.isEmpty()) {
            taken.add(shortest);
            sum = cost[shortest];
        }
        double all = 0;
        List<StoredRun> leftOut = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            all += cost[i];
            if (!taken.contains(i)) {
                leftOut.add(runs.get(i));
            }
        }
        return new Sample(seed, taken.stream().map(runs::get).toList(), leftOut, all == 0 ? 1 : sum / all);
    }

    /** Seconds of a run: its feature is learned and extracted for it alone. */
    private static double cost(RunTiming timing, int images) {
        return timing.fitFeatureSeconds()
                + timing.extractMsPerImage() * images / 1000 / timing.threads()
                + timing.trainSeconds()
                + timing.predictMsPerImage() * images / 1000;
    }

    private static void shuffle(List<Integer> order, long seed) {
        var random = Run.defaults().withSeed(seed).random("sample of runs", 0);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order.get(i);
            order.set(i, order.get(j));
            order.set(j, swapped);
        }
    }

    /** A plan for each seed, or fold of a seed, that has chosen runs, with these runs only. */
    public List<Plan> plans(Plan whole) {
        Map<SeedFold, List<StoredRun>> ofSeed = new LinkedHashMap<>();
        chosen.forEach(run ->
                ofSeed.computeIfAbsent(run.run().of(), s -> new ArrayList<>()).add(run));
        List<Plan> plans = new ArrayList<>();
        ofSeed.forEach((s, runs) -> {
            Set<String> heads = new LinkedHashSet<>();
            List<Experiment.Feature> features = new ArrayList<>();
            for (Experiment.Feature feature : whole.features()) {
                List<String> under = runs.stream()
                        .filter(run -> run.cell().feature().equals(feature.name()))
                        .map(run -> run.cell().head())
                        .toList();
                heads.addAll(under);
                if (!under.isEmpty()) {
                    features.add(new Experiment.Feature(
                            feature.name(), feature.spec(), feature.transforms(), under, feature.learned()));
                }
            }
            plans.add(new Plan(
                    whole.name(),
                    whole.dataName(),
                    whole.experiment(),
                    List.of(whole.data(whole.runsOfCell().indexOf(s))),
                    whole.heldOut(),
                    List.of(s.seed()),
                    s.fold() == null ? List.of() : List.of(s.fold()),
                    List.of(),
                    features,
                    whole.heads().stream()
                            .filter(head -> heads.contains(head.name()))
                            .toList(),
                    List.of(),
                    whole.robustness()));
        });
        return plans;
    }

    /** What is in it and what is not, in words. */
    public String text() {
        int all = chosen.size() + leftOut.size();
        return String.format(
                        Locale.ROOT,
                        "%d of %d runs, which took %.0f %% of the seconds, chosen by --sample-seed %d",
                        chosen.size(),
                        all,
                        100 * share,
                        seed)
                + (leftOut.isEmpty()
                        ? ""
                        : "; left out: " + leftOut.stream().map(StoredRun::name).collect(Collectors.joining("; ")));
    }
}
