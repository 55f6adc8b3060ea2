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
import dev.whittle.classify.Checks;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.PlattScaling;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.linear.TemperatureScaling;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.smile.SmileRandomForest;
import dev.whittle.classify.smile.SmileRbfSvm;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Specs as JSON, as an experiment and a model file hold them: an object with the key {@code type}, the spec's class name in
 * kebab-case ({@code RawPixels} is {@code raw-pixels}), and one key for each component of the record, under its own name.
 *
 * <p>Components are whole numbers, floats, doubles, booleans, texts, enums (in kebab-case), records, specs and lists of
 * these. A component that is one certain record is an object without {@code type}; one that may be any {@link Spec} has it.
 * Boxed numbers, records and specs may be null where the record's constructor lets them.
 *
 * <p>Encoding writes all components in declared order. Decoding takes what is absent from the record's static {@code
 * defaults()}, or, within a record, from the defaults of the record around it; everything wrong is an {@link
 * IllegalArgumentException} that says where it stands and what would be right.
 */
public final class SpecJson {
    private static final String TYPE = "type";
    private static final List<Class<?>> PRIMITIVE =
            List.of(int.class, long.class, float.class, double.class, boolean.class);
    private static final List<Class<?>> BOXED =
            List.of(Integer.class, Long.class, Float.class, Double.class, Boolean.class);

    /** All specs there are. A new one is added here, and a test finds those forgotten. */
    public static final SpecJson ALL = new SpecJson(List.of(
            // features
            RawPixels.class,
            Hog.class,
            ColorHistogram.class,
            BagOfWords.class,
            HiddenLayer.class,
            Concat.class,
            // transforms
            Standardize.class,
            Zca.class,
            // heads
            Softmax.class,
            LinearSvm.class,
            Perceptron.class,
            Mlp.class,
            SmileRandomForest.class,
            SmileRbfSvm.class,
            // parts of others
            KMeans.class,
            // of scores, fitted to scores held out
            TemperatureScaling.class,
            PlattScaling.class));

    private final Map<String, Class<? extends Spec<?, ?>>> types = new LinkedHashMap<>();

    /**
     * A codec for these specs.
     *
     * @throws IllegalArgumentException if one is no record, has a component that JSON cannot hold, or if two have one name
     */
    public SpecJson(List<Class<? extends Spec<?, ?>>> specs) {
        for (Class<? extends Spec<?, ?>> spec : specs) {
            checkRecord(spec, spec.getSimpleName());
            if (Arrays.stream(spec.getRecordComponents())
                    .anyMatch(c -> c.getName().equals(TYPE))) {
                throw new IllegalArgumentException(spec + " has a component called type, the key for its name");
            }
            if (types.put(name(spec), spec) != null) {
                throw new IllegalArgumentException("There are two specs called " + name(spec));
            }
        }
    }

    /** The specs of this codec by their names, in the order in which they were given. */
    public Map<String, Class<? extends Spec<?, ?>>> types() {
        return Collections.unmodifiableMap(types);
    }

    /** The name of a class as JSON has it: RawPixels is raw-pixels. */
    static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    // ---- encoding

    /** The object that stands for a spec, {@code type} first. */
    public ObjectNode encode(Spec<?, ?> spec) {
        if (types.get(name(spec.getClass())) != spec.getClass()) {
            throw new IllegalArgumentException(
                    "The spec " + spec + " cannot be written as JSON: " + spec.getClass() + " is not registered");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put(TYPE, name(spec.getClass()));
        return object.setAll(encodeRecord((Record) spec));
    }

    /** The object that stands for the defaults of a spec's type, which must have some. */
    public ObjectNode encodeDefaults(Spec<?, ?> spec) {
        return encodeRecord(defaults(spec.getClass()));
    }

    /** The object with the components of a record, without {@code type}. */
    public ObjectNode encodeRecord(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            object.set(component.getName(), encodeValue(component.getGenericType(), value(component, record)));
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
            v.forEach(element -> array.add(encodeValue(elementType(declared), element)));
            return array;
        } else if (value instanceof Spec<?, ?> v && !raw(declared).isRecord()) {
            return encode(v);
        } else if (value instanceof Record v) {
            return encodeRecord(v);
        }
        throw new IllegalArgumentException("JSON cannot hold " + value + " for " + declared.getTypeName());
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + component + " of " + record, e);
        }
    }

    // ---- decoding

    /**
     * The spec that an object stands for.
     *
     * @param data what the spec must fit to, such as {@code Dataset.class}
     * @param fitted what must come out of it, such as {@code FeatureExtractor.class}
     * @param otherKeys keys the object may have besides, which are the caller's
     */
    public <D, M extends Fitted> Spec<D, ? extends M> decode(
            JsonAt at, Class<D> data, Class<M> fitted, String... otherKeys) {
        @SuppressWarnings("unchecked") // decodeSpec has looked at both
        Spec<D, ? extends M> spec = (Spec<D, ? extends M>) decodeSpec(at, data, fitted, null, otherKeys);
        return spec;
    }

    /**
     * The record that an object stands for; it has no {@code type}.
     *
     * @param otherKeys keys the object may have besides, which are the caller's
     */
    public <R> R decodeRecord(JsonAt at, Class<R> type, String... otherKeys) {
        return type.cast(decodeRecord(at, type, null, List.of(otherKeys)));
    }

    private Spec<?, ?> decodeSpec(JsonAt at, Class<?> data, Class<?> fitted, Object base, String... otherKeys) {
        Class<?> type;
        if (base != null && at.node().isObject() && !at.has(TYPE)) {
            type = base.getClass();
        } else {
            JsonAt named = at.get(TYPE);
            type = types.get(named.text());
            if (type == null || !fits(type, data, fitted)) {
                Collection<String> valid = new TreeSet<>();
                types.forEach((name, candidate) -> {
                    if (fits(candidate, data, fitted)) {
                        valid.add(name);
                    }
                });
                String role = name(fitted).replace('-', ' ');
                throw named.error(
                        type == null
                                ? JsonAt.unknown(role + " type", named.text(), valid)
                                : "'" + named.text() + "' is no " + role + ". Valid: " + String.join(", ", valid));
            }
        }
        List<String> others = new ArrayList<>(List.of(otherKeys));
        others.add(TYPE);
        return (Spec<?, ?>)
                decodeRecord(at, type, base != null && base.getClass() == type ? (Record) base : null, others);
    }

    /** Whether a spec fits to such data and gives such a thing. */
    private static boolean fits(Class<?> spec, Class<?> data, Class<?> fitted) {
        return data.isAssignableFrom(method(spec, "fit", 0)) && fitted.isAssignableFrom(method(spec, "restore", -1));
    }

    /** The type of a parameter, or for -1 of the result, of the method a spec declares itself (not of its bridge). */
    private static Class<?> method(Class<?> spec, String name, int parameter) {
        return Arrays.stream(spec.getMethods())
                .filter(m -> m.getName().equals(name)
                        && !m.isBridge()
                        && m.getParameterCount() == 2
                        && m.getParameterTypes()[1] == Run.class)
                .map(m -> parameter < 0 ? m.getReturnType() : m.getParameterTypes()[parameter])
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(spec + " has no method " + name));
    }

    private Record decodeRecord(JsonAt at, Class<?> type, Record base, List<String> otherKeys) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> valid = new ArrayList<>();
        Arrays.stream(components).forEach(c -> valid.add(c.getName()));
        valid.addAll(otherKeys);
        at.onlyKeys(valid);
        Record defaults = base != null ? base : defaults(type);
        Object[] values = new Object[components.length];
        Class<?>[] valueTypes = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            Object absent = defaults == null ? null : value(components[i], defaults);
            valueTypes[i] = components[i].getType();
            boolean given = at.has(components[i].getName());
            boolean mayBeNull = mayBeNull(components[i].getType());
            if (!given && (defaults != null || mayBeNull)) {
                values[i] = absent;
            } else if (given
                    && mayBeNull
                    && at.get(components[i].getName()).node().isNull()) {
                values[i] = null;
            } else {
                values[i] = decodeValue(at.get(components[i].getName()), components[i].getGenericType(), absent);
            }
        }
        try {
            var constructor = type.getDeclaredConstructor(valueTypes);
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw at.error(refused.getMessage());
            }
            throw new IllegalStateException("The constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a " + type, e);
        }
    }

    /** Whether a component may be left out by giving null, as far as the type says; the record's constructor has the last word. */
    private static boolean mayBeNull(Class<?> type) {
        return BOXED.contains(type) || type.isRecord() || type == Spec.class;
    }

    /** What the record's static {@code defaults()} gives, or null if it has none: then all components must be given. */
    private static Record defaults(Class<?> type) {
        try {
            Method defaults = type.getDeclaredMethod("defaults");
            defaults.setAccessible(true);
            return (Record) defaults.invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make the defaults of " + type, e);
        }
    }

    private Object decodeValue(JsonAt at, Type declared, Object base) {
        Class<?> type = raw(declared);
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
            at.elements().forEach(e -> values.add(decodeValue(e, elementType(declared), null)));
            return List.copyOf(values);
        } else if (type == Spec.class) {
            Type[] arguments = ((ParameterizedType) declared).getActualTypeArguments();
            return decodeSpec(at, raw(arguments[0]), raw(arguments[1]), base);
        }
        return decodeRecord(at, type, (Record) base, List.of());
    }

    // ---- types

    private static void checkRecord(Class<?> type, String path) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(path + " is a " + type + "; only records can be written as JSON");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            checkValue(component.getGenericType(), path + "." + component.getName());
        }
    }

    private static void checkValue(Type declared, String path) {
        Class<?> type = raw(declared);
        boolean simple = PRIMITIVE.contains(type) || BOXED.contains(type) || type == String.class || type.isEnum();
        if (type == List.class) {
            checkValue(elementType(declared), path + "[]");
        } else if (!simple && type != Spec.class) {
            checkRecord(type, path);
        }
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        } else if (type instanceof ParameterizedType p) {
            return (Class<?>) p.getRawType();
        } else if (type instanceof WildcardType w) {
            return raw(w.getUpperBounds()[0]);
        }
        throw new IllegalArgumentException("JSON cannot hold a " + type.getTypeName());
    }

    private static Type elementType(Type list) {
        Type element = ((ParameterizedType) list).getActualTypeArguments()[0];
        return element instanceof WildcardType w ? w.getUpperBounds()[0] : element;
    }
}
