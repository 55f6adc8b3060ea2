package dev.whittle.spark;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NdArray;
import java.io.IOException;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fitted extractor as it is sent to executors, which restore it with the same bits.
 *
 * @param spec as JSON, as a model file has it
 * @param arrays what was fitted, by their names
 */
record SentExtractor(byte[] spec, TreeMap<String, Values> arrays) implements Serializable {
    /** An array; either floats or bytes are null. */
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

    /** @throws IllegalArgumentException if the spec has no name in files */
    static SentExtractor of(Part<Dataset, FeatureExtractor> part) {
        TreeMap<String, Values> arrays = new TreeMap<>();
        part.fitted().arrays().asMap().forEach((name, array) -> arrays.put(name, Values.of(array)));
        return new SentExtractor(CanonicalJson.bytes(SpecJson.installed().encode(part.spec())), arrays);
    }

    /** @throws IOException if the spec cannot be restored here, such as for want of the file of its network */
    FeatureExtractor restored() throws IOException {
        Spec<Dataset, ? extends FeatureExtractor> decoded = SpecJson.installed()
                .decode(
                        new JsonAt(CanonicalJson.parse(spec), pointer -> "sent feature" + pointer),
                        Dataset.class,
                        FeatureExtractor.class);
        SortedMap<String, NdArray> restored = new TreeMap<>();
        arrays.forEach((name, values) -> restored.put(name, values.array()));
        return decoded.restore(NamedArrays.of(restored), ExecutorRun.get());
    }
}
