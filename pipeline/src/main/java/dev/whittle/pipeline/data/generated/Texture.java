package dev.whittle.pipeline.data.generated;

/**
 * How an object is filled: the share of its second colour at a place. It is a half on average for stripes and checks. A
 * check is twice as wide as a stripe, so both have the same length of edge per area, and equally many pixels of mixed
 * colour.
 */
enum Texture {
    PLAIN {
        @Override
        float share(float u, float v, float stripe) {
            return 0f;
        }
    },
    STRIPES {
        @Override
        float share(float u, float v, float stripe) {
            return 0.5f + 0.5f * wave(u, stripe);
        }
    },
    CHECKS {
        @Override
        float share(float u, float v, float stripe) {
            return 0.5f + 0.5f * wave(u, 2 * stripe) * wave(v, 2 * stripe);
        }
    };

    /**
     * @param u in pixels, along the normal of the stripes
     * @param v in pixels, across it
     * @param stripe width of a stripe in pixels
     */
    abstract float share(float u, float v, float stripe);

    /** A square wave between -1 and 1 with half period {@code half}; its edges are ramps of one pixel. */
    private static float wave(float t, float half) {
        float period = 2 * half;
        float m = t - period * (float) Math.floor(t / period);
        float distance = m < half ? Math.min(m, half - m) : -Math.min(m - half, period - m);
        return Math.max(-1f, Math.min(1f, 2 * distance));
    }
}
