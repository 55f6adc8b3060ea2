package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.CompositeSpec;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Heap;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two layers of filters that are learned without labels (Coates and Ng, "Selecting receptive fields in deep networks",
 * NIPS 2011).
 *
 * <p>The first layer encodes patches of pixels. Its codes, pooled over windows of {@code pool}×{@code pool} patches,
 * are a map: a value of each channel at each place. Channels whose energies are correlated become groups, see {@link
 * ChannelGroups}. The second layer has an encoder for each group, which is learned from patches of the group's
 * channels.
 *
 * <p>The vector of an image holds the mean of the map over each region, and then for each group the codes of its
 * regions. Regions lie level by level and row by row.
 *
 * @param first the first layer; its patches are those of {@link Patches}, of pixels
 * @param pool how many neighbouring patches in each direction become a place of the map, at least 1. Patches that do
 *     not fill a window, at the right and the lower edge, are left out
 * @param groups the number of groups, at least 1 and at most the number of channels
 * @param channels the number of channels of a group, at least 1. A channel may be in several groups or in none
 * @param second the second layer; its patches are squares of places of the map, whose values are not normalised except
 *     by {@code reduce}
 * @param regions the grids of regions, at least one
 */
public record TwoLayerFilters(
        FilterLayer first, int pool, int groups, int channels, FilterLayer second, List<Regions> regions)
        implements CompositeSpec<Dataset, FeatureExtractor>, Pictured, ImageNeeds {
    public TwoLayerFilters {
        Checks checks = new Checks("Two layers of filters");
        checks.refuse(first == null || second == null, "first and second must be given");
        checks.atLeast(1, "pool", pool);
        checks.refuse(
                groups < 1 || channels < 1,
                "groups and channels must be at least 1, got " + groups + " and " + channels);
        Pyramid.check(regions, checks);
        checks.report();
        regions = List.copyOf(regions);
    }

    /**
     * 400 words of 6×6 pixels, and 16 groups of 32 channels with 75 words each, of 2×2 places, pooled over quadrants:
     * 6,400 values. The numbers are smaller than those of the paper.
     */
    public static TwoLayerFilters defaults() {
        return new TwoLayerFilters(
                new FilterLayer(Patches.defaults(), 100_000, List.of(Zca.defaults()), words(400)),
                3,
                16,
                32,
                new FilterLayer(
                        new Patches(2, 1),
                        50_000,
                        List.of(L2Normalize.defaults(), Standardize.defaults(), Zca.defaults()),
                        words(75)),
                List.of(new Regions(2, 2)));
    }

    private static Triangle words(int k) {
        return new Triangle(new KMeans(k, 10, Start.RANDOM, 1e-3), Pooling.SUM);
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        Run ofFirst = seeded("two-layer-filters/first", 0, run);
        Sample pixels = Sample.draw(train, new PatchDescriptors(first.patches()).fitted(), first.samples(), ofFirst);
        FilterMap map = new FilterMap(first.patches(), pool, first.learn(pixels.descriptors(), ofFirst));
        checkChannels(map.channels());
        Run ofSecond = seeded("two-layer-filters/second", 0, run);
        int[] all = IntStream.range(0, map.channels()).toArray();
        Matrix patches = Sample.draw(train, new MapPatches(map, second.patches(), all), second.samples(), ofSecond)
                .descriptors();
        int[][] members = ChannelGroups.learn(places(patches, 1, all), groups, channels, ofSecond);
        List<FilterLayer.Learned> learned = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Matrix own = places(patches, second.patches().length(1), members[g]);
            learned.add(second.learn(own, seeded("two-layer-filters/group", g, run)));
            run.progress("groups of filters", g + 1L, groups);
        }
        return extractor(map, members, learned);
    }

    private static Run seeded(String purpose, long index, Run run) {
        return run.withSeed(run.random(purpose, index).nextLong());
    }

    /** The first places of patches of all channels, with some channels alone. */
    private Matrix places(Matrix patches, int places, int... some) {
        int all = patches.columns() / second.patches().length(1);
        Matrix selected = new Matrix(patches.rows(), places * some.length);
        int to = 0;
        for (int row = 0; row < patches.rows(); row++) {
            for (int place = 0; place < places; place++) {
                for (int channel : some) {
                    selected.data()[to++] = patches.data()[row * patches.columns() + place * all + channel];
                }
            }
        }
        return selected;
    }

    /** Rebuilds from the first layer, the numbers of the channels of each group, and the second layer of each group. */
    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        FilterMap map = new FilterMap(first.patches(), pool, first.restore(arrays.part("first"), run));
        Matrix numbers = arrays.get("groups", groups, channels);
        int[][] members = new int[groups][channels];
        List<FilterLayer.Learned> learned = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < channels; i++) {
                float number = numbers.get(g, i);
                members[g][i] = (int) number;
                if (members[g][i] != number || number < 0 || number >= map.channels()) {
                    throw new IllegalArgumentException("Array 'groups' has the channel " + number
                            + ", expected whole numbers from 0 to " + (map.channels() - 1));
                }
            }
            learned.add(second.restore(arrays.part("second").part(Integer.toString(g)), run));
        }
        return extractor(map, members, learned);
    }

    private FeatureExtractor extractor(FilterMap map, int[][] members, List<FilterLayer.Learned> learned) {
        Pyramid pyramid = new Pyramid(regions);
        List<MapPatches> patches = new ArrayList<>();
        List<EncodingExtractor> codes = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            patches.add(new MapPatches(map, second.patches(), members[g]));
            Describer describer = new Describer(patches.get(g), learned.get(g).reduction(), false);
            codes.add(new EncodingExtractor(describer, learned.get(g).encoder(), pyramid, List.of()));
        }
        EncodingExtractor means = new EncodingExtractor(
                new Describer(map, new Reduction(List.of()), false),
                new RegionMean(map.channels()),
                pyramid,
                List.of());
        return new TwoLayerExtractor(map, means, patches, codes);
    }

    private void checkChannels(int all) {
        if (channels > all || groups > all) {
            throw new IllegalArgumentException("the first layer has " + all
                    + " channels, so there are at most so many groups and channels of a group, got " + groups
                    + " groups of " + channels + " channels");
        }
        if ((long) second.patches().length(1) * all > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("patches of " + second.patches().size() + "x"
                    + second.patches().size() + " places with " + all + " channels do not fit into an array");
        }
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        int pixels = new PatchDescriptors(first.patches()).fitted().columns(width, height, bands);
        int across = FilterMap.count(first.patches(), pool, width);
        int down = FilterMap.count(first.patches(), pool, height);
        int size = second.patches().size();
        if (across < size || down < size) {
            long side = FilterMap.side(first.patches(), pool, size);
            throw new IllegalArgumentException("images of at least " + side + "x" + side + " pixels have patches of "
                    + size + "x" + size + " places of the map, got " + width + "x" + height
                    + "; take smaller patches, a smaller pool, or scale the images");
        }
        OptionalInt all = first.length("first", pixels);
        if (all.isEmpty()) {
            return all;
        }
        checkChannels(all.getAsInt());
        OptionalInt code = second.length("second", second.patches().length(channels));
        if (code.isEmpty()) {
            return code;
        }
        long length = new Pyramid(regions).regions() * (all.getAsInt() + (long) groups * code.getAsInt());
        if (length > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("an image has " + length + " values, which do not fit into an array;"
                    + " take fewer groups or words");
        }
        return OptionalInt.of((int) length);
    }

    /** Images of any size have maps, if a patch of the second layer lies in them. */
    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        Patches.checkBands(shapes);
        for (ImageShape shape : shapes) {
            length(shape.width(), shape.height(), shape.bands());
        }
    }

    /** What the first layer needs; or the patches of all channels, and what groups or the second layer of one need. */
    @Override
    public long heapBytes(int bands) {
        int pixels = first.patches().length(bands);
        long ofFirst = first.heapBytes(pixels);
        OptionalInt all = first.length("first", pixels);
        if (all.isEmpty()) {
            return ofFirst;
        }
        long patches = (long) Float.BYTES * second.samples() * second.patches().length(1) * all.getAsInt();
        long values = (long) Float.BYTES * second.samples() * all.getAsInt();
        long ofGroups = values + ChannelGroups.heapBytes(second.samples(), all.getAsInt());
        long ofSecond = second.heapBytes(second.patches().length(channels));
        return Math.max(ofFirst, patches + Math.max(ofGroups, ofSecond));
    }

    /** The words of the first layer, if its patches are at most whitened. */
    @Override
    public boolean hasLearned() {
        return Reduction.hasPictures(first.reduce());
    }

    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        List<Planar<GrayU8>> words =
                hasLearned() ? ((TwoLayerExtractor) fitted).map().pictures() : List.of();
        return words.isEmpty() ? List.of() : List.of(new Learned(Learned.WORDS, words));
    }

    @Override
    public boolean needsData() {
        return true;
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>(UnusedSetting.within("first", first.unusedSettings()));
        all.addAll(UnusedSetting.within("second", second.unusedSettings()));
        return all;
    }

    @Override
    public Stream<Spec<?, ?>> specs() {
        return Stream.concat(first.parts(), second.parts());
    }
}
