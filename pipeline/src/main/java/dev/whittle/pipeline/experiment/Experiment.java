package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A comparison as its file declares it: every feature with every head, for every seed, on one data set.
 *
 * <pre>{@code
 * name: example
 * data: {set: cifar10, train: 2000, validation: 500, test: 1000}
 * seeds: [1, 2, 3]
 * features:
 *   - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
 * heads:
 *   - {name: softmax, type: softmax, l2: 1e-4}
 *   - {name: svm, type: linear-svm, search: {method: random, trials: 8, over: {l2: {from: 1e-3, to: 1, log: true}}}}
 * }</pre>
 *
 * @param name the title of the report
 * @param seeds at least one, without duplicates; everything is trained once for each. Without the key, {@code [1]}
 * @param trainImages the smaller numbers of training images with which everything is trained too, ascending; may be
 *     empty, and may end with the number of all of them
 * @param features at least one; their names differ
 * @param heads at least one; their names differ
 * @param fusions rows made of the scores of cells; may be empty
 * @param robustness by what the test images are corrupted, too; may be empty
 * @param design what is compared with what, and whether there are negative controls
 */
public record Experiment(
        String name,
        DataSpec data,
        List<Long> seeds,
        List<Integer> trainImages,
        List<Feature> features,
        List<Head> heads,
        List<Fusion> fusions,
        Corruptions robustness,
        Design design) {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("name", "data", "seeds", "trainImages", "features", "heads", "fusions", "robustness"),
                    Design.KEYS.stream())
            .toList();

    /**
     * A row of the comparison.
     *
     * @param transforms applied to the features in this order; each is fitted to the training features after the
     *     transforms before it
     * @param heads the names of the heads that are trained on it; empty for all
     * @param learned whether the report counts it as learned, where it sets learned features beside hand-made ones
     */
    public record Feature(
            String name,
            Spec<Dataset, ? extends FeatureExtractor> spec,
            List<Spec<Rows, ? extends Transform>> transforms,
            List<String> heads,
            boolean learned) {
        public Feature {
            transforms = List.copyOf(transforms);
            heads = List.copyOf(heads);
            Compression.last(transforms);
        }

        /** A hand-made feature, under all heads. */
        public Feature(
                String name,
                Spec<Dataset, ? extends FeatureExtractor> spec,
                List<Spec<Rows, ? extends Transform>> transforms) {
            this(name, spec, transforms, List.of(), false);
        }

        /** Whether a head is trained on this feature. */
        public boolean isUnder(String head) {
            return heads.isEmpty() || heads.contains(head);
        }

        /** Whether the promise of the same bits everywhere covers this feature; see {@link Spec#bitsPromised}. */
        public boolean bitsPromised() {
            return spec.bitsPromised() && transforms.stream().allMatch(Spec::bitsPromised);
        }

        /** Whether a model file can hold this feature with its transforms. */
        public boolean canBeSaved() {
            return Experiment.canBeSaved(spec) && transforms.stream().allMatch(Experiment::canBeSaved);
        }
    }

    /**
     * A column of the comparison.
     *
     * @param candidates at least one; of several, the most accurate one on the validation images is chosen for each
     *     feature and seed
     * @param search the search that made the candidates; null if they are listed
     */
    public record Head(String name, List<Spec<Samples, ? extends Classifier>> candidates, Search search) {
        public Head {
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("Head '" + name + "' has no candidate, at least one is needed");
            }
        }

        public Head(String name, List<Spec<Samples, ? extends Classifier>> candidates) {
            this(name, candidates, null);
        }

        /** A head with a single candidate. */
        public Head(String name, Spec<Samples, ? extends Classifier> spec) {
            this(name, List.of(spec));
        }

        /**
         * For each candidate the settings that distinguish it from the others. A key within another is written like
         * {@code training.learningRate}.
         */
        public List<ObjectNode> settings() {
            return Settings.varied(candidates);
        }

        /** Whether the promise of the same bits everywhere covers this head; see {@link Spec#bitsPromised}. */
        public boolean bitsPromised() {
            return candidates.stream().allMatch(Spec::bitsPromised);
        }
    }

    /** An experiment with all training images, without fusions and corruptions. */
    public Experiment(String name, DataSpec data, List<Long> seeds, List<Feature> features, List<Head> heads) {
        this(name, data, seeds, List.of(), features, heads, List.of(), Corruptions.NONE, Design.DEFAULT);
    }

    public Experiment {
        seeds = List.copyOf(seeds);
        trainImages = List.copyOf(trainImages);
        features = List.copyOf(features);
        heads = List.copyOf(heads);
        fusions = List.copyOf(fusions);
        List<String> wrong = new ArrayList<>();
        if (name == null || name.isBlank()) {
            wrong.add("the name is empty");
        }
        if (data == null) {
            wrong.add("data is missing");
        }
        Names.check(wrong, "seeds", seeds);
        Names.check(wrong, "features", features.stream().map(Feature::name).toList());
        Names.check(wrong, "heads", names(heads));
        if (data != null
                && !data.heldOut().canChoose()
                && heads.stream().anyMatch(h -> h.candidates().size() > 1)) {
            wrong.add("a head has candidates or a search, but there are no validation images to choose by;"
                    + " data.validation says how many");
        }
        Cells.check((feature, text) -> wrong.add(text), under(features), names(heads));
        TrainImages.check(wrong::add, trainImages, data == null ? DataSpec.ALL : data.train());
        Fusion.check(
                (fusion, part, text) -> wrong.add(text),
                fusions,
                Cells.of(under(features), names(heads)),
                data == null ? 1 : data.validation());
        checkCorrupted(wrong::add, features, robustness);
        String problem = design.problem(features.stream().map(Feature::name).toList());
        if (problem != null) {
            wrong.add(problem);
        }
        if (design.problem(seeds.size()) != null) {
            wrong.add(design.problem(seeds.size()));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Experiment: " + String.join("; ", wrong));
        }
    }

    /**
     * Whether a model file can hold this spec and its fitted object: the spec has a name in files, and the arrays are
     * all of the object's state.
     */
    public static boolean canBeSaved(Spec<?, ?> spec) {
        return spec.canBeSaved() && Specs.installed().isNamed(spec);
    }

    /** The same with settings of the data set written out that depend on the data. */
    Experiment resolved(DataPlaces where) throws IOException {
        return withData(data.resolved(where));
    }

    /**
     * The same with the number of validation images written out.
     *
     * @param images how many images there are to learn from
     */
    Experiment withValidation(int images) {
        return withData(data.withValidation(images));
    }

    /** The same with another name. */
    Experiment withName(String newName) {
        return new Experiment(newName, data, seeds, trainImages, features, heads, fusions, robustness, design);
    }

    private Experiment withData(DataSpec newData) {
        return new Experiment(name, newData, seeds, trainImages, features, heads, fusions, robustness, design);
    }

    /** Reports features that cannot be computed of corrupted images. */
    static void checkCorrupted(Consumer<String> wrong, List<Feature> features, Corruptions robustness) {
        features.stream()
                .map(feature -> robustness.problem(feature.name(), feature.spec()))
                .filter(Objects::nonNull)
                .forEach(wrong);
    }

    /** For each feature, by its name, the names of its heads; none for all. */
    static Map<String, List<String>> under(List<Feature> features) {
        Map<String, List<String>> under = new LinkedHashMap<>();
        features.forEach(feature -> under.putIfAbsent(feature.name(), feature.heads()));
        return under;
    }

    static List<String> names(List<Head> heads) {
        return heads.stream().map(Head::name).toList();
    }

    /**
     * Reads an experiment from a YAML file.
     *
     * @throws IOException if the file is missing or something in it is not understood, with its path, the line and what
     *     is expected
     */
    public static Experiment read(Path file) throws IOException {
        try {
            return decode(YamlFile.read(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The experiment in a JSON tree, such as the one {@link #encode} returns.
     *
     * @throws IllegalArgumentException if something is not understood, with its place
     */
    public static Experiment decode(JsonAt at) {
        return decode(at, at.get("data"));
    }

    /** @param dataAt the data, in place of what stands at the key of the experiment */
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
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonAt feature : at.get("features").oneOrMore()) {
            String name = SpecText.name(feature, names);
            Spec<Dataset, ? extends FeatureExtractor> spec = SpecJson.installed()
                    .decode(feature, Dataset.class, FeatureExtractor.class, "name", "transforms", "heads", "learned");
            UnusedSettings.refuse(feature, List.of(spec));
            features.add(new Feature(
                    name,
                    spec,
                    feature.has("transforms") ? SpecText.transforms(feature.get("transforms")) : List.of(),
                    feature.has("heads") ? Cells.decode(feature.get("heads")) : List.of(),
                    feature.has("learned") && feature.get("learned").bool()));
        }
        List<Head> heads = new ArrayList<>();
        names.clear();
        for (JsonAt head : at.get("heads").oneOrMore()) {
            String name = SpecText.name(head, names);
            Candidates its = Candidates.decode(head);
            UnusedSettings.refuse(head, its.candidates());
            heads.add(new Head(name, its.candidates(), its.search()));
        }
        String name = at.get("name").text();
        List<Fusion> fusions = at.has("fusions") ? Fusion.decode(at.get("fusions")) : List.of();
        boolean choosing = !fusions.isEmpty()
                || heads.stream().anyMatch(head -> head.candidates().size() > 1);
        DataSpec data = DataSpec.decode(dataAt, choosing ? HeldOut.FIFTH : 0);
        List<Integer> candidates =
                heads.stream().map(head -> head.candidates().size()).toList();
        data.heldOut().check(at, dataAt, candidates);
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
                under(features),
                names(heads));
        List<Integer> trainImages =
                at.has("trainImages") ? TrainImages.decode(at.get("trainImages"), data.train()) : List.of();
        Fusion.check(
                (fusion, part, text) -> {
                    JsonAt wrong = at.get("fusions").oneOrMore().get(fusion);
                    throw (part < 0 ? wrong : wrong.get("of").elements().get(part)).error(text);
                },
                fusions,
                Cells.of(under(features), names(heads)),
                data.validation());
        Corruptions robustness = at.has("robustness") ? Corruptions.decode(at.get("robustness")) : Corruptions.NONE;
        checkCorrupted(
                text -> {
                    throw at.get("robustness").error(text);
                },
                features,
                robustness);
        Design design = Design.decode(at, features.stream().map(Feature::name).toList(), seeds.size());
        try {
            return new Experiment(name, data, seeds, trainImages, features, heads, fusions, robustness, design);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    /**
     * The whole experiment with all defaults filled in, in canonical form, as a result contains it. Specs without a
     * name are described, see {@link SpecJson#describe}; {@link #decode} refuses them.
     */
    public ObjectNode encode() {
        SpecJson json = SpecJson.installed();
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", name);
        data.encode(tree.putObject("data"));
        ArrayNode seedList = tree.putArray("seeds");
        seeds.forEach(seedList::add);
        if (!trainImages.isEmpty()) {
            ArrayNode sizes = tree.putArray("trainImages");
            trainImages.forEach(sizes::add);
        }
        ArrayNode featureList = tree.putArray("features");
        for (Feature feature : features) {
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
        for (Head head : heads) {
            ObjectNode object = headList.addObject().put("name", head.name());
            new Candidates(head.candidates(), head.search()).encode(object);
        }
        if (!fusions.isEmpty()) {
            ArrayNode fusionList = tree.putArray("fusions");
            fusions.forEach(fusion -> fusion.encode(fusionList.addObject()));
        }
        if (!robustness.isEmpty()) {
            robustness.encode(tree.putObject("robustness"));
        }
        design.encode(tree);
        return tree;
    }
}
