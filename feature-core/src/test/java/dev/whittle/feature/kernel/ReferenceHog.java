package dev.whittle.feature.kernel;

/** {@link HogKernels} by the loops in its documentation. */
class ReferenceHog implements HogKernels {
    private final Orientation orientation;

    ReferenceHog(Orientation orientation) {
        this.orientation = orientation;
    }

    @Override
    public void differences(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
        for (int p = 0; p < cellSize; p++) {
            for (int v = 0; v < cellSize; v++) {
                for (int i = 0; i < TILE; i++) {
                    int k = i * cellSize + p;
                    to[(p * cellSize + v) * TILE + i] = (b[bAt[v] + k] & 0xFF) - (a[aAt[v] + k] & 0xFF);
                }
            }
        }
    }

    @Override
    public void keepLonger(int[] gx, int[] gy, int[] x, int[] y, int n) {
        for (int i = 0; i < n; i++) {
            if (x[i] * x[i] + y[i] * y[i] > gx[i] * gx[i] + gy[i] * gy[i]) {
                gx[i] = x[i];
                gy[i] = y[i];
            }
        }
    }

    @Override
    public void cellSums(int[] gx, int[] gy, Taps taps, float[] out, int at) {
        int size = taps.size();
        int half = size / 2;
        int sums = taps.sums();
        for (int s = 0; s < sums; s++) {
            for (int t = 0; t < sums; t++) {
                for (int b = 0; b < orientation.bins(); b++) {
                    for (int i = 0; i < TILE; i++) {
                        float sum = 0;
                        for (int p = first(taps, t, half); p < end(taps, t, half); p++) {
                            float down = 0;
                            for (int v = first(taps, s, half); v < end(taps, s, half); v++) {
                                int k = (p * size + v) * TILE + i;
                                down = Math.fma(orientation.vote(gx[k], gy[k], b), weights(taps, s)[v], down);
                            }
                            sum = Math.fma(down, weights(taps, t)[p], sum);
                        }
                        out[at + ((t * orientation.bins() + b) * sums + s) * TILE + i] = sum;
                    }
                }
            }
        }
    }

    private static float[] weights(Taps taps, int s) {
        return s == 0 ? taps.whole0() : s == 1 && taps.whole1() != null ? taps.whole1() : taps.half();
    }

    private static int first(Taps taps, int s, int half) {
        return s == taps.firstHalf() + 1 ? half : 0;
    }

    private static int end(Taps taps, int s, int half) {
        return s == taps.firstHalf() ? half : taps.size();
    }

    @Override
    public void addTerms(float[] a, int[] from, int terms, int step, int lines, float[] h, int to, int n) {
        for (int l = 0; l < lines; l++) {
            for (int i = 0; i < n; i++) {
                float sum = a[from[0] + l * step + i];
                for (int k = 1; k < terms; k++) {
                    sum += a[from[k] + l * step + i];
                }
                h[to + l * TILE + i] = sum;
            }
        }
    }

    @Override
    public void l2Hys(float[] h, int values, int n) {
        for (int j = 0; j < n; j++) {
            float squares = 0;
            for (int k = 0; k < values; k++) {
                squares = Math.fma(h[k * TILE + j], h[k * TILE + j], squares);
            }
            float f = 1 / ((float) Math.sqrt(squares) + 0.1f * values);
            squares = 0;
            for (int k = 0; k < values; k++) {
                h[k * TILE + j] = Math.min(h[k * TILE + j] * f, 0.2f);
                squares = Math.fma(h[k * TILE + j], h[k * TILE + j], squares);
            }
            f = 1 / ((float) Math.sqrt(squares) + 0.001f);
            for (int k = 0; k < values; k++) {
                h[k * TILE + j] *= f;
            }
        }
    }

    @Override
    public void transpose(float[] h, int from, int values, int n, float[] out, int at) {
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < values; k++) {
                out[at + j * values + k] = h[from + k * TILE + j];
            }
        }
    }
}
