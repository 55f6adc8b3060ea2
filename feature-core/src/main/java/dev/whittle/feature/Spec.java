package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.nio.file.Path;
import java.util.List;

/**
 * Immutable hyper-parameters. {@link #fit}, the only method that trains, turns training data into a fitted object.
 * Implementations are records that validate in their compact constructor and have a {@code defaults()}.
 *
 * @param <D> what it is fitted to: a {@link Dataset}, {@link Rows} or labelled samples
 * @param <M> the fitted object, immutable and thread-safe
 */
public interface Spec<D, M extends Fitted> {
    /**
     * Fits to training data only. The result depends on this spec, the data and {@code run.seed()}. It does not depend
     * on threads, kernels or machine.
     */
    M fit(D train, Run run);

    /**
     * Rebuilds what {@link #fit} returned from its {@link Fitted#arrays()}; both give the same bits afterwards.
     *
     * @throws IllegalArgumentException if an array is missing or has an impossible shape
     */
    M restore(NamedArrays arrays, Run run);

    /**
     * Whether the fitted object depends on the training data. If it does not, as that of a {@link NeedsNoData}, {@link
     * #fit} returns at once.
     */
    default boolean needsData() {
        return true;
    }

    /**
     * Whether the promise of the same bits everywhere covers this spec. It does not cover specs that another library
     * trains. For these, {@link #fit} and the fitted object may differ in the last bits between machines, and a result
     * says so.
     */
    default boolean bitsPromised() {
        return true;
    }

    /**
     * Whether the fitted object can be written to a file and read back, that is, whether its {@link Fitted#arrays} are
     * all of its state. If not, a comparison saves no model of it.
     */
    default boolean canBeSaved() {
        return true;
    }

    /** The files that the fitted object reads or is made of, besides the data that it is fitted to. */
    default List<Path> files() {
        return List.of();
    }

    /** The settings of this spec that have no effect, because of its other settings. */
    default List<UnusedSetting> unusedSettings() {
        return List.of();
    }
}
