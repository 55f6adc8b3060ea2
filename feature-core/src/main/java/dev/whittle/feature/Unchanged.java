package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;

/** The transform of a {@link Compression}: rows to be scored stay as they are. */
record Unchanged(Compression compression) implements Transform {
    @Override
    public int columns(int columns) {
        return columns;
    }

    @Override
    public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
        checkRoom(in, at, n, columns, out, to);
        System.arraycopy(in, at, out, to, n * columns);
    }

    @Override
    public boolean valueByValue() {
        return true;
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty();
    }

    @Override
    public String toString() {
        return compression.toString();
    }
}
