package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;

/** Leaves rows as they are. @param name for messages */
record Unchanged(String name) implements Transform {
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
        return name;
    }
}
