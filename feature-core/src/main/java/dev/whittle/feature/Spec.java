package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.List;

/**
 * Immutable hyper-parameters, and the only thing that trains: {@link #fit} turns training data into a fitted object.
 * Implementations are records that validate in their compact constructor and have a {@code defaults()}.
 *
 * @param <D> what it is fitted to: a {@link Dataset}, {@link Rows} or labelled samples
 * @param <M> what comes out, immutable and thread-safe
 */
public interface Spec<D, M extends Fitted> {
    /**
     * Fits to training data, and to nothing else. The result depends on this spec, the data and {@code run.seed()}
     * only: not on threads, kernels or machine.
     */
    M fit(D train, Run run);

    /**
     * Rebuilds what {@link #fit} returned from its {@link Fitted#arrays()}; both give the same bits afterwards.
     *
     * @throws IllegalArgumentException if an array is missing or has an impossible shape
     */
    M restore(NamedArrays arrays, Run run);

    /** Whether the fitted object depends on the training data. Where it does not, {@link #fit} returns at once. */
    boolean needsData();

    /**
     * Whether the promise of the same bits everywhere covers this spec. Where it does not (what trains comes from
     * another library), {@link #fit} and what it returns may differ in the last bits between machines, and a result
     * says so.
     */
    default boolean bitsPromised() {
        return true;
    }

    /**
     * Whether what {@link #fit} returns can be written to a file and read back: its {@link Fitted#arrays} are all of
     * its state. Where it can not, a comparison keeps no model of it.
     */
    default boolean canBeSaved() {
        return true;
    }

    /** The settings of this spec that have no effect, because of its other settings. */
    default List<UnusedSetting> unusedSettings() {
        return List.of();
    }
}
