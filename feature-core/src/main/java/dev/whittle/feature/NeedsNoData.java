package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;

/**
 * A spec that learns nothing: what it is fitted to depends on its settings alone.
 *
 * @param <D> what it would be fitted to, which is not looked at and may be null
 */
public interface NeedsNoData<D, M extends Fitted> extends Spec<D, M> {
    /** The fitted object. */
    M fitted();

    @Override
    default M fit(D train, Run run) {
        return fitted();
    }

    @Override
    default M restore(NamedArrays arrays, Run run) {
        return fitted();
    }

    @Override
    default boolean needsData() {
        return false;
    }
}
