package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;

/** A gray image of floats without gaps between rows, whose memory is used again. */
public final class FloatPlane {
    private int width;
    private int height;
    private float[] values = new float[0];

    /** Gives it another size. Its values are undefined until they are written. */
    public void reshape(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        if (values.length < width * height) {
            values = new float[width * height];
        }
    }

    /** The pixels of an image, 0 to 255. */
    public void setTo(GrayU8 image) {
        reshape(image.width, image.height);
        for (int y = 0; y < height; y++) {
            int from = image.startIndex + y * image.stride;
            int to = y * width;
            for (int x = 0; x < width; x++) {
                values[to + x] = image.data[from + x] & 0xFF;
            }
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Row y is at {@code [y·width …]}. Longer than all rows if earlier images had more. */
    public float[] values() {
        return values;
    }
}
