package dev.whittle.feature;

/** Leaves rows as they are. @param name for messages */
record Unchanged(String name) implements Transform {
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
    public String toString() {
        return name;
    }
}
