package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of several methods, data sets or repetitions. Their values are those of reference/inference.py. */
class FamiliesTest {
    /** The AUC of four settings of C4.5 on 14 data sets: table 6 of Demšar 2006. */
    private static final double[][] DEMSAR = {
        {.763, .768, .771, .798}, {.599, .591, .590, .569}, {.954, .971, .968, .967}, {.628, .661, .654, .657},
        {.882, .888, .886, .898}, {.936, .931, .916, .931}, {.661, .668, .609, .685}, {.583, .583, .563, .625},
        {.775, .838, .866, .875}, {1, 1, 1, 1}, {.940, .962, .965, .962}, {.619, .666, .614, .669},
        {.972, .981, .9751, .975}, {.957, .978, .946, .970}
    };

    private static void near(double expected, double actual) {
        assertEquals(expected, actual, 1e-9 * Math.abs(expected));
    }

    /** statsmodels 0.13.5, multipletests(method="holm"). */
    @Test
    void holm() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjusted(0.01, 0.04, 0.03, 0.005), 1e-12);
        assertArrayEquals(
                new double[] {0.6, 0.6, 0.9, 0.005, 0.003, 0.12},
                Holm.adjusted(0.2, 0.2, 0.9, 0.001, 0.0005, 0.03),
                1e-12);
        assertArrayEquals(new double[] {1, 1}, Holm.adjusted(0.5, 0.5));
        assertArrayEquals(new double[] {0.04}, Holm.adjusted(0.04));
        assertEquals(0, Holm.adjusted().length);
        Messages.says(() -> Holm.adjusted(0.1, Double.NaN), "NaN", "index 1");
        assertThrows(IllegalArgumentException.class, () -> Holm.adjusted(-0.1));
        assertThrows(IllegalArgumentException.class, () -> Holm.adjusted(1.1));
    }

    /** Means of the same three accuracies in another order differ in their last bit. */
    @Test
    void scoresThatDifferByRoundingAreEqual() {
        double up = (0.7 + 0.8 + 0.9) / 3;
        double down = (0.9 + 0.8 + 0.7) / 3;
        assertTrue(down > up);
        double[][] scores = {{up, down}, {up, down}, {up, down}, {up, down}, {up, down}};
        assertEquals(List.of(1.5, 1.5), Friedman.of(scores).meanRanks());
        assertEquals(0, Friedman.of(scores).chiSquared());
        assertArrayEquals(new double[] {2, 1}, Friedman.meanRanks(new double[][] {{1e-20, 1.1e-20}}));
    }

    /** SciPy 1.10.1, whose χ² allows for ties, and by hand from it. */
    @Test
    void friedman() {
        Friedman friedman = Friedman.of(DEMSAR);
        assertEquals(4, friedman.methods());
        double[] ranks = {3.142857142857143, 2.0, 2.892857142857143, 1.9642857142857142};
        for (int j = 0; j < 4; j++) {
            near(ranks[j], friedman.meanRanks().get(j));
        }
        near(10.228346456692925, friedman.chiSquared());
        near(4.1851301115241695, friedman.f());
        near(0.011620659515310954, friedman.p());
        near(1.2535591471176057, friedman.criticalDifference(0.95));
        Friedman untied =
                Friedman.of(new double[][] {{9, 8, 7}, {6, 7, 5}, {3, 2, 2.5}, {5, 4, 3}, {8, 9, 7}, {4, 3, 1}});
        near(7, untied.chiSquared());
        near(0.012558674125514407, untied.p());
        near(1.353136164445458, untied.criticalDifference(0.95));
    }

    /** Demšar computes χ² without the correction for ties, 9.28, and the critical difference 1.25. */
    @Test
    void demsarsExample() {
        Friedman friedman = Friedman.of(DEMSAR);
        double squares = 0;
        for (double rank : friedman.meanRanks()) {
            squares += (rank - 2.5) * (rank - 2.5);
        }
        assertEquals(9.28, 12 * 14 / 20.0 * squares, 0.005);
        assertEquals(1.25, friedman.criticalDifference(0.95), 0.005);
    }

    /** Of 6⁵ ways to rank three methods on five data sets, 6 have the same ranks on all of them. */
    @Test
    void theSameOrderOnAllDataSets() {
        double[] order = {3, 2, 1};
        Friedman friedman = Friedman.of(new double[][] {order, order, order, order, order});
        assertEquals(List.of(1.0, 2.0, 3.0), friedman.meanRanks());
        assertEquals(10, friedman.chiSquared(), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, friedman.f());
        near(6 / 7776.0, friedman.p());
    }

    @Test
    void equalMethods() {
        Friedman friedman = Friedman.of(new double[5][3]);
        assertEquals(List.of(2.0, 2.0, 2.0), friedman.meanRanks());
        assertEquals(0, friedman.chiSquared());
        assertEquals(1, friedman.p(), 1e-12);
    }

    @Test
    void friedmanRefusesTooFew() {
        Messages.says(() -> Friedman.of(new double[4][3]), "at least 5 data sets", "got 4");
        assertThrows(IllegalArgumentException.class, () -> Friedman.of(new double[5][1]));
        double[][] scores = new double[5][3];
        scores[3] = new double[] {1, 2};
        Messages.says(() -> Friedman.of(scores), "data set 3");
        scores[3] = new double[] {1, 2, Double.NaN};
        assertThrows(IllegalArgumentException.class, () -> Friedman.of(scores));
        assertThrows(
                IllegalArgumentException.class,
                () -> Friedman.of(new double[5][3]).criticalDifference(95));
    }

    /** Quadrature by SciPy 1.10.1. Divided by √2 these are Demšar's table 5: 1.960, 2.343, 2.728, 3.164. */
    @ParameterizedTest
    @CsvSource({
        "0.9,2,2.326174307353348",
        "0.9,3,2.902380213428253",
        "0.9,5,3.4782805507030674",
        "0.9,10,4.129346398236891",
        "0.9,20,4.694104409490511",
        "0.95,2,2.7718076486993555",
        "0.95,3,3.3144931553981203",
        "0.95,5,3.857655510378623",
        "0.95,10,4.4741242217260115",
        "0.95,20,5.011688794118437",
        "0.99,2,3.6427727354368966",
        "0.99,3,4.120303206460115",
        "0.99,5,4.602821042201647",
        "0.99,10,5.156634960089611",
        "0.99,20,5.645214697985863"
    })
    void studentizedRange(double level, int k, double expected) {
        near(expected, StudentizedRange.upperQuantile(1 - level, k));
        near(level, StudentizedRange.cumulative(expected, k));
    }

    @Test
    void fiveByTwo() {
        double[][] x = {{.02, .01}, {.015, -.005}, {.03, .02}, {-.01, .025}, {.01, .012}};
        FiveByTwo test = FiveByTwo.of(x);
        near(1.478846653585931, test.t());
        near(0.19924124562434994, test.pOfT());
        near(1.6506287588846358, test.f());
        near(0.30216967793142935, test.pOfF());
        double[] first = x[0];
        x[0] = x[1];
        x[1] = first;
        assertEquals(test.f(), FiveByTwo.of(x).f(), 1e-12, "F does not depend on the order");
        assertTrue(FiveByTwo.of(x).t() < test.t() - 0.1, "t does");
    }

    @Test
    void fiveByTwoWithoutVariance() {
        assertEquals(new FiveByTwo(0, 0), FiveByTwo.of(new double[5][2]));
        assertEquals(1, new FiveByTwo(0, 0).pOfF());
        assertEquals(1, new FiveByTwo(0, 0).pOfT());
        double[][] equal = {{.1, .1}, {.2, .2}, {.1, .1}, {0, 0}, {.3, .3}};
        Messages.says(() -> FiveByTwo.of(equal), "variance is unknown");
        Messages.says(() -> FiveByTwo.of(new double[4][2]), "got 4");
        equal[2] = new double[] {Double.NaN, 1};
        assertThrows(IllegalArgumentException.class, () -> FiveByTwo.of(equal));
    }
}
