package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Compression;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How one layer of {@link TwoLayerFilters} is learned from patches, and what it makes of them.
 *
 * @param patches their size and the steps between neighbours: in pixels for the first layer, in places of its maps for
 *     the second
 * @param samples how many patches are learned from, at least 2. Their images are drawn uniformly with replacement, and
 *     of each drawn image a patch uniformly
 * @param reduce transforms of the patches, such as {@code zca}, in their order
 * @param encoder how patches are encoded and pooled
 */
public record FilterLayer(
        Patches patches,
        int samples,
        List<? extends Spec<Rows, ? extends Transform>> reduce,
        Spec<Rows, ? extends Encoder> encoder) {
    public FilterLayer {
        Checks checks = new Checks("Filter layer");
        checks.refuse(patches == null, "patches must be given");
        checks.refuse(encoder == null, "encoder must be given");
        if (reduce == null || reduce.stream().anyMatch(part -> part == null)) {
            checks.add("reduce must be a list, got " + reduce);
        } else if (Compression.isIn(reduce)) {
            checks.add("a compression, such as product-quantization, is for the rows that a head is trained on, not for"
                    + " patches; name it in the transforms of the feature");
        }
        int least = encoder instanceof LearnedSize learned ? Math.max(2, learned.leastRows()) : 2;
        checks.refuse(samples < least, "samples must be at least " + least + " for this encoder, got " + samples);
        checks.report();
        reduce = List.copyOf(reduce);
    }

    /**
     * What was learned from patches.
     *
     * @param reduction what makes patches ready for the encoder
     */
    record Learned(Reduction reduction, Encoder encoder) {
        NamedArrays arrays() {
            return NamedArrays.empty().with("reduce", reduction.arrays()).with("encoder", encoder.arrays());
        }
    }

    Learned learn(Matrix rows, Run run) {
        Reduction.Fitted reduced = Reduction.fit(reduce, rows, run);
        return new Learned(reduced.reduction(), encoder.fit(reduced.rows(), run));
    }

    /** Rebuilds from {@link Learned#arrays}. */
    Learned restore(NamedArrays arrays, Run run) {
        return new Learned(
                Reduction.restore(reduce, arrays.part("reduce"), run), encoder.restore(arrays.part("encoder"), run));
    }

    /**
     * The number of values that patches of so many values are encoded as, if it is known before they are learned.
     *
     * @param name of this layer, for messages
     */
    OptionalInt length(String name, int columns) {
        OptionalInt length = OptionalInt.of(columns);
        List<Spec<?, ?>> parts = parts().toList();
        for (int i = 0; i < parts.size(); i++) {
            try {
                length = Encoding.length(parts.get(i), length);
            } catch (IllegalArgumentException e) {
                String part = i < reduce.size() ? "reduce, part " + (i + 1) : "encoder";
                throw new IllegalArgumentException(name + ", " + part + ": " + e.getMessage(), e);
            }
        }
        return length;
    }

    /** The patches, before and after they are reduced, and what one part needs. */
    long heapBytes(int columns) {
        long most = 0;
        OptionalInt known = OptionalInt.of(columns);
        for (Spec<?, ?> part : parts().toList()) {
            most = Math.max(most, Encoding.heapBytes(part, samples, known));
            known = Encoding.length(part, known);
        }
        return (1L + reduce.size()) * samples * columns * Float.BYTES + most;
    }

    /** The parts that learn, in their order. */
    Stream<Spec<?, ?>> parts() {
        return Stream.concat(reduce.stream(), Stream.of(encoder));
    }

    List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>();
        for (int i = 0; i < reduce.size(); i++) {
            all.addAll(UnusedSetting.within("reduce." + i, reduce.get(i).unusedSettings()));
        }
        all.addAll(UnusedSetting.within("encoder", encoder.unusedSettings()));
        return all;
    }
}
