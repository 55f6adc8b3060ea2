package dev.whittle.pipeline.data.generated;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import java.util.Arrays;

/**
 * A square colour picture to paint on, in floats of 0 to 255. Positions are in pixels from the upper left corner of the
 * picture; the centre of its first pixel is (0.5, 0.5). An edge is a ramp one pixel wide, which is close to averaging
 * over each pixel. Only exactly specified arithmetic is used, so the pixels are the same bits everywhere. AWT is not
 * used, as its smoothing differs between machines.
 */
final class Canvas {
    private final int size;
    private final float[][] bands;
    /** Centres of the pixels of a row, on an axis from -1 to 1. */
    private final float[] axis;

    Canvas(int size) {
        this.size = size;
        this.bands = new float[3][size * size];
        this.axis = new float[size];
        for (int i = 0; i < size; i++) {
            axis[i] = (2 * i + 1 - size) / (float) size;
        }
    }

    void clear(float[] rgb) {
        for (int b = 0; b < 3; b++) {
            Arrays.fill(bands[b], rgb[b]);
        }
    }

    /**
     * Where a shape is painted.
     *
     * @param x of its centroid, in pixels
     * @param y of its centroid, in pixels
     * @param radius of the disc of equal area, in pixels
     * @param cos of the angle by which it is turned, clockwise on the screen
     * @param sin of that angle
     */
    record Place(float x, float y, float radius, float cos, float sin) {
        static Place turned(float x, float y, float radius, float angle) {
            return new Place(x, y, radius, (float) StrictMath.cos(angle), (float) StrictMath.sin(angle));
        }

        /** This place moved by a distance along the turned axis that points down. */
        Place below(float distance) {
            return new Place(x - sin * distance, y + cos * distance, radius, cos, sin);
        }
    }

    /**
     * What a shape is filled with.
     *
     * @param first colour, the only one of a plain texture
     * @param second colour of the texture
     * @param stripe width of the texture's stripes in pixels
     * @param shift of the texture along both of its axes, in pixels
     */
    record Paint(float[] first, Texture texture, float[] second, float stripe, float shift) {
        static Paint plain(float[] color) {
            return new Paint(color, Texture.PLAIN, color, 1, 0);
        }
    }

    /** Paints a shape over what is there. */
    void paint(Outline shape, Place place, Paint paint) {
        float radius = place.radius;
        float reach = shape.reach * radius + 1;
        int fromX = Math.max(0, (int) Math.floor(place.x - reach));
        int toX = Math.min(size, (int) Math.ceil(place.x + reach));
        int fromY = Math.max(0, (int) Math.floor(place.y - reach));
        int toY = Math.min(size, (int) Math.ceil(place.y + reach));
        float inverse = 1 / radius;
        for (int py = fromY; py < toY; py++) {
            float dy = py + 0.5f - place.y;
            for (int px = fromX; px < toX; px++) {
                float dx = px + 0.5f - place.x;
                float u = place.cos * dx + place.sin * dy;
                float v = place.cos * dy - place.sin * dx;
                float cover = Math.min(1f, 0.5f - radius * shape.distance(u * inverse, v * inverse));
                if (cover > 0) {
                    float share = paint.texture.share(u + paint.shift, v + paint.shift, paint.stripe);
                    int i = py * size + px;
                    for (int b = 0; b < 3; b++) {
                        float color = paint.first[b] + share * (paint.second[b] - paint.first[b]);
                        bands[b][i] += cover * (color - bands[b][i]);
                    }
                }
            }
        }
    }

    /** Multiplies by gain·(1 + slopeX·x + slopeY·y), where x and y run from -1 to 1 over the picture. */
    void light(float gain, float slopeX, float slopeY) {
        for (int py = 0; py < size; py++) {
            float row = 1 + slopeY * axis[py];
            int start = py * size;
            for (float[] band : bands) {
                for (int px = 0; px < size; px++) {
                    band[start + px] *= gain * (row + slopeX * axis[px]);
                }
            }
        }
    }

    /**
     * Adds independent noise of mean 0 to all values. It is the sum of four random bytes, which is close to normal,
     * ends at 3.45 standard deviations, and costs a tenth of a normal draw.
     */
    void noise(float deviation, Rng random) {
        float scale = deviation / 147.79942f; // √(4·(256² - 1)/12)
        for (float[] band : bands) {
            for (int i = 0; i < band.length; i += 2) {
                long bits = random.nextLong();
                // Eight bytes in two groups of four: bytes are added in lanes of 16 bits, those in lanes of 32.
                long pairs = (bits & 0x00FF00FF00FF00FFL) + ((bits >>> 8) & 0x00FF00FF00FF00FFL);
                long sums = (pairs & 0x0000FFFF0000FFFFL) + ((pairs >>> 16) & 0x0000FFFF0000FFFFL);
                band[i] += ((int) sums - 510) * scale;
                if (i + 1 < band.length) {
                    band[i + 1] += ((int) (sums >>> 32) - 510) * scale;
                }
            }
        }
    }

    /** The picture in 8 bit, clipped and rounded to nearest. */
    Planar<GrayU8> toImage() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, size, size, 3);
        for (int b = 0; b < 3; b++) {
            byte[] out = image.getBand(b).data;
            float[] band = bands[b];
            for (int i = 0; i < out.length; i++) {
                out[i] = (byte) Math.max(0, Math.min(255, (int) (band[i] + 0.5f)));
            }
        }
        return image;
    }
}
