package dev.whittle.feature.image.corrupt;

/** Which pixel stands for one outside the image, along an axis of n pixels. */
enum Border {
    /** The border pixel: {@code aaa|abcd|ddd}. */
    REPEAT {
        @Override
        int inside(int i, int n) {
            return Math.max(0, Math.min(n - 1, i));
        }
    },

    /** The image mirrored, with the border pixel twice: {@code cba|abcd|dcb}. */
    MIRROR {
        @Override
        int inside(int i, int n) {
            int at = Math.floorMod(i, 2 * n);
            return at < n ? at : 2 * n - 1 - at;
        }
    },

    /** The image mirrored, with the border pixel once: {@code dcb|abcd|cba}. */
    REFLECT {
        @Override
        int inside(int i, int n) {
            if (n == 1) {
                return 0;
            }
            int at = Math.floorMod(i, 2 * n - 2);
            return at < n ? at : 2 * n - 2 - at;
        }
    };

    /** The place, 0 to n-1, of the pixel that stands for place i. */
    abstract int inside(int i, int n);
}
