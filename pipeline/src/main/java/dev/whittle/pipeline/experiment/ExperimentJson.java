package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An {@link Experiment} as JSON and back. */
final class ExperimentJson {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("name", "data", "seeds", "trainImages", "features", "heads", "fusions", "robustness"),
                    Design.KEYS.stream())
            .toList();

    private ExperimentJson() {}

    /**
     * @param dataAt the data, which is an element of it where {@code data} is a list
     * @throws IllegalArgumentException if something is not understood, with its place
     */
    static Experiment decode(JsonAt at, JsonAt dataAt) {
        at.onlyKeys(KEYS);
        List<Long> seeds = new ArrayList<>();
        if (at.has("seeds")) {
            for (JsonAt seed : at.get("seeds").oneOrMore()) {
                seeds.add(seed.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE));
            }
        } else {
            seeds.add(1L);
        }
        List<Experiment.Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonAt feature : at.get("features").oneOrMore()) {
            String name = SpecText.name(feature, names);
            Spec<Dataset, ? extends FeatureExtractor> spec = SpecJson.installed()
                    .decode(feature, Dataset.class, FeatureExtractor.class, "name", "transforms", "heads", "learned");
            UnusedSettings.refuse(feature, List.of(spec));
            features.add(new Experiment.Feature(
                    name,
                    spec,
                    feature.has("transforms") ? SpecText.transforms(feature.get("transforms")) : List.of(),
                    feature.has("heads") ? Cells.decode(feature.get("heads")) : List.of(),
                    feature.has("learned") && feature.get("learned").bool()));
        }
        List<Experiment.Head> heads = new ArrayList<>();
        names.clear();
        for (JsonAt head : at.get("heads").oneOrMore()) {
            String name = SpecText.name(head, names);
            Candidates its = Candidates.decode(head);
            UnusedSettings.refuse(head, its.candidates());
            heads.add(new Experiment.Head(name, its.candidates(), its.search()));
        }
        String name = at.get("name").text();
        List<Fusion> fusions = at.has("fusions") ? Fusion.decode(at.get("fusions")) : List.of();
        boolean choosing = !fusions.isEmpty()
                || heads.stream().anyMatch(head -> head.candidates().size() > 1);
        DataSpec data = DataSpec.decode(dataAt, choosing ? DataSpec.FIFTH : 0);
        for (int h = 0; h < heads.size(); h++) {
            if (data.validation() == 0 && heads.get(h).candidates().size() > 1) {
                JsonAt head = at.get("heads").oneOrMore().get(h);
                throw head.get(head.has("search") ? "search" : "candidates")
                        .error("there are no validation images to choose by; data.validation says how many");
            }
        }
        Cells.check(
                (feature, text) -> {
                    throw (feature < 0
                                    ? at.get("heads")
                                    : at.get("features")
                                            .oneOrMore()
                                            .get(feature)
                                            .get("heads"))
                            .error(text);
                },
                Experiment.under(features),
                Experiment.names(heads));
        List<Integer> trainImages =
                at.has("trainImages") ? TrainImages.decode(at.get("trainImages"), data.train()) : List.of();
        Fusion.check(
                (fusion, part, text) -> {
                    JsonAt wrong = at.get("fusions").oneOrMore().get(fusion);
                    throw (part < 0 ? wrong : wrong.get("of").elements().get(part)).error(text);
                },
                fusions,
                Cells.of(Experiment.under(features), Experiment.names(heads)),
                data.validation());
        Corruptions robustness = at.has("robustness") ? Corruptions.decode(at.get("robustness")) : Corruptions.NONE;
        Experiment.checkCorrupted(
                text -> {
                    throw at.get("robustness").error(text);
                },
                features,
                robustness);
        Design design = Design.decode(
                at, features.stream().map(Experiment.Feature::name).toList());
        try {
            return new Experiment(name, data, seeds, trainImages, features, heads, fusions, robustness, design);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    static ObjectNode encode(Experiment experiment) {
        SpecJson json = SpecJson.installed();
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", experiment.name());
        experiment.data().encode(tree.putObject("data"));
        ArrayNode seedList = tree.putArray("seeds");
        experiment.seeds().forEach(seedList::add);
        if (!experiment.trainImages().isEmpty()) {
            ArrayNode sizes = tree.putArray("trainImages");
            experiment.trainImages().forEach(sizes::add);
        }
        ArrayNode featureList = tree.putArray("features");
        for (Experiment.Feature feature : experiment.features()) {
            ObjectNode object = featureList.addObject().put("name", feature.name());
            object.setAll(json.describe(feature.spec()));
            ArrayNode transformList = object.putArray("transforms");
            feature.transforms().forEach(t -> transformList.add(json.describe(t)));
            if (!feature.heads().isEmpty()) {
                ArrayNode names = object.putArray("heads");
                feature.heads().forEach(names::add);
            }
            if (feature.learned()) {
                object.put("learned", true);
            }
        }
        ArrayNode headList = tree.putArray("heads");
        for (Experiment.Head head : experiment.heads()) {
            ObjectNode object = headList.addObject().put("name", head.name());
            new Candidates(head.candidates(), head.search()).encode(object);
        }
        if (!experiment.fusions().isEmpty()) {
            ArrayNode fusionList = tree.putArray("fusions");
            experiment.fusions().forEach(fusion -> fusion.encode(fusionList.addObject()));
        }
        if (!experiment.robustness().isEmpty()) {
            experiment.robustness().encode(tree.putObject("robustness"));
        }
        experiment.design().encode(tree);
        return tree;
    }
}
