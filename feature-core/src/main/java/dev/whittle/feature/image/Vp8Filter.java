package dev.whittle.feature.image;

/** Smooths the edges of blocks after decoding (RFC 6386, section 15). */
final class Vp8Filter {
    private final boolean simple;
    private final int sharpness;

    Vp8Filter(boolean simple, int sharpness) {
        this.simple = simple;
        this.sharpness = sharpness;
    }

    /**
     * Filters the edges of a macroblock: its left and upper edge, if they are inside the image, and those within it.
     *
     * @param inner whether the edges within are filtered
     */
    void macroblock(Vp8Plane[] planes, int column, int row, int level, boolean inner) {
        if (level == 0) {
            return;
        }
        int interior = level;
        if (sharpness > 0) {
            interior = Math.min(sharpness > 4 ? level >> 2 : level >> 1, 9 - sharpness);
        }
        interior = Math.max(1, interior);
        int limit = 2 * level + interior;
        int steep = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        Edges edges = new Edges(interior, steep);
        for (int vertical = 0; vertical < 2; vertical++) {
            for (int p = 0; p < (simple ? 1 : 3); p++) {
                Vp8Plane plane = planes[p];
                int size = p == 0 ? 16 : 8;
                int start = plane.at(column * size, row * size);
                int across = vertical == 0 ? 1 : plane.stride;
                int along = vertical == 0 ? plane.stride : 1;
                if ((vertical == 0 ? column : row) > 0) {
                    edges.filter(plane.data, start, across, along, size, limit + 4, true);
                }
                for (int e = 4; inner && e < size; e += 4) {
                    edges.filter(plane.data, start + e * across, across, along, size, limit, false);
                }
            }
        }
    }

    private final class Edges {
        private final int interior;
        private final int steep;

        Edges(int interior, int steep) {
            this.interior = interior;
            this.steep = steep;
        }

        void filter(byte[] d, int start, int across, int along, int size, int limit, boolean outer) {
            for (int i = 0; i < size; i++) {
                int q0 = start + i * along;
                int p1 = d[q0 - 2 * across] & 0xFF;
                int p0 = d[q0 - across] & 0xFF;
                int q = d[q0] & 0xFF;
                int q1 = d[q0 + across] & 0xFF;
                if (4 * Math.abs(p0 - q) + Math.abs(p1 - q1) > 2 * limit + 1) {
                    continue;
                }
                if (simple) {
                    two(d, q0, across);
                } else if (smooth(d, q0, across)) {
                    if (Math.abs(p1 - p0) > steep || Math.abs(q1 - q) > steep) {
                        two(d, q0, across);
                    } else if (outer) {
                        six(d, q0, across);
                    } else {
                        four(d, q0, across);
                    }
                }
            }
        }

        private boolean smooth(byte[] d, int q0, int across) {
            for (int k = -4; k < 3; k++) {
                if (k != -1 && Math.abs((d[q0 + k * across] & 0xFF) - (d[q0 + (k + 1) * across] & 0xFF)) > interior) {
                    return false;
                }
            }
            return true;
        }
    }

    private static int signed(int v) {
        return Math.max(-128, Math.min(127, v));
    }

    private static int small(int v) {
        return Math.max(-16, Math.min(15, v));
    }

    private static void add(byte[] d, int at, int v) {
        d[at] = Vp8Plane.clamped((d[at] & 0xFF) + v);
    }

    private static int step(byte[] d, int q0, int across) {
        return 3 * ((d[q0] & 0xFF) - (d[q0 - across] & 0xFF));
    }

    private static int outerStep(byte[] d, int q0, int across) {
        return signed((d[q0 - 2 * across] & 0xFF) - (d[q0 + across] & 0xFF));
    }

    private static void two(byte[] d, int q0, int across) {
        int a = step(d, q0, across) + outerStep(d, q0, across);
        add(d, q0 - across, small(a + 3 >> 3));
        add(d, q0, -small(a + 4 >> 3));
    }

    private static void four(byte[] d, int q0, int across) {
        int a = step(d, q0, across);
        int next = small(a + 4 >> 3);
        int outer = next + 1 >> 1;
        add(d, q0 - 2 * across, outer);
        add(d, q0 - across, small(a + 3 >> 3));
        add(d, q0, -next);
        add(d, q0 + across, -outer);
    }

    private static void six(byte[] d, int q0, int across) {
        int a = signed(step(d, q0, across) + outerStep(d, q0, across));
        for (int k = 0; k < 3; k++) {
            int v = (27 - 9 * k) * a + 63 >> 7;
            add(d, q0 - (k + 1) * across, v);
            add(d, q0 + k * across, -v);
        }
    }
}
