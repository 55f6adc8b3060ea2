package dev.whittle.feature.encode;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;

/**
 * Local descriptors that are easy to compute by hand: 4×4 blocks without overlap, each with its first pixel and its
 * number, for each band. Blocks whose first pixel is below {@code least} are left out.
 */
record BlockMeans(int least) implements NeedsNoData<Dataset, LocalDescriptors>, LocalDescriptors {
    static final int SIDE = 4;

    @Override
    public LocalDescriptors fitted() {
        return this;
    }

    @Override
    public int columns(int width, int height, int bands) {
        if (width < SIDE || height < SIDE || (bands != 1 && bands != 3)) {
            throw new IllegalArgumentException("Blocks of " + SIDE + "x" + SIDE + " pixels need an image of at least"
                    + " one, with 1 or 3 bands, got " + width + "x" + height + " with " + bands);
        }
        return 2 * bands;
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        int bands = image.getNumBands();
        int d = columns(image.width, image.height, bands);
        int across = image.width / SIDE;
        int blocks = across * (image.height / SIDE);
        int count = 0;
        for (int block = 0; block < blocks; block++) {
            count += kept(image, block, across) ? 1 : 0;
        }
        out.reset(count, d);
        int i = 0;
        for (int block = 0; block < blocks; block++) {
            if (kept(image, block, across)) {
                int x = block % across * SIDE;
                int y = block / across * SIDE;
                for (int b = 0; b < bands; b++) {
                    out.values()[i * d + 2 * b] = image.getBand(b).get(x, y) / 16f;
                    out.values()[i * d + 2 * b + 1] = block % 5;
                }
                out.place(i++, x + SIDE / 2f, y + SIDE / 2f, SIDE);
            }
        }
    }

    private boolean kept(Planar<GrayU8> image, int block, int across) {
        return image.getBand(0).get(block % across * SIDE, block / across * SIDE) >= least;
    }
}
