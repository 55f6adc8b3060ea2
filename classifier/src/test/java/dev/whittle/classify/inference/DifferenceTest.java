package dev.whittle.classify.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static Difference of(double mean, double... variancesAndFreedoms) {
        Difference.Source first = new Difference.Source(variancesAndFreedoms[0], variancesAndFreedoms[1]);
        return new Difference(
                mean,
                variancesAndFreedoms.length == 2
                        ? List.of(first)
                        : List.of(first, new Difference.Source(variancesAndFreedoms[2], variancesAndFreedoms[3])));
    }

    private static void near(double expected, double actual) {
        assertEquals(expected, actual, 1e-9);
    }

    /** SciPy 1.10.1, reference/inference.py: 95 %, 99 %, p, probabilities of more than half a point. */
    @ParameterizedTest
    @CsvSource({
        "0.03,1e-4,999,2e-5,2,0.022597714410476578,0.045635847248145976,0.024292219838191843,0.9810895773847605,"
                + "0.008661588714933274",
        "0.012,1e-5,999,1e-4,2,0.041908580287066635,0.09870814418196303,0.35748003871842166,0.7179462881889747,"
                + "0.11592253942180294",
        "-0.07,0,9,1e-4,2,0.043026527299112764,0.09924843200918075,0.019803941098911655,0.008658663436634987,"
                + "0.9885699181662448",
        "0.002,1e-4,99,3e-5,4,0.023098069301711717,0.03483303437370528,0.8614646628107596,0.39677299818227224,"
                + "0.27106801194760866"
    })
    void twoSources(
            double mean,
            double v1,
            double f1,
            double v2,
            double f2,
            double error95,
            double error99,
            double p,
            double better,
            double worse) {
        Difference difference = of(mean, v1, f1, v2, f2);
        assertEquals(error95, difference.error(0.95), 1e-9 * error95);
        assertEquals(error99, difference.error(0.99), 1e-9 * error99);
        near(mean - error99, difference.low(0.99));
        near(mean + error99, difference.high(0.99));
        near(p, difference.p());
        Difference.Practical practical = difference.practical(0.005);
        near(better, practical.better());
        near(worse, practical.worse());
        near(1 - better - worse, practical.equal());
    }

    /** p is the α of the interval that ends at 0, and with the margin 0 half of it is that the other is better. */
    @Test
    void intervalAndPBelongTogether() {
        for (double mean : new double[] {0.001, 0.01, 0.02, 0.05}) {
            for (Difference difference :
                    List.of(of(mean, 1e-4, 50), of(mean, 1e-4, 50, 5e-5, 2), of(mean, 3e-5, 9, 5e-5, 1))) {
                near(0, difference.low(1 - difference.p()));
                near(difference.p() / 2, difference.practical(0).worse());
                near(1 - difference.p() / 2, difference.practical(0).better());
                near(0, difference.practical(0).equal());
                Difference opposite = new Difference(-mean, difference.sources());
                assertEquals(difference.p(), opposite.p());
                assertEquals(
                        difference.practical(0.005).better(),
                        opposite.practical(0.005).worse());
            }
        }
    }

    /**
     * The coverage for many images, by numeric integration: the variance of the images is known, that of the seeds has
     * a χ² distribution, and the second has any share of the variance. docs/statistics.md has these values.
     */
    @ParameterizedTest
    @CsvSource({
        "0.95,2,0.927,0.965",
        "0.95,3,0.942,0.956",
        "0.95,4,0.946,0.953",
        "0.95,5,0.947,0.952",
        "0.95,10,0.949,0.950",
        "0.99,2,0.9877,0.9987",
        "0.99,3,0.9897,0.9972",
        "0.99,5,0.99,0.9948",
        "0.995,3,0.995,0.9992"
    })
    void coverageForEveryShareOfTheVariance(double level, int seeds, double least, double most) {
        double lowest = 1;
        double highest = 0;
        for (int percent = 0; percent <= 100; percent += 2) {
            double coverage = coverage(level, percent / 100.0, seeds - 1);
            lowest = Math.min(lowest, coverage);
            highest = Math.max(highest, coverage);
        }
        double tolerance = 0.02 * (1 - level);
        assertEquals(least, lowest, tolerance, "lowest");
        assertEquals(most, highest, tolerance, "highest");
    }

    /** The mean over χ² quantiles of the probability that the mean is within the error. */
    private static double coverage(double level, double share, int freedom) {
        ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(freedom);
        int steps = 400;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double x = chiSquared.inverseCumulativeProbability((i + 0.5) / steps) / freedom;
            double error = of(0, 1 - share, Double.POSITIVE_INFINITY, share * x, freedom)
                    .error(level);
            sum += NormalDistribution.of(0, 1).probability(-error, error);
        }
        return sum / steps;
    }

    /** With all variance in one source it is Student's t of that source, and more so the more it has. */
    @Test
    void oneSourceOfTwoIsStudentsT() {
        near(of(0.01, 2e-4, 2).error(0.95), of(0.01, 0, 999, 2e-4, 2).error(0.95));
        near(of(0.01, 2e-4, 999).error(0.95), of(0.01, 2e-4, 999, 0, 2).error(0.95));
        near(of(0.01, 2e-4, 2).p(), of(0.01, 0, 999, 2e-4, 2).p());
        double before = 0;
        for (int i = 0; i <= 10; i++) {
            double error = of(0.01, (10 - i) * 1e-5, 999, i * 1e-5, 2).error(0.95);
            assertTrue(error > before, "share " + i);
            before = error;
        }
    }

    @Test
    void nothingDiffersWithoutVariance() {
        Difference none = of(0, 0, 4);
        assertEquals(1, none.p());
        assertEquals(0, none.error(0.95));
        assertEquals(new Difference.Practical(0, 1, 0), none.practical(0.005));
        assertEquals(new Difference.Practical(0, 1, 0), none.practical(0));
    }

    @Test
    void veryLargeDifferences() {
        Difference difference = of(1, 1e-8, 999, 1e-12, 2);
        assertTrue(difference.p() < 1e-9, "p " + difference.p());
        assertEquals(1, difference.practical(0.005).better(), 1e-12);
        assertTrue(of(1, 1e-8, 1e9).p() >= 0);
    }

    /** scipy.stats.t.ppf(0.975, freedom), SciPy 1.17.1; degrees of freedom need not be whole. */
    @ParameterizedTest
    @CsvSource({
        "1,12.706205",
        "2,4.302653",
        "2.9,3.245438",
        "5.97,2.449896",
        "10,2.228139",
        "11,2.200985",
        "12,2.178813",
        "20,2.085963",
        "30,2.042272",
        "100,1.983972",
        "1e9,1.959964",
        "Infinity,1.959964"
    })
    void quantiles(double freedom, double expected) {
        assertEquals(expected, Difference.t(0.95, freedom), 1e-6);
    }

    @Test
    void theQuantileFallsToThatOfTheNormalDistribution() {
        assertTrue(Difference.t(0.95, 9.9e6) > Difference.t(0.95, 1e7));
        assertEquals(Difference.t(0.95, 9.9e6), Difference.t(0.95, 1e7), 1e-6);
    }

    @Test
    void refusesWhatIsNoDifference() {
        Messages.says(() -> of(0.02, 0, 4), "variance above 0", "0.02");
        assertThrows(IllegalArgumentException.class, () -> new Difference(0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> of(Double.NaN, 1, 4));
        Messages.says(() -> of(0, 1, 0.5), "degree of freedom", "0.5");
        assertThrows(IllegalArgumentException.class, () -> of(0, -1, 4));
        Messages.says(() -> of(0, 1, 4).error(95), "between 0 and 1", "95");
        assertThrows(IllegalArgumentException.class, () -> Difference.t(1, 4));
        assertThrows(IllegalArgumentException.class, () -> of(0, 1, 4).practical(-0.1));
    }
}
