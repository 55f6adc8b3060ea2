package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Heap;
import dev.whittle.feature.PerImageExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/** The fitted {@link TwoLayerFilters}. */
final class TwoLayerExtractor implements PerImageExtractor {
    private final FilterMap map;
    /** Of the map. */
    private final EncodingExtractor means;
    /** Of each group. */
    private final List<MapPatches> patches;

    private final List<EncodingExtractor> codes;
    private final Scratch<Buffers> buffers = new Scratch<>(Buffers::new);

    TwoLayerExtractor(FilterMap map, EncodingExtractor means, List<MapPatches> patches, List<EncodingExtractor> codes) {
        long length = means.length();
        for (EncodingExtractor code : codes) {
            length += code.length();
        }
        if (length > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("Two layers of filters: " + codes.size()
                    + " groups together have too many values, " + length + "; take fewer groups or words");
        }
        this.map = map;
        this.means = means;
        this.patches = patches;
        this.codes = codes;
    }

    /** The working memory of a call. */
    private static final class Buffers {
        final Descriptors map = new Descriptors();
        final Descriptors patches = new Descriptors();
    }

    FilterMap map() {
        return map;
    }

    @Override
    public boolean takesAnySize() {
        return true;
    }

    @Override
    public int length(int width, int height, int bands) {
        int length = means.length(width, height, bands);
        // By index, since a list's iterator may be an object.
        for (int g = 0; g < codes.size(); g++) {
            length += codes.get(g).length(width, height, bands);
        }
        return length;
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        FeatureExtractor.checkRoom(length(image), out, offset);
        Buffers memory = run.take(buffers);
        map.describe(image, memory.map, run);
        means.encode(memory.map, image.width, image.height, out, offset, run);
        int at = offset + means.length();
        for (int g = 0; g < codes.size(); g++) {
            patches.get(g).of(memory.map, map.count(image.width), memory.patches);
            codes.get(g).encode(memory.patches, image.width, image.height, out, at, run);
            at += codes.get(g).length();
        }
        run.giveBack(buffers, memory);
    }

    @Override
    public NamedArrays arrays() {
        Matrix groups = new Matrix(patches.size(), patches.get(0).channels().length);
        NamedArrays second = NamedArrays.empty();
        for (int g = 0; g < codes.size(); g++) {
            int[] channels = patches.get(g).channels();
            for (int i = 0; i < channels.length; i++) {
                groups.set(g, i, channels[i]);
            }
            second = second.with(Integer.toString(g), codes.get(g).arrays());
        }
        return NamedArrays.empty()
                .with("first", map.arrays())
                .with("groups", groups)
                .with("second", second);
    }
}
