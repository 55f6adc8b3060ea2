package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;

/**
 * The square root of every value's share of its row: sign(x)·√(|x| / Σ|x|), with the sum in double. The dot product of
 * two such histograms is Hellinger's kernel, Σ√(p·q) (Arandjelović and Zisserman, "Three things everyone should know to
 * improve object retrieval", CVPR 2012). A row of zeros stays as it is.
 */
public record Hellinger() implements NeedsNoData<Rows, Transform>, LearnedSize {
    public static Hellinger defaults() {
        return new Hellinger();
    }

    @Override
    public Transform fitted() {
        return new Fitted();
    }

    private static final class Fitted implements Transform {
        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            for (int row = 0; row < n * columns; row += columns) {
                double sum = 0;
                for (int i = at + row; i < at + row + columns; i++) {
                    sum += Math.abs(in[i]);
                }
                double scale = sum > 0 ? 1 / sum : 0;
                for (int i = 0; i < columns; i++) {
                    float x = in[at + row + i];
                    out[to + row + i] = (float) Math.copySign(Math.sqrt(Math.abs(x) * scale), x);
                }
            }
        }

        @Override
        public String toString() {
            return "Hellinger";
        }
    }
}
