package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.CompositeSpec;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.corrupt.CorruptedImages;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.local.StoredDescriptors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The corruptions by which the robustness of features is measured, the key {@code robustness} of an experiment. Heads
 * that were trained on clean images classify corrupted test images. Nothing is trained again.
 *
 * @param corruptions without duplicates
 * @param severities from 1 to 5, ascending
 */
public record Corruptions(List<Corruption> corruptions, List<Integer> severities) {
    /** No image is corrupted. */
    public static final Corruptions NONE = new Corruptions(List.of(), List.of());

    /** The seed of all draws, so that the images are the same for every feature, head and seed of a comparison. */
    public static final long SEED = 1;

    private static final int DEFAULT_SEVERITY = 3;

    /** A corruption of one severity. */
    public record Case(Corruption corruption, int severity) {
        Dataset of(Dataset images, Run run) {
            return new CorruptedImages(images, corruption, severity, run.withSeed(SEED));
        }

        /** Such as "jpeg of severity 3", or "flip", which has one severity. */
        @Override
        public String toString() {
            return corruption.key() + (corruption.severities() == 1 ? "" : " of severity " + severity);
        }
    }

    public Corruptions {
        corruptions = List.copyOf(corruptions);
        severities = List.copyOf(severities);
        List<String> wrong = new ArrayList<>();
        if (corruptions.isEmpty() != severities.isEmpty()) {
            wrong.add("robustness has " + corruptions.size() + " corruptions and " + severities.size()
                    + " severities, at least one of each is needed");
        }
        if (new HashSet<>(corruptions).size() < corruptions.size()) {
            wrong.add("robustness names a corruption twice, got " + keys(corruptions));
        }
        for (int i = 0; i < severities.size(); i++) {
            int least = i == 0 ? 1 : severities.get(i - 1) + 1;
            if (severities.get(i) < least || severities.get(i) > Corruption.SEVERITIES) {
                wrong.add("robustness lists severities from 1 to " + Corruption.SEVERITIES
                        + ", each larger than the one before, got " + severities);
                break;
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    private static String keys(List<Corruption> corruptions) {
        return corruptions.stream().map(Corruption::key).collect(Collectors.joining(", "));
    }

    public boolean isEmpty() {
        return corruptions.isEmpty();
    }

    /** All corruptions with all their severities. One that has no severities is there once, with severity 1. */
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Corruption corruption : corruptions) {
            if (corruption.severities() == 1) {
                cases.add(new Case(corruption, 1));
            } else {
                severities.forEach(severity -> cases.add(new Case(corruption, severity)));
            }
        }
        return cases;
    }

    /**
     * Reads {@code {corruptions: [jpeg, hue], severities: [1, 3]}}, or the corruptions alone, with severity
     * {@value #DEFAULT_SEVERITY}.
     */
    static Corruptions decode(JsonAt at) {
        boolean keys = at.node().isObject();
        JsonAt names = keys ? at.onlyKeys(List.of("corruptions", "severities")).get("corruptions") : at;
        List<Corruption> corruptions = new ArrayList<>();
        for (JsonAt name : names.oneOrMore()) {
            corruptions.add(corruption(name));
        }
        List<Integer> severities = new ArrayList<>();
        if (keys && at.has("severities")) {
            for (JsonAt severity : at.get("severities").oneOrMore()) {
                severities.add((int) severity.wholeNumber(1, Corruption.SEVERITIES));
            }
        } else {
            severities.add(DEFAULT_SEVERITY);
        }
        if (corruptions.isEmpty()) {
            throw names.error("the list is empty; name corruptions, or leave robustness out");
        }
        if (severities.isEmpty()) {
            throw at.get("severities")
                    .error("the list is empty; name severities from 1 to 5, or leave the key out for "
                            + DEFAULT_SEVERITY);
        }
        try {
            return new Corruptions(corruptions, severities);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    /** The corruption of this name. */
    static Corruption corruption(JsonAt at) {
        String name = at.text();
        try {
            return Corruption.of(name);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    void encode(ObjectNode object) {
        ArrayNode names = object.putArray("corruptions");
        corruptions.forEach(corruption -> names.add(corruption.key()));
        ArrayNode numbers = object.putArray("severities");
        severities.forEach(numbers::add);
    }

    /** What is wrong with a feature of corrupted images; null if nothing is. */
    String problem(String feature, Spec<?, ?> spec) {
        return isEmpty() || !readsDescriptors(spec)
                ? null
                : "the feature '" + feature + "' reads the descriptors of images from files, where those of corrupted"
                        + " images are not; leave out the feature, or robustness";
    }

    private static boolean readsDescriptors(Spec<?, ?> spec) {
        return spec instanceof StoredDescriptors
                || spec instanceof CompositeSpec<?, ?> composite
                        && composite.specs().anyMatch(Corruptions::readsDescriptors);
    }
}
