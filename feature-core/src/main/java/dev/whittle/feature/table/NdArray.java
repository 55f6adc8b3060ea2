package dev.whittle.feature.table;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array of any number of dimensions, of floats or of bytes, in C order: the last index runs fastest. Immutable:
 * values are copied when the array is made and when they are returned.
 */
public final class NdArray {
    /** The largest number of dimensions. */
    public static final int MOST_DIMENSIONS = 8;

    private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

    /** The kinds of values. */
    public enum Type {
        /** Java's {@code float}. */
        FLOAT32("<f4", 4),
        /** A byte from 0 to 255. */
        UINT8("|u1", 1);

        private final String descr;
        private final int bytes;

        Type(String descr, int bytes) {
            this.descr = descr;
            this.bytes = bytes;
        }

        /** The name of the type in a .npy file. */
        String descr() {
            return descr;
        }

        /** Bytes of a value. */
        public int bytes() {
            return bytes;
        }
    }

    private final int[] shape;
    /** One of the two is null. */
    private final float[] floats;

    private final byte[] bytes;

    private NdArray(int[] shape, float[] floats, byte[] bytes) {
        this.shape = shape;
        this.floats = floats;
        this.bytes = bytes;
    }

    /** A copy of a matrix. */
    public static NdArray of(Matrix matrix) {
        return new NdArray(
                new int[] {matrix.rows(), matrix.columns()}, matrix.data().clone(), null);
    }

    /**
     * An array of floats.
     *
     * @throws IllegalArgumentException if the shape has another number of values, or cannot be
     */
    public static NdArray floats(float[] values, int... shape) {
        return ofOwn(values.clone(), shape.clone());
    }

    /**
     * An array of bytes, each 0 to 255.
     *
     * @throws IllegalArgumentException if the shape has another number of values, or cannot be
     */
    public static NdArray bytes(byte[] values, int... shape) {
        return ofOwn(values.clone(), shape.clone());
    }

    /** Keeps the arrays themselves. */
    static NdArray ofOwn(float[] values, int[] shape) {
        return new NdArray(checked(shape, values.length), values, null);
    }

    static NdArray ofOwn(byte[] values, int[] shape) {
        return new NdArray(checked(shape, values.length), null, values);
    }

    private static int[] checked(int[] shape, int values) {
        int size = count(shape);
        if (size != values) {
            throw new IllegalArgumentException(
                    "An array of shape " + text(shape) + " has " + size + " values, got " + values);
        }
        return shape;
    }

    /**
     * The number of values of an array of this shape.
     *
     * @throws IllegalArgumentException if there can be no such array: a size below 0, too many dimensions or too many
     *     values
     */
    public static int count(int... shape) {
        boolean possible = shape.length <= MOST_DIMENSIONS;
        long beside0 = 1;
        boolean empty = false;
        for (int size : shape) {
            possible &= size >= 0;
            empty |= size == 0;
            beside0 *= Math.max(1, possible ? size : 1);
            possible &= beside0 <= MOST_VALUES;
        }
        if (!possible) {
            throw new IllegalArgumentException("An array has at most " + MOST_DIMENSIONS
                    + " dimensions of 0 or more, and at most " + MOST_VALUES + " values, got shape " + text(shape));
        }
        return empty ? 0 : (int) beside0;
    }

    public Type type() {
        return floats != null ? Type.FLOAT32 : Type.UINT8;
    }

    /** The sizes of all dimensions; none for a single value. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of values. */
    public int size() {
        return floats != null ? floats.length : bytes.length;
    }

    /**
     * The values, the last index running fastest.
     *
     * @throws IllegalArgumentException if they are bytes
     */
    public float[] floats() {
        return ownFloats().clone();
    }

    /**
     * The values, the last index running fastest; {@code b & 0xFF} is the value of {@code b}.
     *
     * @throws IllegalArgumentException if they are floats
     */
    public byte[] bytes() {
        return ownBytes().clone();
    }

    /**
     * A copy as a matrix.
     *
     * @throws IllegalArgumentException if these are bytes, or there are not two dimensions
     */
    public Matrix matrix() {
        if (floats == null || shape.length != 2) {
            throw new IllegalArgumentException("An array " + this + " is not a matrix of floats");
        }
        return new Matrix(shape[0], shape[1], floats.clone());
    }

    /** The array itself, for reading. */
    float[] ownFloats() {
        if (floats == null) {
            throw new IllegalArgumentException("The array holds bytes, expected floats");
        }
        return floats;
    }

    byte[] ownBytes() {
        if (bytes == null) {
            throw new IllegalArgumentException("The array holds floats, expected bytes");
        }
        return bytes;
    }

    /**
     * Returns this array if all its values are finite; bytes always are.
     *
     * @param where what the array is, for the message, such as "array 'mean'"
     * @throws IllegalArgumentException if there is a NaN or an infinity, with the first one and its place
     */
    public NdArray requireFinite(String where) {
        if (floats != null && shape.length == 2) {
            Finite.check(where, floats, 0, shape[0], shape[1], 0);
        } else if (floats != null) {
            Finite.check(where, floats, 0, 1, floats.length, 0);
        }
        return this;
    }

    /** Whether types, shapes and the raw bits of all values are the same (so 0.0 differs from -0.0). */
    public boolean bitsEqual(NdArray other) {
        if (type() != other.type() || !Arrays.equals(shape, other.shape)) {
            return false;
        }
        if (floats == null) {
            return Arrays.equals(bytes, other.bytes);
        }
        for (int i = 0; i < floats.length; i++) {
            if (Float.floatToRawIntBits(floats[i]) != Float.floatToRawIntBits(other.floats[i])) {
                return false;
            }
        }
        return true;
    }

    /** As NumPy writes a shape: {@code (3, 4)}, {@code (3,)} or {@code ()}. */
    static String text(int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return "(" + sizes + (shape.length == 1 ? ",)" : ")");
    }

    @Override
    public String toString() {
        return floats != null && shape.length == 2
                ? shape[0] + "x" + shape[1]
                : "of shape " + text(shape) + (floats != null ? " of floats" : " of bytes");
    }
}
