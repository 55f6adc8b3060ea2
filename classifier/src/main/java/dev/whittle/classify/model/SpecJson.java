package dev.whittle.classify.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import dev.whittle.feature.registry.Schema;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Specs as JSON, as in experiments and model files. A spec is an object with the key {@code type}, the {@link
 * SpecType#name name} of the spec, and one key for each setting of its {@link Schema}. Enums are in lower case with
 * hyphens. A setting whose type is a fixed record is an object without {@code type}; a setting that may be any {@link
 * Spec} has a {@code type}. A choice is its word or its value, see {@link Schema}.
 *
 * <p>A {@link Preprocessed} feature is its feature with the key {@code images}, a list of image steps.
 *
 * <p>Encoding writes all settings in their order. In decoding, absent settings get the defaults of their record, or,
 * within a record, the defaults of the enclosing record. A list may be given as its single element, and a record of
 * {@code width} and {@code height} as a number for both. Every error is an {@link IllegalArgumentException} that names
 * the place and what is expected.
 *
 * <p>A spec without a name can also be compared in code. {@link #describe} writes it with the type {@value
 * SpecType#UNNAMED}, its class and its known settings. This cannot be read back.
 */
public final class SpecJson {
    private static final String TYPE = "type";
    private static final String CLASS = "class";
    private static final String SETTINGS = "settings";
    private static final String IMAGES = "images";
    private static final List<String> SQUARE = List.of("width", "height");

    /** The end of the default text of {@link Object#toString}, which differs in every run. */
    private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+\\b");

    private final Specs specs;

    /** A codec for these specs. */
    public SpecJson(Specs specs) {
        this.specs = specs;
    }

    /** A codec for the specs of {@link Specs#installed}. */
    public static SpecJson installed() {
        return new SpecJson(Specs.installed());
    }

    // ---- encoding

    /**
     * The JSON object of a spec, with {@code type} first.
     *
     * @throws IllegalArgumentException if the spec or a spec within it has no name
     */
    public ObjectNode encode(Spec<?, ?> spec) {
        if (!specs.isNamed(spec)) {
            throw new IllegalArgumentException("The spec " + spec + " cannot be written as JSON: " + spec.getClass()
                    + ", or a spec within it, has no name in files. A SpecProvider gives names");
        }
        return describe(spec);
    }

    /** Like {@link #encode}, but also writes specs without a name, for readers. */
    public ObjectNode describe(Spec<?, ?> spec) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (spec instanceof Preprocessed preprocessed) {
            object.setAll(describe(preprocessed.feature()));
            ArrayNode images = object.putArray(IMAGES);
            preprocessed.images().forEach(step -> images.add(describe(step)));
            return object;
        }
        Optional<SpecType<?, ?>> type = specs.find(spec.getClass());
        if (type.isPresent()) {
            object.put(TYPE, type.get().name());
            return object.setAll(encodeRecord((Record) spec));
        }
        object.put(TYPE, SpecType.UNNAMED).put(CLASS, spec.getClass().getName());
        object.set(SETTINGS, settings(spec));
        return object;
    }

    /** The known settings of a spec without a name; null if none are known. */
    private JsonNode settings(Spec<?, ?> spec) {
        if (spec instanceof Record record && hasSchema(spec.getClass())) {
            return encodeRecord(record);
        }
        String text = spec.toString();
        return IDENTITY.matcher(text).find() ? NullNode.getInstance() : TextNode.valueOf(text);
    }

    private static boolean hasSchema(Class<?> type) {
        try {
            Schema.of(type);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether {@link #describe} tells this spec from all that compute something else: it and the specs within it are
     * records of what a {@link Schema} has. The settings of others are known to the program only, and two that look the
     * same may differ, whatever their {@code toString} says.
     */
    public boolean isFullyDescribed(Spec<?, ?> spec) {
        return describe(spec).findParents(CLASS).stream()
                .noneMatch(unnamed -> unnamed.path(TYPE).asText().equals(SpecType.UNNAMED)
                        && !unnamed.path(SETTINGS).isObject());
    }

    /** The object with the settings of a record, without {@code type}. */
    public ObjectNode encodeRecord(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Schema.Key key : Schema.of(record.getClass()).keys()) {
            object.set(key.name(), encodeValue(key.declared(), key.value(record)));
        }
        return object;
    }

    private JsonNode encodeValue(Type declared, Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof Integer v) {
            return IntNode.valueOf(v);
        } else if (value instanceof Long v) {
            return LongNode.valueOf(v);
        } else if (value instanceof Float v) {
            return CanonicalJson.number(v);
        } else if (value instanceof Double v) {
            return CanonicalJson.number(v);
        } else if (value instanceof Boolean v) {
            return BooleanNode.valueOf(v);
        } else if (value instanceof String v) {
            return TextNode.valueOf(v);
        } else if (value instanceof Enum<?> v) {
            return TextNode.valueOf(Checks.name(v));
        } else if (value instanceof List<?> v) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            v.forEach(element -> array.add(encodeValue(Schema.element(declared), element)));
            return array;
        } else if (value instanceof Spec<?, ?> v && !Schema.raw(declared).isRecord()) {
            return describe(v);
        } else if (value instanceof Record v && Schema.isChoice(Schema.raw(declared))) {
            Schema.Key only = Schema.of(v.getClass()).keys().get(0);
            return encodeValue(only.declared(), only.value(v));
        } else if (value instanceof Record v) {
            return encodeRecord(v);
        }
        throw new IllegalArgumentException("JSON cannot hold " + value + " for " + declared.getTypeName());
    }

    // ---- decoding

    /**
     * The spec of a JSON object.
     *
     * @param data what the spec must fit to, such as {@code Dataset.class}
     * @param fitted what its {@code fit} must return, such as {@code FeatureExtractor.class}
     * @param otherKeys keys the object may have besides, which are the caller's
     */
    public <D, M extends Fitted> Spec<D, ? extends M> decode(
            JsonAt at, Class<D> data, Class<M> fitted, String... otherKeys) {
        @SuppressWarnings("unchecked") // decodeSpec has checked both
        Spec<D, ? extends M> spec = (Spec<D, ? extends M>) decodeSpec(at, data, fitted, null, otherKeys);
        return spec;
    }

    /**
     * The record of a JSON object, which has no {@code type}.
     *
     * @param otherKeys keys the object may have besides, which are the caller's
     */
    public <R> R decodeRecord(JsonAt at, Class<R> type, String... otherKeys) {
        return type.cast(decodeRecord(at, type, null, List.of(otherKeys)));
    }

    private Spec<?, ?> decodeSpec(JsonAt at, Class<?> data, Class<?> fitted, Object base, String... otherKeys) {
        Class<?> type = base != null && at.node().isObject() && !at.has(TYPE)
                ? base.getClass()
                : named(at, data, fitted).type();
        List<String> others = new ArrayList<>(List.of(otherKeys));
        others.add(TYPE);
        boolean mayHaveImages = fitted == FeatureExtractor.class;
        if (mayHaveImages) {
            others.add(IMAGES);
        }
        Record spec = decodeRecord(at, type, base != null && base.getClass() == type ? (Record) base : null, others);
        return mayHaveImages && at.has(IMAGES) ? preprocessed(at.get(IMAGES), spec) : (Spec<?, ?>) spec;
    }

    @SuppressWarnings("unchecked") // decodeSpec has checked both
    private Spec<?, ?> preprocessed(JsonAt images, Record feature) {
        List<Spec<Dataset, ? extends ImageStep>> steps = new ArrayList<>();
        images.oneOrMore().forEach(step -> steps.add(decode(step, Dataset.class, ImageStep.class)));
        Spec<Dataset, ? extends FeatureExtractor> spec = (Spec<Dataset, ? extends FeatureExtractor>) feature;
        return steps.isEmpty() ? spec : new Preprocessed(steps, spec);
    }

    /**
     * The type that an object names, if specs of it are fitted to this type of data and return this type of fitted
     * object.
     */
    private SpecType<?, ?> named(JsonAt at, Class<?> data, Class<?> fitted) {
        JsonAt key = at.get(TYPE);
        String name = key.text();
        String role = words(fitted);
        Optional<SpecType<?, ?>> type = specs.find(name);
        List<String> valid = new ArrayList<>(specs.names(data, fitted));
        if (type.isPresent() && type.get().fits(data, fitted)) {
            return type.get();
        } else if (type.isPresent()) {
            throw key.error("'" + name + "' is no " + role + ". Valid: " + String.join(", ", valid));
        } else if (name.equals(SpecType.UNNAMED)) {
            throw key.error("this " + role + " has no name in files: it is the class "
                    + at.node().path(CLASS).asText("?")
                    + " of the program that wrote this, so it cannot be run again from this file");
        }
        Optional<String> jar = specs.missing(name);
        if (jar.isPresent()) {
            throw key.error("the " + role + " type '" + name + "' needs " + jar.get() + " on the class path");
        }
        valid.sort(Comparator.comparingInt(candidate -> JsonAt.editDistance(name, candidate)));
        throw key.error(JsonAt.unknown(role + " type", name, valid)
                + ". If it is from another jar, that jar is not on the class path");
    }

    /** A class name in words: FeatureExtractor is feature extractor. */
    private static String words(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private Record decodeRecord(JsonAt at, Class<?> type, Record base, List<String> otherKeys) {
        Schema schema = Schema.of(type);
        if (at.node().isNumber() && schema.names().equals(SQUARE)) {
            return create(
                    at,
                    schema,
                    schema.keys().stream()
                            .map(key -> decodeValue(at, key.declared(), null))
                            .toList());
        }
        List<String> valid = new ArrayList<>(schema.names());
        valid.addAll(otherKeys);
        at.onlyKeys(valid);
        Record defaults = base != null ? base : schema.defaults().orElse(null);
        List<Object> values = new ArrayList<>();
        for (Schema.Key key : schema.keys()) {
            Object absent = defaults == null ? null : key.value(defaults);
            boolean given = at.has(key.name());
            if (!given && (defaults != null || key.mayBeNull())) {
                values.add(absent);
            } else if (given && key.mayBeNull() && at.get(key.name()).node().isNull()) {
                values.add(null);
            } else {
                values.add(decodeValue(at.get(key.name()), key.declared(), absent));
            }
        }
        return create(at, schema, values);
    }

    private static Record create(JsonAt at, Schema schema, List<?> values) {
        try {
            return schema.create(values);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    private Object decodeValue(JsonAt at, Type declared, Object base) {
        Class<?> type = Schema.raw(declared);
        if (type == int.class || type == Integer.class) {
            return (int) at.wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class || type == Long.class) {
            return at.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == float.class || type == Float.class) {
            return at.floatNumber();
        } else if (type == double.class || type == Double.class) {
            return at.number();
        } else if (type == boolean.class || type == Boolean.class) {
            return at.bool();
        } else if (type == String.class) {
            return at.text();
        } else if (type.isEnum()) {
            Map<String, Object> constants = new LinkedHashMap<>();
            Arrays.stream(type.getEnumConstants()).forEach(c -> constants.put(Checks.name((Enum<?>) c), c));
            String given = at.text();
            if (!constants.containsKey(given)) {
                throw at.error(JsonAt.unknown("value", given, constants.keySet()));
            }
            return constants.get(given);
        } else if (type == List.class) {
            List<Object> values = new ArrayList<>();
            at.oneOrMore().forEach(e -> values.add(decodeValue(e, Schema.element(declared), null)));
            return List.copyOf(values);
        } else if (Schema.isChoice(type)) {
            if (at.node().isTextual()) {
                return decodeValue(at, Schema.wordsOf(type), null);
            }
            Schema value = Schema.of(Schema.valueOf(type));
            return create(at, value, List.of(decodeValue(at, value.keys().get(0).declared(), null)));
        } else if (type == Spec.class) {
            Type[] arguments = ((ParameterizedType) declared).getActualTypeArguments();
            return decodeSpec(at, Schema.raw(arguments[0]), Schema.raw(arguments[1]), base);
        }
        return decodeRecord(at, type, (Record) base, List.of());
    }
}
