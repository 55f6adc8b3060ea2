package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Spec;
import dev.whittle.feature.registry.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A search for a head's settings, declared by its key {@code search}. Its trials become the head's candidates when the
 * file is read. So every feature and every seed chooses among the same candidates.
 *
 * <pre>{@code
 * search: {method: random, trials: 12, over: {l2: {from: 1e-5, to: 1, log: true}, iterations: [30, 100]}}
 * search: {method: grid, over: {l2: [0.1, 0.01], iterations: [30, 100]}}
 * }</pre>
 *
 * <p>A grid tries every combination of the listed values, the last key changing fastest. A random search (Bergstra and
 * Bengio, "Random search for hyper-parameter optimization", JMLR 2012) draws each key separately: an element of a list,
 * or a number from a range. The number or its logarithm is uniformly distributed. The number has {@value #DIGITS}
 * significant digits and is whole if the setting is. No trial occurs twice.
 *
 * @param base the head whose settings the search varies
 * @param trials how many candidates there are
 * @param seed the seed of a random search, independent of the seeds of the experiment; 0 for a grid, which draws
 *     nothing
 * @param over the settings searched over, each a list of values or a range, in mappings as the settings are
 */
public record Search(Spec<Samples, ? extends Classifier> base, Method method, int trials, long seed, ObjectNode over) {
    /** How the trials are chosen. */
    public enum Method {
        RANDOM,
        GRID
    }

    /** The largest number of trials. More would take too long and are probably a mistake. */
    private static final int MOST_TRIALS = 10_000;

    private static final int DIGITS = 4;
    /** How often a trial is drawn again before the search assumes that there are no other trials. */
    private static final int DRAWS = 1000;

    /** A setting, its place in the file, and its list of values or its range. */
    private record Key(List<String> path, JsonAt at, Range range) {
        String name() {
            return String.join(".", path);
        }
    }

    private record Range(double from, double to, boolean log, boolean whole) {
        JsonNode draw(Rng rng) {
            double half = whole ? 0.5 : 0;
            double low = log ? StrictMath.log(from - half) : from - half;
            double high = log ? StrictMath.log(to + half) : to + half;
            double at = low + rng.nextDouble() * (high - low);
            double value = log ? StrictMath.exp(at) : at;
            double rounded = whole
                    ? Math.rint(value)
                    : new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
            double inside = Math.max(from, Math.min(to, rounded));
            return whole ? LongNode.valueOf((long) inside) : CanonicalJson.number(inside);
        }
    }

    public Search {
        over = (ObjectNode) normal(over);
    }

    @Override
    public ObjectNode over() {
        return over.deepCopy();
    }

    /** A head's candidates and the search that made them. */
    record Found(Search search, List<Spec<Samples, ? extends Classifier>> candidates) {}

    /**
     * Reads a search and makes its trials.
     *
     * @param base the head without its search
     */
    static Found decode(JsonAt at, Spec<Samples, ? extends Classifier> base) {
        at.onlyKeys(List.of("method", "trials", "seed", "over"));
        Method method = switch (at.get("method").text()) {
            case "random" -> Method.RANDOM;
            case "grid" -> Method.GRID;
            default -> throw at.get("method").expected("random or grid");
        };
        SpecJson json = SpecJson.installed();
        ObjectNode settings = json.encode(base);
        JsonAt over = at.get("over");
        List<Key> keys = new ArrayList<>();
        keys(over, (Record) base, List.of(), keys);
        long seed = 0;
        List<ObjectNode> overlays;
        if (method == Method.GRID) {
            for (String key : List.of("trials", "seed")) {
                if (at.has(key)) {
                    throw at.get(key).error("a grid tries all combinations and draws nothing; leave '" + key + "' out");
                }
            }
            overlays = grid(over, keys);
        } else {
            seed = at.has("seed") ? at.get("seed").wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE) : 1;
            overlays = random(at, keys, (int) at.get("trials").wholeNumber(1, MOST_TRIALS), seed);
        }
        List<Spec<Samples, ? extends Classifier>> candidates = new ArrayList<>();
        for (ObjectNode overlay : overlays) {
            candidates.add(
                    json.decode(over.with(Settings.overlay(settings, overlay)), Samples.class, Classifier.class));
        }
        return new Found(new Search(base, method, candidates.size(), seed, (ObjectNode) over.node()), candidates);
    }

    ObjectNode encode() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("method", Checks.name(method));
        if (method == Method.RANDOM) {
            object.put("trials", trials).put("seed", seed);
        }
        object.set("over", over());
        return object;
    }

    /**
     * A description of the search, such as "random search, 12 trials by seed 1 over l2 from 0.00001 to 1 (log),
     * iterations 30 or 100".
     */
    public String text() {
        List<String> parts = new ArrayList<>();
        texts(over, "", parts);
        return (method == Method.GRID
                        ? "grid search, all " + trials + " combinations of "
                        : "random search, " + trials + " trials by seed " + seed + " over ")
                + String.join(", ", parts);
    }

    private static void texts(JsonNode node, String prefix, List<String> parts) {
        node.properties().forEach(e -> {
            JsonNode values = e.getValue();
            if (values.isArray()) {
                List<String> all = new ArrayList<>();
                values.forEach(value -> all.add(value.isValueNode() ? value.asText() : value.toString()));
                parts.add(prefix + e.getKey() + " " + String.join(" or ", all));
            } else if (isRange(values)) {
                parts.add(prefix + e.getKey() + " from " + values.get("from").asText() + " to "
                        + values.get("to").asText()
                        + (values.path("log").asBoolean() ? " (log)" : ""));
            } else {
                texts(values, prefix + e.getKey() + ".", parts);
            }
        });
    }

    // ---- keys

    private static boolean isRange(JsonNode node) {
        return node.has("from") || node.has("to");
    }

    /** @param settings the head, or a record within it, whose settings are searched over */
    private static void keys(JsonAt at, Record settings, List<String> prefix, List<Key> keys) {
        if (!at.node().isObject()) {
            throw at.expected("settings to search over, each a list of values or a range");
        }
        if (at.node().isEmpty()) {
            throw at.error("there is no setting to search over, at least one is needed, such as l2: [0.1, 0.01]");
        }
        Schema schema = Schema.of(settings.getClass());
        for (String name : (Iterable<String>) at.node()::fieldNames) {
            JsonAt value = at.get(name);
            List<String> path = new ArrayList<>(prefix);
            path.add(name);
            if (name.equals("type")) {
                throw value.error("a search varies the settings of one type; make another head for another type");
            }
            int dot = name.indexOf('.');
            if (dot > 0
                    && schema.find(name.substring(0, dot))
                            .filter(key -> key.value(settings) instanceof Record)
                            .isPresent()) {
                throw value.error("unknown key '" + name + "'; settings within others are nested: {"
                        + name.replace(".", ": {") + ": …" + "}".repeat(name.split("\\.", -1).length));
            }
            at.onlyKeys(schema.names());
            Schema.Key setting = schema.find(name).orElseThrow();
            if (value.node().isArray()) {
                Set<JsonNode> different = new LinkedHashSet<>();
                for (JsonAt element : value.elements()) {
                    if (element.node().isNumber()) {
                        // Refuses what no double can hold.
                        element.number();
                    }
                    if (!different.add(normal(element.node()))) {
                        throw element.error("the value is listed twice");
                    }
                }
                if (different.isEmpty()) {
                    throw value.error("there is no value, at least one is needed");
                }
                keys.add(new Key(path, value, null));
            } else if (isRange(value.node())) {
                keys.add(new Key(path, value, range(value, setting.isWhole())));
            } else if (value.node().isObject() && setting.value(settings) instanceof Record part) {
                keys(value, part, path, keys);
            } else {
                throw value.expected("a list of values, or a range such as {from: 1e-4, to: 1, log: true}");
            }
        }
    }

    private static Range range(JsonAt at, boolean whole) {
        at.onlyKeys(List.of("from", "to", "log"));
        boolean log = at.has("log") && at.get("log").bool();
        double[] ends = new double[2];
        for (int i = 0; i < 2; i++) {
            JsonAt end = at.get(i == 0 ? "from" : "to");
            ends[i] = whole ? end.wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE) : end.number();
        }
        if (!Double.isFinite(ends[1] - ends[0])) {
            throw at.error("the range is wider than the largest double; give ends that are nearer to each other");
        }
        if (ends[0] >= ends[1]) {
            throw at.error("a range goes from a number to a larger one, got "
                    + at.node().get("from").asText() + " to "
                    + at.node().get("to").asText());
        }
        if (log && ends[0] <= 0) {
            throw at.error("a range with log begins above 0, got "
                    + at.node().get("from").asText());
        }
        return new Range(ends[0], ends[1], log, whole);
    }

    // ---- trials

    private static List<ObjectNode> grid(JsonAt at, List<Key> keys) {
        long count = 1;
        for (Key key : keys) {
            if (key.range() != null) {
                throw key.at().error("a grid takes lists of values; a range is for method: random");
            }
            count *= key.at().node().size();
            if (count > MOST_TRIALS) {
                throw at.error("the grid has more than " + MOST_TRIALS + " combinations");
            }
        }
        List<ObjectNode> overlays = new ArrayList<>();
        for (int trial = 0; trial < count; trial++) {
            ObjectNode overlay = JsonNodeFactory.instance.objectNode();
            long left = count;
            for (Key key : keys) {
                int n = key.at().node().size();
                left /= n;
                put(overlay, key.path(), key.at().node().get((int) (trial / left % n)));
            }
            overlays.add(overlay);
        }
        return overlays;
    }

    private static List<ObjectNode> random(JsonAt at, List<Key> keys, int trials, long seed) {
        Set<ObjectNode> different = new LinkedHashSet<>();
        for (int trial = 0; trial < trials; trial++) {
            // Each key has its own generator, so that another key in the file does not change its draws.
            Map<Key, Rng> generators = new HashMap<>();
            for (Key key : keys) {
                generators.put(key, new Rng(seed, "search " + key.name(), trial));
            }
            for (int draw = 0; different.size() == trial; draw++) {
                if (draw == DRAWS) {
                    throw at.error("only " + trial + " different trials are found, " + trials
                            + " are asked for; ask for fewer, or use method: grid");
                }
                ObjectNode overlay = JsonNodeFactory.instance.objectNode();
                for (Key key : keys) {
                    Rng rng = generators.get(key);
                    JsonNode values = key.at().node();
                    put(
                            overlay,
                            key.path(),
                            key.range() != null ? key.range().draw(rng) : values.get(rng.nextInt(values.size())));
                }
                different.add(overlay);
            }
        }
        return new ArrayList<>(different);
    }

    private static void put(ObjectNode overlay, List<String> path, JsonNode value) {
        ObjectNode at = overlay;
        for (String key : path.subList(0, path.size() - 1)) {
            at = at.withObjectProperty(key);
        }
        at.set(path.get(path.size() - 1), value);
    }

    /** The tree with every number in canonical form. */
    private static JsonNode normal(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(e -> copy.set(e.getKey(), normal(e.getValue())));
            return copy;
        } else if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(normal(element)));
            return copy;
        } else if (!node.isNumber()) {
            return node;
        }
        double value = node.doubleValue();
        return value == Math.rint(value) && Math.abs(value) <= 0x1p53
                ? LongNode.valueOf((long) value)
                : CanonicalJson.number(value);
    }
}
