package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Inspection;
import dev.whittle.feature.data.Splits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one pass over the training images and the test images finds, before anything is trained.
 *
 * @param nearDuplicates test images that nearly equal a training image, without those that equal one
 * @param warnings what makes results doubtful: test images that were trained on, or nearly so, and equal images in two
 *     classes; and the notes of the data set
 */
public record Inspected(Inspection train, Inspection test, List<NearDuplicate> nearDuplicates, List<String> warnings) {
    private static final int NAMED = 5;

    public Inspected {
        nearDuplicates = List.copyOf(nearDuplicates);
        warnings = List.copyOf(warnings);
    }

    /**
     * What is found in each division of a plan: once for all seeds, or once for each seed or fold. Decodes all images
     * once.
     */
    static List<Inspected> of(Plan plan, Run run) {
        return of(plan.divisions(), run);
    }

    /** Decodes all images once. */
    public static Inspected of(Splits data, Run run) {
        return of(List.of(data), run).get(0);
    }

    private static List<Inspected> of(List<Splits> divisions, Run run) {
        List<Dataset> parts = divisions.stream()
                .flatMap(data -> Stream.of(data.train(), data.test()))
                .toList();
        List<Inspection> found = Inspection.ofEach(parts, run);
        List<Inspected> inspected = new ArrayList<>();
        for (int d = 0; d < divisions.size(); d++) {
            inspected.add(of(divisions.get(d), found.get(2 * d), found.get(2 * d + 1), run));
        }
        return inspected;
    }

    private static Inspected of(Splits data, Inspection train, Inspection test, Run run) {
        List<String> warnings = new ArrayList<>(data.origin().notes());
        List<String> known = new ArrayList<>();
        List<String> contrary = new ArrayList<>();
        Set<Integer> equal = new HashSet<>();
        for (Inspection.Pair pair : train.equalImages(test)) {
            equal.add(pair.second());
            known.add(names(data.train(), pair.first(), data.test(), pair.second()));
            contrary(data.train(), pair.first(), data.test(), pair.second(), contrary);
        }
        train.equalImages().forEach(p -> contrary(data.train(), p.first(), data.train(), p.second(), contrary));
        test.equalImages().forEach(p -> contrary(data.test(), p.first(), data.test(), p.second(), contrary));
        add(
                warnings,
                known,
                known.size() + " of " + data.test().size()
                        + (known.size() == 1
                                ? " test images equals a training image"
                                : " test images equal training images")
                        + ", so the accuracy is too high");
        add(
                warnings,
                contrary,
                contrary.size() + (contrary.size() == 1 ? " image is" : " images are") + " in two classes");
        List<NearDuplicate> near = train.nearDuplicates(test, run).stream()
                .filter(pair -> !equal.contains(pair.second()))
                .map(pair -> NearDuplicate.of(data, pair))
                .toList();
        NearDuplicate.warning(near, data.test().size()).ifPresent(warnings::add);
        return new Inspected(train.withoutThumbnails(), test.withoutThumbnails(), near, warnings);
    }

    /** The warnings of all divisions, each once. One that not all divisions have begins with their names. */
    public static List<String> warnings(List<List<String>> ofDivisions, List<SeedFold> runs) {
        Map<String, List<Integer>> having = new LinkedHashMap<>();
        for (int d = 0; d < ofDivisions.size(); d++) {
            for (String warning : ofDivisions.get(d)) {
                having.computeIfAbsent(warning, w -> new ArrayList<>()).add(d);
            }
        }
        return having.entrySet().stream()
                .map(e -> e.getValue().size() == ofDivisions.size()
                        ? e.getKey()
                        : named(e.getValue().stream().map(runs::get).toList()) + ": " + e.getKey())
                .toList();
    }

    /** Such as "seeds 1, 2", or "seed 1, fold 0; seed 2, fold 1". */
    private static String named(List<SeedFold> runs) {
        return runs.size() == 1 || runs.get(0).fold() != null
                ? runs.stream().map(SeedFold::text).collect(Collectors.joining("; "))
                : "seeds "
                        + runs.stream().map(run -> String.valueOf(run.seed())).collect(Collectors.joining(", "));
    }

    private static void contrary(Dataset a, int i, Dataset b, int j, List<String> pairs) {
        if (a.label(i) != b.label(j)) {
            pairs.add(names(a, i, b, j));
        }
    }

    private static String names(Dataset a, int i, Dataset b, int j) {
        return a.name(i) + " = " + b.name(j);
    }

    private static void add(List<String> warnings, List<String> pairs, String text) {
        if (!pairs.isEmpty()) {
            warnings.add(text + ": " + String.join(", ", pairs.subList(0, Math.min(NAMED, pairs.size())))
                    + (pairs.size() > NAMED ? " and " + (pairs.size() - NAMED) + " more" : ""));
        }
    }
}
