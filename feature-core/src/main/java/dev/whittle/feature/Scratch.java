package dev.whittle.feature;

import java.util.function.Supplier;

/**
 * A kind of working memory, such as the buffers of one image on its way to a feature. A fitted object keeps the kind;
 * the memory itself belongs to the {@link Run}, which hands it to one call at a time and is dropped with it. Memory of
 * a kind that is gone is dropped when the run is used next.
 *
 * @param <T> the memory; must not refer to the kind
 */
public final class Scratch<T> {
    private final Supplier<T> make;

    public Scratch(Supplier<T> make) {
        this.make = make;
    }

    T make() {
        return make.get();
    }
}
