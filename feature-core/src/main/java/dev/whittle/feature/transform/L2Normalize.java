package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;

/** Every row with Euclidean length 1: x / ‖x‖, with the squares summed in double. A row of zeros stays as it is. */
public record L2Normalize() implements NeedsNoData<Rows, Transform>, LearnedSize {
    public static L2Normalize defaults() {
        return new L2Normalize();
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
                    sum += (double) in[i] * in[i];
                }
                double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
                for (int i = 0; i < columns; i++) {
                    out[to + row + i] = (float) (in[at + row + i] * scale);
                }
            }
        }

        @Override
        public String toString() {
            return "L2";
        }
    }
}
