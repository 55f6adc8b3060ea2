package dev.whittle.feature.local;

/**
 * The local descriptors of an image: vectors of equal length, each with the place that it describes. A buffer that one
 * thread fills again for every image.
 */
public final class Descriptors {
    private int count;
    private int columns;
    private float[] values = new float[0];
    private float[] x = new float[0];
    private float[] y = new float[0];
    private float[] scale = new float[0];

    /**
     * Makes room for descriptors and forgets those before. Their values are undefined until they are written.
     *
     * @throws IllegalArgumentException if they do not fit into an array
     */
    public void reset(int newCount, int newColumns) {
        if (newCount < 0 || newColumns < 1 || (long) newCount * newColumns > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("Descriptors have at least 1 value and fit into an array, got "
                    + newCount + " descriptors of " + newColumns + " values");
        }
        count = newCount;
        columns = newColumns;
        if (values.length < count * columns) {
            values = new float[count * columns];
        }
        if (x.length < count) {
            x = new float[count];
            y = new float[count];
            scale = new float[count];
        }
    }

    /** Sets the place of a descriptor, see {@link #x}, {@link #y} and {@link #scale}. */
    public void place(int i, float newX, float newY, float newScale) {
        x[i] = newX;
        y[i] = newY;
        scale[i] = newScale;
    }

    /** The number of descriptors. */
    public int count() {
        return count;
    }

    /** The number of values of a descriptor. */
    public int columns() {
        return columns;
    }

    /** Descriptor i is at {@code [i·columns …]}. Longer than {@code count·columns} if earlier images had more. */
    public float[] values() {
        return values;
    }

    /** The centre of descriptor i in pixels from the left edge: the centre of the leftmost pixel is 0.5. */
    public float x(int i) {
        return x[i];
    }

    /** The centre of descriptor i in pixels from the upper edge: the centre of the uppermost pixel is 0.5. */
    public float y(int i) {
        return y[i];
    }

    /** The side of the square that descriptor i describes, in pixels. */
    public float scale(int i) {
        return scale[i];
    }
}
