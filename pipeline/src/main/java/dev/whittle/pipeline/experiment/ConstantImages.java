package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import java.util.Arrays;

/** Middle gray in place of every image, in its shape; names, labels and the order are as they were. */
record ConstantImages(Dataset images) implements ChangedImages {
    private static final byte GRAY = (byte) 128;

    @Override
    public Planar<GrayU8> image(int i) {
        Planar<GrayU8> old = images.image(i);
        Planar<GrayU8> constant = new Planar<>(GrayU8.class, old.width, old.height, old.getNumBands());
        for (GrayU8 band : constant.bands) {
            Arrays.fill(band.data, GRAY);
        }
        return constant;
    }
}
