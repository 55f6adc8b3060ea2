package dev.whittle.pipeline.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names in a list of an experiment. */
final class Names {
    private Names() {}

    /** There is at least one, and none stands there twice. What is wrong is added to the list. */
    static void check(List<String> wrong, String what, List<?> names) {
        if (names.isEmpty()) {
            wrong.add(what + " has no element, at least one is needed");
        }
        Set<Object> seen = new HashSet<>();
        for (Object name : names) {
            if (!seen.add(name)) {
                wrong.add(what + " has '" + name + "' twice");
            }
        }
    }
}
