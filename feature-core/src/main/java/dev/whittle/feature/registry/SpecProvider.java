package dev.whittle.feature.registry;

import java.util.List;
import java.util.Map;

/**
 * Gives the specs of a jar their names in files. A jar names its providers in the file {@code
 * META-INF/services/dev.whittle.feature.registry.SpecProvider}, one class a line; each class has a public constructor
 * without arguments. See {@link java.util.ServiceLoader}.
 */
@FunctionalInterface
public interface SpecProvider {
    /** The specs that can be used here. */
    List<SpecType<?, ?>> types();

    /** Names that need another jar on the class path, each with what to add, such as "the jar smile-core". */
    default Map<String, String> missing() {
        return Map.of();
    }

    /**
     * One class of each jar that determines what these specs compute. When one of these jars changes, a comparison
     * computes its results again. A provider whose specs call a numerical library adds a class of that library.
     */
    default List<Class<?>> code() {
        return List.of(getClass());
    }
}
