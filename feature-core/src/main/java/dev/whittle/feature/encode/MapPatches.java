package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.local.Patches;

/**
 * Square patches of some channels of a {@link FilterMap}. A patch holds the values of these channels at its first
 * place, then those at the next place, row by row. Patches lie row by row from the upper left.
 */
final class MapPatches implements LocalDescriptors {
    private final FilterMap map;
    private final Patches patches;
    private final int[] channels;
    private final Scratch<Descriptors> maps = new Scratch<>(Descriptors::new);

    /**
     * @param patches with size and stride in places of the map
     * @param channels their numbers
     */
    MapPatches(FilterMap map, Patches patches, int... channels) {
        this.map = map;
        this.patches = patches;
        this.channels = channels.clone();
    }

    /** A copy of the numbers of the channels. */
    int[] channels() {
        return channels.clone();
    }

    @Override
    public int columns(int width, int height, int bands) {
        map.columns(width, height, bands);
        if (patches.count(map.count(width)) < 1 || patches.count(map.count(height)) < 1) {
            throw new IllegalArgumentException("patches of " + patches.size() + "x" + patches.size()
                    + " places do not lie in the maps of " + map.count(width) + "x" + map.count(height)
                    + " places of an image of " + width + "x" + height + " pixels; take smaller ones, a smaller pool,"
                    + " or scale the images");
        }
        return patches.length(channels.length);
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        columns(image.width, image.height, image.getNumBands());
        Descriptors values = run.take(maps);
        map.describe(image, values, run);
        of(values, map.count(image.width), out);
        run.giveBack(maps, values);
    }

    /**
     * The patches of the map of an image.
     *
     * @param values the map
     * @param across the number of its places in a row
     */
    void of(Descriptors values, int across, Descriptors out) {
        int columns = patches.length(channels.length);
        int patchesAcross = patches.count(across);
        out.reset(patchesAcross * patches.count(values.count() / across), columns);
        for (int i = 0; i < out.count(); i++) {
            int first = (i / patchesAcross * across + i % patchesAcross) * patches.stride();
            int last = first + (patches.size() - 1) * (across + 1);
            write(values, across, first, out.values(), i * columns);
            out.place(
                    i,
                    (values.x(first) + values.x(last)) / 2,
                    (values.y(first) + values.y(last)) / 2,
                    values.x(last) - values.x(first) + values.scale(first));
        }
    }

    private void write(Descriptors values, int across, int first, float[] out, int offset) {
        int to = offset;
        for (int row = 0; row < patches.size(); row++) {
            for (int column = 0; column < patches.size(); column++) {
                int at = (first + row * across + column) * values.columns();
                for (int channel : channels) {
                    out[to++] = values.values()[at + channel];
                }
            }
        }
    }

    /** None besides those of the map. */
}
