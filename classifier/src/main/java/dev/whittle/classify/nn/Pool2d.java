package dev.whittle.classify.nn;

import java.util.List;

/**
 * What pools of images share: a window that moves over each band. What is left over at the right and at the bottom,
 * where no whole window fits, is ignored.
 */
public abstract sealed class Pool2d implements Layer permits MaxPool2d, AveragePool2d {
    final Window window;
    /** The shapes of an image and of its output, once they are known. */
    Shape in;

    Shape out;

    /**
     * @param size rows and columns of a window
     * @param stride from a window to the next; below {@code size} they overlap
     */
    Pool2d(int size, int stride) {
        window = new Window(size, stride, 0);
    }

    /** Its size, and how far it moves. */
    public final Window window() {
        return window;
    }

    @Override
    public final Shape output(List<Shape> inputs) {
        Shape image = Layers.sameImage(in, inputs, this, getClass().getSimpleName());
        out = window.output(image, image.dimension(0), this);
        in = image;
        return out;
    }

    @Override
    public final boolean readsOutput() {
        return false;
    }

    /** With the settings, as a checkpoint knows a network by its layers. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + window.size() + ", " + window.stride() + ")";
    }
}
