package dev.whittle.classify.model;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;

/** A fitted object and its spec. */
public record Part<D, M extends Fitted>(Spec<D, ? extends M> spec, M fitted) {
    /** Fits a spec. */
    static <D, M extends Fitted> Part<D, M> fit(Spec<D, ? extends M> spec, D data, Run run) {
        return new Part<>(spec, spec.fit(data, run));
    }
}
