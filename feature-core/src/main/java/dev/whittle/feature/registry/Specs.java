package dev.whittle.feature.registry;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import java.lang.ref.SoftReference;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The specs that have a name in files: those of Whittle, and those of every jar on the class path that has a {@link
 * SpecProvider}.
 */
public final class Specs {
    /** The specs by class loader. Loaders and specs can still be garbage collected. */
    private static final Map<ClassLoader, SoftReference<Specs>> INSTALLED = new WeakHashMap<>();

    private record Entry(SpecType<?, ?> type, SpecProvider provider) {}

    private final Map<String, Entry> byName = new TreeMap<>();
    private final Map<Class<?>, Entry> byClass = new LinkedHashMap<>();
    private final Map<String, String> missing = new TreeMap<>();

    /**
     * The specs of these providers.
     *
     * @throws IllegalArgumentException if two have one name, or one class has two, or files cannot hold the settings of
     *     one
     */
    public Specs(List<? extends SpecProvider> providers) {
        for (SpecProvider provider : providers) {
            provider.types().forEach(type -> add(new Entry(type, provider)));
            missing.putAll(provider.missing());
        }
        missing.keySet().removeAll(byName.keySet());
    }

    private void add(Entry entry) {
        SpecType<?, ?> type = entry.type();
        if (type.schema().names().contains("type")) {
            throw new IllegalArgumentException(
                    type.type() + " has a component called type, which is the key for its name in files");
        }
        if (type.fits(Dataset.class, FeatureExtractor.class)
                && type.schema().names().contains("images")) {
            throw new IllegalArgumentException(
                    type.type() + " has a component called images, which is the key for image steps in files");
        }
        Entry other = byName.putIfAbsent(type.name(), entry);
        if (other != null) {
            throw new IllegalArgumentException("Two specs are called '" + type.name() + "': " + where(other) + ", and "
                    + where(entry) + ". Take one of the two from the class path, or rename one");
        }
        other = byClass.putIfAbsent(type.type(), entry);
        if (other != null) {
            throw new IllegalArgumentException(
                    type.type().getName() + " has two names: " + other.type().name() + " and " + type.name());
        }
    }

    /** The specs that the context class loader of this thread can load. */
    public static Specs installed() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? Specs.class.getClassLoader() : context;
        synchronized (INSTALLED) {
            SoftReference<Specs> kept = INSTALLED.get(loader);
            Specs specs = kept == null ? null : kept.get();
            if (specs == null) {
                specs = of(loader);
                INSTALLED.put(loader, new SoftReference<>(specs));
            }
            return specs;
        }
    }

    /**
     * The specs that a class loader can load, and those of Whittle.
     *
     * @throws IllegalArgumentException if two have one name
     * @throws IllegalStateException if a provider cannot be loaded or fails
     */
    public static Specs of(ClassLoader loader) {
        Map<Class<?>, SpecProvider> providers = new LinkedHashMap<>();
        try {
            // Two loaders, since the given one may not find the providers of Whittle itself.
            for (ClassLoader from : List.of(Specs.class.getClassLoader(), loader)) {
                for (SpecProvider provider : ServiceLoader.load(SpecProvider.class, from)) {
                    providers.putIfAbsent(provider.getClass(), provider);
                }
            }
            return new Specs(List.copyOf(providers.values()));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException(
                    "The specs of a jar on the class path cannot be loaded: " + e.getMessage()
                            + ". The jar, or one that it needs, may be damaged, missing or of another version",
                    e);
        }
    }

    private static String where(Entry entry) {
        return entry.type().type().getName() + " in " + place(entry);
    }

    private static String place(Entry entry) {
        CodeSource source = entry.provider().getClass().getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "an unknown place"
                : source.getLocation().toString();
    }

    /** The names of the types by the jar or folder of their provider. */
    public Map<String, List<String>> places() {
        Map<String, List<String>> places = new TreeMap<>();
        byName.forEach((name, entry) ->
                places.computeIfAbsent(place(entry), place -> new ArrayList<>()).add(name));
        return places;
    }

    /** All types, sorted by name. */
    public List<SpecType<?, ?>> types() {
        return byName.values().stream().<SpecType<?, ?>>map(Entry::type).toList();
    }

    /** The names of the types that are fitted to this type of data and return this type of fitted object, sorted. */
    public List<String> names(Class<?> data, Class<?> fitted) {
        return types().stream()
                .filter(type -> type.fits(data, fitted))
                .<String>map(SpecType::name)
                .toList();
    }

    /** The type of a name. */
    public Optional<SpecType<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Entry::type);
    }

    /** The type of a class of specs. */
    public Optional<SpecType<?, ?>> find(Class<?> spec) {
        return Optional.ofNullable(byClass.get(spec)).map(Entry::type);
    }

    /** What to add to the class path for a known name whose jar is missing, such as "the jar smile-core". */
    public Optional<String> missing(String name) {
        return Optional.ofNullable(missing.get(name));
    }

    /** The name of a spec in files; of a spec without a name, that of its class. */
    public String nameOf(Spec<?, ?> spec) {
        return find(spec.getClass()).map(SpecType::name).orElse(spec.getClass().getSimpleName());
    }

    /**
     * Whether this spec and all specs within it have names in files. If not, its result cannot be computed again from a
     * file. A {@link Preprocessed} feature has the name of its feature.
     */
    public boolean isNamed(Spec<?, ?> spec) {
        return Schema.specs(spec).stream()
                .allMatch(part -> part instanceof Preprocessed || byClass.containsKey(part.getClass()));
    }

    /**
     * Classes of all jars that determine what these specs compute: the classes of the specs and of the specs within
     * them, and those that their providers add with {@link SpecProvider#code}. Sorted by name.
     */
    public Set<Class<?>> sources(Collection<? extends Spec<?, ?>> specs) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Spec<?, ?> spec : specs) {
            for (Spec<?, ?> part : Schema.specs(spec)) {
                classes.add(part.getClass());
                Entry entry = byClass.get(part.getClass());
                if (entry != null) {
                    classes.addAll(entry.provider().code());
                }
            }
        }
        Set<Class<?>> sorted = new LinkedHashSet<>();
        classes.stream().sorted(Comparator.comparing(Class::getName)).forEach(sorted::add);
        return Collections.unmodifiableSet(sorted);
    }
}
