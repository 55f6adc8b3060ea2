package dev.whittle.feature;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A spec that is made of other specs.
 *
 * @param <D> what it is fitted to
 * @param <M> the fitted object
 */
public interface CompositeSpec<D, M extends Fitted> extends Spec<D, M> {
    /** The specs that it is made of. */
    Stream<? extends Spec<?, ?>> specs();

    @Override
    default boolean needsData() {
        return specs().anyMatch(Spec::needsData);
    }

    @Override
    default boolean bitsPromised() {
        return specs().allMatch(Spec::bitsPromised);
    }

    @Override
    default boolean canBeSaved() {
        return specs().allMatch(Spec::canBeSaved);
    }

    @Override
    default List<Path> files() {
        return specs().<Path>flatMap(spec -> spec.files().stream()).toList();
    }
}
