package dev.whittle.classify;

import java.util.List;

/** A head whose samples are images: raw pixels, band after band, row by row. */
public interface TakesPixels {
    /** Bands, rows and columns of an image; empty for square images of one band or three. */
    List<Integer> shape();
}
