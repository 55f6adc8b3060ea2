package dev.whittle.feature.hog;

/**
 * Block normalisation by L2-Hys (Dalal and Triggs, §6.4) with OpenCV's constants: v ← v/(‖v‖ + 0.1·n) for n values, v ← min(v,
 * 0.2), v ← v/(‖v‖ + 0.001). The squares under a norm are one fma chain in the order (cell row, cell column, bin) of the output.
 * Four blocks are done at once, so that a chain need not wait for itself.
 */
final class L2Hys {
    private static final float CLIP = 0.2f;

    private L2Hys() {}

    /**
     * Normalises blocks {@code first} … {@code end}-1 and writes them one after the other.
     *
     * @param h value k of block j, 0 or more, at {@code h[k * stride + j]}; used up
     */
    static void normalise(float[] h, int values, int stride, int first, int end, float[] out, int to) {
        int j = first;
        for (; j + 4 <= end; j += 4) {
            four(h, values, stride, j, out, to + (j - first) * values);
        }
        for (; j < end; j++) {
            one(h, values, stride, j, out, to + (j - first) * values);
        }
    }

    private static void four(float[] h, int values, int stride, int j, float[] out, int to) {
        float n0 = 0;
        float n1 = 0;
        float n2 = 0;
        float n3 = 0;
        for (int k = 0, i = j; k < values; k++, i += stride) {
            n0 = Math.fma(h[i], h[i], n0);
            n1 = Math.fma(h[i + 1], h[i + 1], n1);
            n2 = Math.fma(h[i + 2], h[i + 2], n2);
            n3 = Math.fma(h[i + 3], h[i + 3], n3);
        }
        float f0 = factor(n0, 0.1f * values);
        float f1 = factor(n1, 0.1f * values);
        float f2 = factor(n2, 0.1f * values);
        float f3 = factor(n3, 0.1f * values);
        n0 = 0;
        n1 = 0;
        n2 = 0;
        n3 = 0;
        for (int k = 0, i = j; k < values; k++, i += stride) {
            float v0 = Math.min(h[i] * f0, CLIP);
            float v1 = Math.min(h[i + 1] * f1, CLIP);
            float v2 = Math.min(h[i + 2] * f2, CLIP);
            float v3 = Math.min(h[i + 3] * f3, CLIP);
            n0 = Math.fma(v0, v0, n0);
            n1 = Math.fma(v1, v1, n1);
            n2 = Math.fma(v2, v2, n2);
            n3 = Math.fma(v3, v3, n3);
            h[i] = v0;
            h[i + 1] = v1;
            h[i + 2] = v2;
            h[i + 3] = v3;
        }
        scale(h, values, stride, j, factor(n0, 1e-3f), out, to);
        scale(h, values, stride, j + 1, factor(n1, 1e-3f), out, to + values);
        scale(h, values, stride, j + 2, factor(n2, 1e-3f), out, to + 2 * values);
        scale(h, values, stride, j + 3, factor(n3, 1e-3f), out, to + 3 * values);
    }

    private static void one(float[] h, int values, int stride, int j, float[] out, int to) {
        float n = 0;
        for (int k = 0, i = j; k < values; k++, i += stride) {
            n = Math.fma(h[i], h[i], n);
        }
        float f = factor(n, 0.1f * values);
        n = 0;
        for (int k = 0, i = j; k < values; k++, i += stride) {
            h[i] = Math.min(h[i] * f, CLIP);
            n = Math.fma(h[i], h[i], n);
        }
        scale(h, values, stride, j, factor(n, 1e-3f), out, to);
    }

    private static float factor(float squares, float more) {
        return 1f / ((float) Math.sqrt(squares) + more);
    }

    private static void scale(float[] h, int values, int stride, int j, float f, float[] out, int to) {
        for (int k = 0, i = j; k < values; k++, i += stride) {
            out[to + k] = h[i] * f;
        }
    }
}
