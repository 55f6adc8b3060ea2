package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** An image of real values: 0 is black and 1 is full light. Corruptions are defined on these. */
final class Unit {
    final int width;
    final int height;
    final Plane[] bands;

    Unit(Plane... bands) {
        this.bands = bands;
        width = bands[0].width;
        height = bands[0].height;
    }

    /** v/255 for every value v. */
    static Unit of(Planar<GrayU8> image) {
        Plane[] bands = new Plane[image.getNumBands()];
        for (int b = 0; b < bands.length; b++) {
            bands[b] = new Plane(image.width, image.height);
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    bands[b].set(x, y, image.getBand(b).get(x, y) / 255.0);
                }
            }
        }
        return new Unit(bands);
    }

    /** Each band by itself. */
    Unit eachBand(UnaryOperator<Plane> map) {
        Plane[] out = new Plane[bands.length];
        for (int b = 0; b < bands.length; b++) {
            out[b] = map.apply(bands[b]);
        }
        return new Unit(out);
    }

    /** Each value by itself: pixel by pixel, row by row, and within a pixel band by band. */
    Unit eachValue(DoubleUnaryOperator map) {
        Unit out = eachBand(band -> new Plane(width, height));
        for (int i = 0; i < width * height; i++) {
            for (int b = 0; b < bands.length; b++) {
                out.bands[b].values[i] = map.applyAsDouble(bands[b].values[i]);
            }
        }
        return out;
    }

    static double clip(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /**
     * 8 bits as NumPy's {@code uint8} makes them of 255·clip(v): rounded down. A value that misses a whole number by
     * less than 2<sup>-20</sup> counts as that number, so that rounding errors do not darken areas of one colour.
     */
    Planar<GrayU8> floored() {
        return bytes(v -> Math.floor(clip(v) * 255 + 0x1p-20));
    }

    /** 8 bits, rounded to nearest, halves up. */
    Planar<GrayU8> rounded() {
        return bytes(v -> Math.floor(clip(v) * 255 + 0.5));
    }

    private Planar<GrayU8> bytes(DoubleUnaryOperator map) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands.length);
        for (int b = 0; b < bands.length; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) map.applyAsDouble(bands[b].values[i]);
            }
        }
        return image;
    }
}
