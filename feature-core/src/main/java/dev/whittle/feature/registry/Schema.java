package dev.whittle.feature.registry;

import dev.whittle.feature.Spec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a record in a file: its keys with their types and defaults. All code that reads, writes, searches or
 * lists settings uses it. Which settings have no effect depends on the values of other settings, see {@link
 * Spec#unusedSettings}.
 *
 * <p>The keys are the names of the record's components, in their order. Renaming a component changes the file format; a
 * test that lists all keys then fails. Components are whole numbers, floats, doubles, booleans, texts, enums, records,
 * specs, choices and lists of these. Boxed numbers, records and specs may be null if the record's constructor allows
 * it.
 *
 * <p>A choice is a word or a value, such as {@code balanced} or a list of weights: a sealed interface with two classes,
 * an enum for the words and a record of a single component for the value.
 *
 * <p>The defaults are those of the record's static {@code defaults()}. Without this method, all keys must be given,
 * except those that may be null.
 */
public final class Schema {
    private static final List<Class<?>> PRIMITIVE =
            List.of(int.class, long.class, float.class, double.class, boolean.class);
    private static final List<Class<?>> BOXED =
            List.of(Integer.class, Long.class, Float.class, Double.class, Boolean.class);

    private static final ClassValue<Schema> SCHEMAS = new ClassValue<>() {
        @Override
        protected Schema computeValue(Class<?> record) {
            return new Schema(record, record.getSimpleName());
        }
    };

    /** A setting of a record. */
    public static final class Key {
        private final RecordComponent component;

        private Key(RecordComponent component) {
            this.component = component;
        }

        public String name() {
            return component.getName();
        }

        /** The class of its values; {@code List.class} for a list. */
        public Class<?> type() {
            return component.getType();
        }

        /** The declared type, with the types of elements and specs. */
        public Type declared() {
            return component.getGenericType();
        }

        /** Whether its values are whole numbers. */
        public boolean isWhole() {
            return List.of(int.class, Integer.class, long.class, Long.class).contains(type());
        }

        /** Whether its type or {@link MayBeAbsent} allows null. The record's constructor may still refuse it. */
        public boolean mayBeNull() {
            return BOXED.contains(type())
                    || type().isRecord()
                    || type() == Spec.class
                    || component.isAnnotationPresent(MayBeAbsent.class);
        }

        /** Its value in a record. */
        public Object value(Record record) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("Cannot read " + component + " of " + record, e);
            }
        }
    }

    private final Class<?> type;
    private final List<Key> keys;

    private Schema(Class<?> record, String path) {
        if (!record.isRecord()) {
            throw new IllegalArgumentException(
                    path + " is of the " + record + ", which a file cannot hold; settings are"
                            + " numbers, booleans, texts, enums, records, specs and lists of these");
        }
        this.type = record;
        this.keys = Arrays.stream(record.getRecordComponents()).map(Key::new).toList();
        for (Key key : keys) {
            check(key.declared(), path + "." + key.name());
        }
    }

    /** @throws IllegalArgumentException if this is no record, or has a component that a file cannot hold */
    public static Schema of(Class<?> record) {
        return SCHEMAS.get(record);
    }

    private static void check(Type declared, String path) {
        Class<?> type = raw(declared);
        boolean simple = PRIMITIVE.contains(type) || BOXED.contains(type) || type == String.class || type.isEnum();
        if (type == List.class) {
            check(element(declared), path + "[]");
        } else if (isChoice(type)) {
            if (type.getPermittedSubclasses().length != 2 || new Schema(valueOf(type), path).keys.size() != 1) {
                throw new IllegalArgumentException(path + " is of the sealed " + type
                        + ", expected an enum for words and a record of a single component for a value");
            }
        } else if (!simple && type != Spec.class) {
            new Schema(type, path);
        }
    }

    /** The keys in their order. */
    public List<Key> keys() {
        return keys;
    }

    /** The names of the keys in their order. */
    public List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    public Optional<Key> find(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** The result of the record's static {@code defaults()}, if it has this method. */
    public Optional<Record> defaults() {
        try {
            Method defaults = type.getDeclaredMethod("defaults");
            defaults.setAccessible(true);
            return Optional.of((Record) defaults.invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make the defaults of " + type, e);
        }
    }

    /**
     * The record with these values, one for each key, in the order of the keys.
     *
     * @throws IllegalArgumentException if the record's constructor refuses them
     */
    public Record create(List<?> values) {
        try {
            var constructor =
                    type.getDeclaredConstructor(keys.stream().map(Key::type).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("The constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a " + type, e);
        }
    }

    /** The spec itself, and all specs within its settings. */
    static List<Spec<?, ?>> specs(Spec<?, ?> spec) {
        List<Spec<?, ?>> all = new ArrayList<>();
        collect(spec, all);
        return all;
    }

    private static void collect(Object value, List<Spec<?, ?>> all) {
        if (value instanceof Spec<?, ?> spec) {
            all.add(spec);
        }
        if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                collect(new Key(component).value(record), all);
            }
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, all));
        }
    }

    /** Whether a setting of this type is a word or a value. */
    public static boolean isChoice(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** The enum of a choice's words. */
    public static Class<?> wordsOf(Class<?> choice) {
        return ofChoice(choice, true);
    }

    /** The record of a choice's value. */
    public static Class<?> valueOf(Class<?> choice) {
        return ofChoice(choice, false);
    }

    private static Class<?> ofChoice(Class<?> choice, boolean words) {
        return Arrays.stream(choice.getPermittedSubclasses())
                .filter(type -> type.isEnum() == words)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(choice + " has no " + (words ? "enum" : "record")));
    }

    /** The class of a declared type. */
    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        } else if (type instanceof ParameterizedType p) {
            return (Class<?>) p.getRawType();
        } else if (type instanceof WildcardType w) {
            return raw(w.getUpperBounds()[0]);
        }
        throw new IllegalArgumentException("A file cannot hold a " + type.getTypeName());
    }

    /** The declared type of a list's elements. */
    public static Type element(Type list) {
        Type element = ((ParameterizedType) list).getActualTypeArguments()[0];
        return element instanceof WildcardType w ? w.getUpperBounds()[0] : element;
    }
}
