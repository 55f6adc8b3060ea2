package dev.whittle.feature;

import java.util.function.Supplier;

/**
 * A kind of working memory, such as the buffers for extracting the feature of one image. A fitted object keeps the
 * kind. The memory itself belongs to the {@link Run}, which lends it to one call at a time and frees it at its own end.
 * If the kind is garbage collected, its memory is freed when the run is used next.
 *
 * @param <T> the type of the memory; its objects must not refer to the kind
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
