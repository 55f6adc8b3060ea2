package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class ChannelGroupsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Two channels of a pair have a common size and independent signs. */
    @Test
    void channelsOfCorrelatedEnergiesAreAGroup() {
        int pairs = 4;
        Matrix values = TestData.gaussians(4000, 2 * pairs, 1);
        Matrix sizes = TestData.gaussians(4000, pairs, 2);
        for (int row = 0; row < 4000; row++) {
            for (int c = 0; c < 2 * pairs; c++) {
                // Channels c and c + 4; another scale and mean of each channel change nothing.
                double size = Math.exp(sizes.get(row, c % pairs));
                values.set(row, c, (float) (size * values.get(row, c) * (c + 1) + 10 * c));
            }
        }
        int[][] groups = ChannelGroups.learn(values, 2 * pairs, 2, RUN);
        boolean[] drawn = new boolean[pairs];
        for (int[] group : groups) {
            assertEquals(group[0] + pairs, group[1]);
            drawn[group[0]] = true;
        }
        for (boolean d : drawn) {
            assertTrue(d);
        }
    }

    @Test
    void similaritiesAreCorrelationsOfSquaredWhitenedValues() {
        Matrix values = TestData.gaussians(500, 6, 1);
        for (int row = 0; row < 500; row++) {
            values.set(row, 2, values.get(row, 1) * values.get(row, 1));
            values.set(row, 4, 7);
        }
        double[] similarity = ChannelGroups.similarities(values, RUN);
        Matrix z = Standardize.defaults().fit(values, RUN).apply(values, RUN);
        z = Zca.defaults().fit(z, RUN).apply(z, RUN);
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                double expected = i == 4 || j == 4 ? 0 : correlation(z, i, j);
                assertEquals(expected, similarity[i * 6 + j], 1e-6, i + ", " + j);
            }
        }
        assertTrue(similarity[6 + 2] > 0.3, "the square of a channel: " + similarity[6 + 2]);
    }

    private static double correlation(Matrix z, int i, int j) {
        double meanI = 0;
        double meanJ = 0;
        for (int row = 0; row < z.rows(); row++) {
            meanI += Math.pow(z.get(row, i), 2) / z.rows();
            meanJ += Math.pow(z.get(row, j), 2) / z.rows();
        }
        double ij = 0;
        double ii = 0;
        double jj = 0;
        for (int row = 0; row < z.rows(); row++) {
            double a = Math.pow(z.get(row, i), 2) - meanI;
            double b = Math.pow(z.get(row, j), 2) - meanJ;
            ij += a * b;
            ii += a * a;
            jj += b * b;
        }
        return ij / Math.sqrt(ii * jj);
    }

    /** If all channels are equally similar, the first ones are taken besides the drawn one. */
    @Test
    void ofEquallySimilarChannelsTheFirstAreTaken() {
        int[][] groups = ChannelGroups.learn(new Matrix(10, 5), 5, 3, RUN);
        boolean[] drawn = new boolean[5];
        for (int[] group : groups) {
            assertEquals(3, group.length);
            assertEquals(0, group[0]);
            assertTrue(group[1] == 1 || group[1] > 1 && group[2] > group[1], "1 and then a later one");
            drawn[group[2]] = true;
        }
        assertTrue(drawn[3] && drawn[4], "each channel is drawn once");
    }
}
