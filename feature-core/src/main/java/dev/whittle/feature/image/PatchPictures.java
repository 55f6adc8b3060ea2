package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Squares of pixels as pictures: words of patches, or filters. */
public final class PatchPictures {
    private PatchPictures() {}

    /**
     * A picture for each row. It is scaled so that its least value is 0 and its greatest 255; a constant row is 128.
     *
     * @param rows the pixels of a square, band by band and row by row
     * @param size the side of the square
     */
    public static List<Planar<GrayU8>> of(Matrix rows, int size) {
        int bands = rows.columns() / (size * size);
        List<Planar<GrayU8>> pictures = new ArrayList<>();
        for (int r = 0; r < rows.rows(); r++) {
            float[] values = rows.row(r);
            float min = values[0];
            float max = values[0];
            for (float v : values) {
                min = Math.min(min, v);
                max = Math.max(max, v);
            }
            Planar<GrayU8> picture = new Planar<>(GrayU8.class, size, size, bands);
            for (int i = 0; i < values.length; i++) {
                picture.getBand(i / (size * size)).data[i % (size * size)] =
                        (byte) (max == min ? 128 : (int) Math.rint(255.0 * (values[i] - min) / (max - min)));
            }
            pictures.add(picture);
        }
        return pictures;
    }
}
