package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Spec;
import dev.whittle.feature.registry.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The keys of runs of cells and of tables of features. A key is a hash over everything that the contents depend on, so
 * that kept contents with the same key can be reused.
 */
final class RunKey {
    private final ObjectNode common = JsonNodeFactory.instance.objectNode();
    private final Plan plan;
    /** The code: a class of each of its jars. */
    private final Map<Set<Class<?>>, String> programs = new HashMap<>();
    /** The contents of files that features read. */
    private final Map<Path, String> files = new HashMap<>();

    RunKey(Plan plan, Inspected inspected) {
        this.plan = plan;
        common.put("train", inspected.train().sha256());
        common.put("test", inspected.test().sha256());
        common.put("validation", plan.validation());
        // Kept files have the names of test images, and models the way in which images are scaled.
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < plan.data().test().size(); i++) {
            names.append(plan.data().test().name(i)).append('\n');
        }
        common.put("testNames", Hashes.of(names.toString().getBytes(StandardCharsets.UTF_8)));
        common.put("preparation", plan.data().origin().preparation().toString());
    }

    /**
     * Whether a run's scores are kept does not change its results, so it is not in its key.
     *
     * @param repeat the place of the seed among all seeds
     * @param isControlled whether the run is of a seed with all negative controls
     * @param isFirst whether its head is the first of its feature, which then has more of them
     */
    String ofRun(
            Experiment.Feature feature,
            Experiment.Head head,
            SeedSplit split,
            int repeat,
            boolean isControlled,
            boolean isFirst) {
        ObjectNode all = common(feature, head.candidates());
        if (split.images() == null) {
            // The list of predictions has it, and the model is kept of the first one alone.
            all.put("repeat", repeat);
        }
        all.put("featureName", feature.name());
        all.put("headName", head.name());
        ArrayNode candidates = all.putArray("head");
        head.candidates().forEach(c -> candidates.add(SpecJson.installed().describe(c)));
        put(all, split);
        if (head.candidates().size() > 1) {
            putInner(all);
        }
        if (split.images() == null && !plan.robustness().isEmpty()) {
            plan.robustness().encode(all.putObject("robustness"));
        }
        all.put("isControlled", isControlled);
        all.put("isFirst", isControlled && isFirst);
        all.put("controls", plan.design().controls());
        return Hashes.of(CanonicalJson.bytes(all));
    }

    private static void put(ObjectNode all, SeedSplit split) {
        all.put("seed", split == null ? null : split.seed());
        if (split != null && split.imagesOf() != null) {
            all.put("imagesOfSeed", split.imagesOf());
        }
        if (split != null && split.fold() != null) {
            all.put("fold", split.fold());
        }
        if (split != null && split.images() != null) {
            all.put("trainImages", split.images());
        }
        if (split != null && split.inner() != null) {
            all.put("innerFold", split.inner());
        }
    }

    /** Inner folds; without any a key has no such member. */
    private void putInner(ObjectNode all) {
        if (plan.heldOut().folds() > 0) {
            all.put("innerFolds", plan.heldOut().folds());
        }
    }

    /** @param split null for a table that is the same for all seeds */
    String ofTable(Experiment.Feature feature, String table, SeedSplit split) {
        ObjectNode all = common(feature, List.of());
        all.put("table", table);
        put(all, split);
        if (split != null && split.inner() != null) {
            putInner(all);
        }
        return Hashes.of(CanonicalJson.bytes(all));
    }

    private ObjectNode common(Experiment.Feature feature, List<? extends Spec<?, ?>> heads) {
        List<Spec<?, ?>> specs = new ArrayList<>();
        specs.add(feature.spec());
        specs.addAll(feature.transforms());
        specs.addAll(heads);
        SpecJson json = SpecJson.installed();
        ObjectNode all = common.deepCopy();
        all.put("program", programs.computeIfAbsent(Specs.installed().sources(specs), CodeHash::of));
        all.set("feature", json.describe(feature.spec()));
        ArrayNode transforms = all.putArray("transforms");
        feature.transforms().forEach(t -> transforms.add(json.describe(t)));
        specs.stream()
                .flatMap(spec -> spec.files().stream())
                .forEach(file -> all.put("file " + file, files.computeIfAbsent(file, RunKey::contents)));
        if (!specs.stream().allMatch(json::isFullyDescribed)) {
            // It is unknown whether the kept contents were made with the same settings, so they are computed again.
            all.put("once", UUID.randomUUID().toString());
        }
        return all;
    }

    /** A hash over the program, with the jars of all parts of a plan. */
    static String program(Plan plan) {
        List<Spec<?, ?>> specs = new ArrayList<>();
        for (Experiment.Feature feature : plan.features()) {
            specs.add(feature.spec());
            specs.addAll(feature.transforms());
        }
        plan.heads().forEach(head -> specs.addAll(head.candidates()));
        return CodeHash.of(Specs.installed().sources(specs));
    }

    /** The hash of a file; empty if it is absent. */
    private static String contents(Path file) {
        try {
            return Files.exists(file) ? Hashes.of(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
