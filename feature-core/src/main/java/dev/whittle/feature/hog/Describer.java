package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** Writes the descriptor of an image to {@code out[offset …]}. Holds the working memory of one call. */
interface Describer {
    void describe(Planar<GrayU8> image, float[] out, int offset);
}
