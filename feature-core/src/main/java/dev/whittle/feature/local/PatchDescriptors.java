package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;

/**
 * The {@link Patches} of a dense grid, each normalised for brightness and contrast, as descriptors of their places.
 * They lie row by row from the upper left of the image. Nothing is learned from data.
 *
 * @param patches their size and the pixels between neighbours
 */
public record PatchDescriptors(Patches patches) implements NeedsNoData<Dataset, LocalDescriptors> {
    public PatchDescriptors {
        if (patches == null) {
            throw new IllegalArgumentException("Patch descriptors: patches must be given");
        }
    }

    /** Those of {@link Patches#defaults()}. */
    public static PatchDescriptors defaults() {
        return new PatchDescriptors(Patches.defaults());
    }

    @Override
    public LocalDescriptors fitted() {
        return new Dense(patches, "Patches of " + patches.size() + "x" + patches.size() + " pixels");
    }

    private record Dense(Patches patches, String name) implements LocalDescriptors {
        @Override
        public int columns(int width, int height, int bands) {
            DescribedImage.check(name, patches.size(), width, height, bands);
            return patches.length(bands);
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            int columns = columns(image.width, image.height, image.getNumBands());
            int across = patches.count(image.width);
            int down = patches.count(image.height);
            out.reset(DescribedImage.count((long) across * down, columns, image), columns);
            float half = patches.size() / 2f;
            for (int i = 0; i < out.count(); i++) {
                int x = i % across * patches.stride();
                int y = i / across * patches.stride();
                patches.extract(image, x, y, out.values(), i * columns);
                out.place(i, x + half, y + half, patches.size());
            }
        }
    }
}
