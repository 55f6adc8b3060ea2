package dev.whittle.pipeline.data.generated;

/** The outlines of objects and clutter. All have the area of the unit disc and their centroid at the origin. */
enum Outline {
    DISC(1f) {
        @Override
        float distance(float x, float y) {
            return (float) Math.sqrt(x * x + y * y) - 1f;
        }
    },
    /** Its half side is √π/2. */
    SQUARE(1.2533141f) {
        @Override
        float distance(float x, float y) {
            return Math.max(Math.abs(x), Math.abs(y)) - 0.88622693f;
        }
    },
    /** Equilateral, with a corner at the top. The radius a of its inner circle follows from its area, 3√3·a² = π. */
    TRIANGLE(1.5551243f) {
        @Override
        float distance(float x, float y) {
            return Math.max(y, 0.8660254f * Math.abs(x) - 0.5f * y) - 0.77756214f;
        }
    };

    /** The radius of the circumscribed circle. */
    final float reach;

    Outline(float reach) {
        this.reach = reach;
    }

    /**
     * Negative inside, positive outside, zero on the outline; y points down. Inside, and outside beside an edge, it is
     * the distance to the outline. Beyond a corner of a polygon it is the distance to the line of the nearest edge.
     */
    abstract float distance(float x, float y);
}
