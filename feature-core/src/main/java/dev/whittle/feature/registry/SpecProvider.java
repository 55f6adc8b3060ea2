package dev.whittle.feature.registry;

import java.util.List;
import java.util.Map;

/**
 * Gives the specs of a jar their names in files. A jar names its providers in the file {@code
 * META-INF/services/dev.whittle.feature.registry.SpecProvider}, one class a line; each has a public constructor without
 * arguments. See {@link java.util.ServiceLoader}.
 */
@FunctionalInterface
public interface SpecProvider {
    /** The specs that can be used here. */
    List<SpecType<?, ?>> types();

    /**
     * Names that this provider would give if another jar were on the class path, each with what to add, such as "the
     * jar smile-core".
     */
    default Map<String, String> missing() {
        return Map.of();
    }

    /**
     * Classes whose jars decide what these specs compute: one of each jar. A comparison makes kept results again when
     * one of these jars changes. A provider whose specs call a numerical library adds a class of it.
     */
    default List<Class<?>> code() {
        return List.of(getClass());
    }
}
