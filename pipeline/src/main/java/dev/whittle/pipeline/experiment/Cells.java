package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.JsonAt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which heads are trained on which features. A feature is under all heads, or under those that it names. */
final class Cells {
    /** Receives what is wrong; {@code feature} is a place in the list of features, -1 where it is in no single one. */
    @FunctionalInterface
    interface Faults {
        void add(int feature, String text);
    }

    /** A cell by the name of its feature and the name of its head. */
    record Names(String feature, String head) {}

    private Cells() {}

    /** Reads the list {@code heads} of a feature. */
    static List<String> decode(JsonAt at) {
        List<String> heads = new ArrayList<>();
        for (JsonAt head : at.oneOrMore()) {
            heads.add(head.text());
        }
        if (heads.isEmpty()) {
            throw at.error("the list is empty; name the heads that are trained on this feature, or leave the key out"
                    + " for all");
        }
        return heads;
    }

    /** Reports names of heads that do not exist or are named twice, and heads that no feature is under. */
    static void check(Faults faults, Map<String, List<String>> under, List<String> heads) {
        Set<String> unused = new TreeSet<>(heads);
        int place = 0;
        for (Map.Entry<String, List<String>> feature : under.entrySet()) {
            String its = "the feature '" + feature.getKey() + "' is under the head ";
            Set<String> named = new HashSet<>();
            for (String head : feature.getValue()) {
                if (!heads.contains(head)) {
                    faults.add(place, its + "'" + head + "', and the heads are " + heads);
                }
                if (!named.add(head)) {
                    faults.add(place, its + "'" + head + "' twice");
                }
            }
            unused.removeAll(feature.getValue().isEmpty() ? heads : feature.getValue());
            place++;
        }
        if (!under.isEmpty() && !unused.isEmpty()) {
            faults.add(
                    -1,
                    "no feature is under " + (unused.size() == 1 ? "the head " : "the heads ")
                            + String.join(", ", unused));
        }
    }

    /** The cells, feature by feature, head by head. */
    static List<Names> of(Map<String, List<String>> under, List<String> heads) {
        List<Names> cells = new ArrayList<>();
        under.forEach((feature, its) -> heads.stream()
                .filter(head -> its.isEmpty() || its.contains(head))
                .forEach(head -> cells.add(new Names(feature, head))));
        return cells;
    }
}
