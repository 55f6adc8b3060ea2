package dev.whittle.classify.nn;

/**
 * The window that a layer moves over an image.
 *
 * @param size its rows and its columns, at least 1
 * @param stride how far it moves in each direction from one output to the next, at least 1
 * @param padding how many rows and columns of zeros surround the image, at least 0 and below {@code size}
 */
public record Window(int size, int stride, int padding) {
    public Window {
        if (size < 1 || stride < 1 || padding < 0 || padding >= size) {
            throw new IllegalArgumentException("A window has a size and a stride of at least 1, and a padding of at"
                    + " least 0 and below its size, got size " + size + ", stride " + stride + " and padding "
                    + padding);
        }
    }

    /** Stride 1 and a padding with which the output has as many rows and columns as the input; for an odd size. */
    public static Window same(int size) {
        if (size % 2 == 0) {
            throw new IllegalArgumentException("A window that keeps rows and columns has an odd size, got " + size);
        }
        return new Window(size, 1, size / 2);
    }

    /** How many places the window has in an image, in the direction in which the image has {@code n} values. */
    int places(int n, Object layer) {
        long room = n + 2L * padding - size;
        if (room < 0) {
            throw new IllegalArgumentException("The window of " + layer + " is larger than the image: size " + size
                    + ", and " + n + " values with padding " + padding + " on both sides");
        }
        long places = room / stride + 1;
        if (places > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The window of " + layer + " would have " + places
                    + " places in one direction: size " + size + ", and " + n + " values with padding " + padding
                    + " on both sides");
        }
        return (int) places;
    }

    /** The shape of {@code bands} output images for an input of bands x rows x columns. */
    Shape output(Shape image, int bands, Object layer) {
        return Shape.of(bands, places(image.dimension(1), layer), places(image.dimension(2), layer));
    }
}
