package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.LateFusion;
import dev.whittle.classify.model.JsonAt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A row of the comparison made of others: the weighted sum of the scores of cells, see {@link LateFusion}. The weights
 * are chosen for each seed on its validation images, by scores of heads that were not fitted to these.
 *
 * @param name its name in the report
 * @param of its parts, at least two
 */
public record Fusion(String name, List<Part> of) {
    /** A cell that is a part: the name of its feature and the name of its head. */
    public record Part(String feature, String head) {
        @Override
        public String toString() {
            return feature + " × " + head;
        }
    }

    public Fusion {
        of = List.copyOf(of);
    }

    /**
     * Receives what is wrong with fusions.
     *
     * <p>{@code fusion} and {@code part} are places in their lists; part is -1 where the fault is in no single part.
     */
    @FunctionalInterface
    interface Faults {
        void add(int fusion, int part, String text);
    }

    /** Reports what is wrong with fusions, where there are these cells. */
    static void check(Faults faults, List<Fusion> fusions, List<Cells.Names> cells, int validation) {
        List<String> features =
                cells.stream().map(Cells.Names::feature).distinct().toList();
        List<String> heads = cells.stream().map(Cells.Names::head).distinct().toList();
        Set<String> names = new HashSet<>();
        for (int f = 0; f < fusions.size(); f++) {
            Fusion fusion = fusions.get(f);
            String its = "the fusion '" + fusion.name() + "' ";
            if (!names.add(fusion.name())) {
                faults.add(f, -1, "fusions has '" + fusion.name() + "' twice");
            }
            if (validation == 0) {
                faults.add(
                        f,
                        -1,
                        its + "chooses its weights on validation images, and there are none;"
                                + " give data.validation a number of images");
            }
            if (fusion.of().size() < 2 || fusion.of().size() > LateFusion.MOST_PARTS) {
                faults.add(
                        f,
                        -1,
                        its + "has 2 to " + LateFusion.MOST_PARTS + " parts, got "
                                + fusion.of().size());
            }
            Set<Part> parts = new HashSet<>();
            for (int p = 0; p < fusion.of().size(); p++) {
                Part part = fusion.of().get(p);
                if (!parts.add(part)) {
                    faults.add(f, p, its + "has the part " + part + " twice");
                }
                if (!features.contains(part.feature())) {
                    faults.add(
                            f,
                            p,
                            its + "has a part of the feature '" + part.feature() + "', and the features are "
                                    + features);
                }
                if (!heads.contains(part.head())) {
                    faults.add(f, p, its + "has a part of the head '" + part.head() + "', and the heads are " + heads);
                } else if (features.contains(part.feature())
                        && !cells.contains(new Cells.Names(part.feature(), part.head()))) {
                    faults.add(f, p, its + "has the part " + part + ", and this feature is not under this head");
                }
            }
        }
    }

    /** Reads the list {@code fusions} of an experiment. */
    static List<Fusion> decode(JsonAt at) {
        List<Fusion> fusions = new ArrayList<>();
        for (JsonAt fusion : at.oneOrMore()) {
            fusion.onlyKeys(List.of("name", "of"));
            if (fusion.get("name").text().isBlank()) {
                throw fusion.get("name").error("the name is empty");
            }
            fusions.add(decodeOne(fusion));
        }
        return fusions;
    }

    /** Reads the name and the parts of a fusion, whatever other keys there are. */
    static Fusion decodeOne(JsonAt at) {
        List<Part> parts = new ArrayList<>();
        for (JsonAt part : at.get("of").elements()) {
            part.onlyKeys(List.of("feature", "head"));
            parts.add(new Part(part.get("feature").text(), part.get("head").text()));
        }
        return new Fusion(at.get("name").text(), parts);
    }

    void encode(ObjectNode object) {
        object.put("name", name);
        ArrayNode parts = object.putArray("of");
        for (Part part : of) {
            parts.addObject().put("feature", part.feature()).put("head", part.head());
        }
    }
}
