package dev.whittle.feature.kernel.hog;

import java.util.Arrays;

/** {@link HogKernels} by the loops in its documentation, one after the other. It is not a HoG of its own. */
public class ReferenceHogKernels implements HogKernels {
    private final Orientation orientation;

    public ReferenceHogKernels(Orientation orientation) {
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
                        for (int p = first(t, half); p < end(taps, t, half); p++) {
                            float down = 0;
                            for (int v = first(s, half); v < end(taps, s, half); v++) {
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

    @Override
    public void blockSums(int[] gx, int[] gy, Taps taps, int step, boolean top, float[] kept, float[] h) {
        int before = top ? 0 : TILE / step * step;
        int lane = top ? step : 0;
        int size = taps.size();
        int half = size / 2;
        int bins = orientation.bins();
        // Columns of sums of a bin, of the tile before and of this one side by side.
        for (int b = 0; b < bins; b++) {
            float[][] wholeAbove = new float[size][2 * TILE];
            float[][] secondAbove = new float[size][2 * TILE];
            float[][] upper = new float[size][2 * TILE];
            float[][] lower = new float[size][2 * TILE];
            for (int p = 0; p < size; p++) {
                float[] k = Arrays.copyOfRange(kept, (2 * b * size + p) * TILE, (2 * b * size + p + 1) * TILE);
                float[] l =
                        Arrays.copyOfRange(kept, ((2 * b + 1) * size + p) * TILE, ((2 * b + 1) * size + p + 1) * TILE);
                System.arraycopy(k, 0, wholeAbove[p], TILE - before, before);
                System.arraycopy(l, 0, secondAbove[p], TILE - before, before);
                for (int i = 0; i < TILE; i++) {
                    float whole0 = down(gx, gy, taps, b, p, i, taps.whole0(), 0, size);
                    float second = down(gx, gy, taps, b, p, i, taps.half(), half, size);
                    wholeAbove[p][TILE + i] = whole0;
                    secondAbove[p][TILE + i] = second;
                    kept[(2 * b * size + p) * TILE + i] = whole0;
                    kept[((2 * b + 1) * size + p) * TILE + i] = second;
                    upper[p][i] = wholeAbove[p][TILE + i - step] + down(gx, gy, taps, b, p, i, taps.half(), 0, half);
                    lower[p][i] = secondAbove[p][TILE + i - step] + down(gx, gy, taps, b, p, i, taps.whole1(), 0, size);
                }
            }
            for (int j = 0; lane + j < TILE; j++) {
                int i = lane + j;
                h[b * TILE + j] = across(upper, i, taps.whole0(), 0, size) + across(upper, i + 1, taps.half(), 0, half);
                h[(bins + b) * TILE + j] =
                        across(upper, i, taps.half(), half, size) + across(upper, i + 1, taps.whole1(), 0, size);
                h[(2 * bins + b) * TILE + j] =
                        across(lower, i, taps.whole0(), 0, size) + across(lower, i + 1, taps.half(), 0, half);
                h[(3 * bins + b) * TILE + j] =
                        across(lower, i, taps.half(), half, size) + across(lower, i + 1, taps.whole1(), 0, size);
            }
        }
    }

    private float down(int[] gx, int[] gy, Taps taps, int b, int p, int i, float[] w, int first, int end) {
        float sum = 0;
        for (int v = first; v < end; v++) {
            int k = (p * taps.size() + v) * TILE + i;
            sum = Math.fma(orientation.vote(gx[k], gy[k], b), w[v], sum);
        }
        return sum;
    }

    private static float across(float[][] columns, int i, float[] w, int first, int end) {
        float sum = 0;
        for (int p = first; p < end; p++) {
            sum = Math.fma(columns[p][i], w[p], sum);
        }
        return sum;
    }

    private static float[] weights(Taps taps, int s) {
        return s == 0 ? taps.whole0() : taps.half();
    }

    private static int first(int s, int half) {
        return s == 2 ? half : 0;
    }

    private static int end(Taps taps, int s, int half) {
        return s == 1 ? half : taps.size();
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
            float f = 1 / ((float) Math.sqrt(squares(h, values, j)) + 0.1f * values);
            for (int k = 0; k < values; k++) {
                h[k * TILE + j] = Math.min(h[k * TILE + j] * f, 0.2f);
            }
            f = 1 / ((float) Math.sqrt(squares(h, values, j)) + 0.001f);
            for (int k = 0; k < values; k++) {
                h[k * TILE + j] *= f;
            }
        }
    }

    private static float squares(float[] h, int values, int j) {
        float[] n = new float[4];
        for (int k = 0; k < values; k++) {
            int c = k / (values / 4);
            n[c] = Math.fma(h[k * TILE + j], h[k * TILE + j], n[c]);
        }
        return (n[0] + n[1]) + (n[2] + n[3]);
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
