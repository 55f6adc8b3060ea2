package dev.whittle.feature.image;

/** A width and a height in pixels, 1 to 16384 each. */
public record Size(int width, int height) {
    public Size {
        if (width < 1 || height < 1 || width > 16384 || height > 16384) {
            throw new IllegalArgumentException("width and height are 1 to 16384, got " + width + "x" + height);
        }
    }
}
