package dev.whittle.spark;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NdArray;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fitted part of a model as it is sent to executors: its spec and its arrays, as a model file has them. Each executor
 * restores it once, with the same bits.
 */
final class SentPart<D, M extends Fitted> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Class<D> data;
    private final Class<M> type;
    private final byte[] spec;
    private final TreeMap<String, Values> arrays = new TreeMap<>();
    private transient volatile M fitted;

    /** An array; one of its values is null. */
    private record Values(float[] floats, byte[] bytes, int[] shape) implements Serializable {
        static Values of(NdArray array) {
            return array.type() == NdArray.Type.FLOAT32
                    ? new Values(array.floats(), null, array.shape())
                    : new Values(null, array.bytes(), array.shape());
        }

        NdArray array() {
            return floats != null ? NdArray.floats(floats, shape) : NdArray.bytes(bytes, shape);
        }
    }

    /**
     * @param data what the spec is fitted to
     * @param type what its {@code fit} returns
     * @throws IllegalArgumentException if the spec has no name in files
     */
    SentPart(Spec<D, ? extends M> spec, M fitted, Class<D> data, Class<M> type) {
        this.data = data;
        this.type = type;
        this.spec = CanonicalJson.bytes(SpecJson.installed().encode(spec));
        fitted.arrays().asMap().forEach((name, array) -> arrays.put(name, Values.of(array)));
        this.fitted = fitted;
    }

    M fitted() {
        if (fitted == null) {
            synchronized (this) {
                if (fitted == null) {
                    fitted = restored();
                }
            }
        }
        return fitted;
    }

    private M restored() {
        try {
            Spec<D, ? extends M> decoded = SpecJson.installed()
                    .decode(new JsonAt(CanonicalJson.parse(spec), pointer -> "sent part" + pointer), data, type);
            SortedMap<String, NdArray> restored = new TreeMap<>();
            arrays.forEach((name, values) -> restored.put(name, values.array()));
            return decoded.restore(NamedArrays.of(restored), Executor.run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
