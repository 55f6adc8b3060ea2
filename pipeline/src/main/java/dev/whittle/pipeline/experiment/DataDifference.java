package dev.whittle.pipeline.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Images, and files that are left out, that are not those of a result. */
public final class DataDifference {
    private static final int NAMED = 5;

    private DataDifference() {}

    /** Compares a plan's images, and the files that are left out, with those of a result. */
    public static Optional<String> first(Result result, Plan plan, List<Inspected> inspected) {
        List<Result.Data> actual = Result.Data.ofAll(plan, inspected);
        if (actual.size() != result.data().size()) {
            return Optional.of("the images are divided " + actual.size() + " times, " + ResultFile.NAME + " has "
                    + result.data().size() + " divisions");
        }
        for (int d = 0; d < actual.size(); d++) {
            String of = plan.isRedivided() ? plan.runsOfCell().get(d).text() + ": " : "";
            Optional<String> other = ofDivision(result.data().get(d), actual.get(d));
            if (other.isPresent()) {
                return other.map(text -> of + text);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofDivision(Result.Data expected, Result.Data actual) {
        // A file that is left out now is why images are others.
        return otherLeftOut("train", expected.train(), actual.train())
                .or(() -> otherLeftOut("test", expected.test(), actual.test()))
                .or(() -> otherImages("train", expected.train(), actual.train()))
                .or(() -> otherImages("test", expected.test(), actual.test()));
    }

    private static Optional<String> otherImages(String split, Result.Images expected, Result.Images actual) {
        return actual.sha256().equals(expected.sha256())
                ? Optional.empty()
                : Optional.of("the " + split + " images are others: their SHA-256 is " + actual.sha256() + ", "
                        + ResultFile.NAME + " names " + expected.sha256());
    }

    private static Optional<String> otherLeftOut(String split, Result.Images expected, Result.Images actual) {
        if (Objects.equals(actual.leftOutSha256(), expected.leftOutSha256())
                && actual.leftOut().equals(expected.leftOut())) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        if (!expected.leftOut().containsAll(actual.leftOut())) {
            differences.add("left out now, but not then: " + without(actual.leftOut(), expected.leftOut()));
        }
        if (!actual.leftOut().containsAll(expected.leftOut())) {
            differences.add("left out then, but not now: " + without(expected.leftOut(), actual.leftOut()));
        }
        if (differences.isEmpty()) {
            differences.add("they have the same names, but other contents");
        }
        return Optional.of("other files are left out of the " + split + " images; " + String.join("; ", differences));
    }

    /** Some of the names that are only in the first list. */
    private static String without(List<String> these, List<String> those) {
        List<String> only = these.stream().filter(name -> !those.contains(name)).toList();
        return String.join(", ", only.subList(0, Math.min(NAMED, only.size())))
                + (only.size() > NAMED ? " and " + (only.size() - NAMED) + " more" : "");
    }
}
