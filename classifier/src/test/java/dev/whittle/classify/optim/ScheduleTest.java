package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    /** By schedule, warmup, period and factor, all in steps. */
    private static final Map<List<String>, List<double[]>> RATES = rates();

    private static final int STEPS = 40;

    private static Map<List<String>, List<double[]>> rates() {
        Map<List<String>, List<double[]>> rates = Trace.read("schedules.csv", 4);
        rates.putAll(Trace.read("linear.csv", 4));
        return rates;
    }

    static Set<List<String>> settings() {
        return RATES.keySet();
    }

    private static List<double[]> rates(Schedule schedule, double rate, int warmup, double period, double factor) {
        List<double[]> rates = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            rates.add(new double[] {schedule.rate(rate, step, STEPS, warmup, period, factor)});
        }
        return rates;
    }

    private static Schedule schedule(List<String> setting) {
        return Schedule.valueOf(setting.get(0).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void check(List<String> setting, double rate, int moreWarmup, double factorTimes) {
        Trace.check(
                RATES.get(setting),
                rates(
                        schedule(setting),
                        rate,
                        Integer.parseInt(setting.get(1)) + moreWarmup,
                        Double.parseDouble(setting.get(2)),
                        Double.parseDouble(setting.get(3)) * factorTimes),
                1e-12);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void ratesAreThoseOfPyTorchAndNumPy(List<String> setting) {
        assertEquals(STEPS, RATES.get(setting).size());
        check(setting, 0.3, 0, 1);
    }

    @ParameterizedTest
    @EnumSource
    void everyScheduleIsCompared(Schedule schedule) {
        assertTrue(settings().stream().anyMatch(s -> schedule(s) == schedule));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void plantedFaultsAreFound(List<String> setting) {
        assertThrows(AssertionError.class, () -> check(setting, 0.3 + 1e-9, 0, 1));
        assertThrows(AssertionError.class, () -> check(setting, 0.3, 1, 1));
        boolean factor =
                Set.of(Schedule.STEP, Schedule.LINEAR, Schedule.ONE_CYCLE).contains(schedule(setting));
        if (factor && Double.parseDouble(setting.get(3)) > 0) {
            assertThrows(AssertionError.class, () -> check(setting, 0.3, 0, 0.999));
        }
    }

    private static double rate(MiniBatches settings, long step, int stepsPerEpoch) {
        return settings.rate(step, stepsPerEpoch);
    }

    @Test
    void epochsBecomeSteps() {
        MiniBatches.Builder some = MiniBatches.builder().learningRate(1).epochs(10);
        MiniBatches step = some.schedule(Schedule.STEP)
                .schedulePeriod(2)
                .scheduleFactor(0.5)
                .build();
        assertEquals(1, rate(step, 13, 7));
        assertEquals(0.5, rate(step, 14, 7));
        assertEquals(0.25, rate(step, 28, 7));
        // A part of an epoch: every 3 of 7 steps.
        MiniBatches fine = some.schedulePeriod(3 / 7.0).build();
        assertEquals(1, rate(fine, 2, 7));
        assertEquals(0.5, rate(fine, 3, 7));
        assertEquals(0.25, rate(fine, 6, 7));
        // Warm-up of 1.5 epochs of 4 steps: 6 steps, 1/7 … 6/7; then a = 1 epoch of 4 steps.
        MiniBatches inverse =
                some.schedule(Schedule.INVERSE).warmup(1.5).schedulePeriod(1).build();
        assertEquals(1 / 7.0, rate(inverse, 0, 4), 1e-15);
        assertEquals(6 / 7.0, rate(inverse, 5, 4), 1e-15);
        assertEquals(1, rate(inverse, 6, 4));
        assertEquals(0.5, rate(inverse, 10, 4));
        MiniBatches cosine = some.schedule(Schedule.COSINE).warmup(0).build();
        assertEquals(0.5, rate(cosine, 20, 4), 1e-15);
        assertEquals((1 + Math.sqrt(0.5)) / 2, rate(cosine, 10, 4), 1e-15);
        // From 1 at step 0 to 0.5 at step 40.
        MiniBatches linear = some.schedule(Schedule.LINEAR).build();
        assertEquals(1, rate(linear, 0, 4));
        assertEquals(0.875, rate(linear, 10, 4));
        assertEquals(1 - 0.5 * 39 / 40, rate(linear, 39, 4), 1e-15);
        assertEquals(1 / 40.0, rate(linear.toBuilder().scheduleFactor(0).build(), 39, 4), 1e-15);
        MiniBatches cycle = some.schedule(Schedule.ONE_CYCLE).warmup(4).build();
        assertEquals(0.5, rate(cycle, 0, 4));
        assertEquals(1, rate(cycle, 16, 4));
        assertEquals(0.5, rate(cycle, 32, 4));
        assertTrue(rate(cycle, 39, 4) < 0.1);
    }

    /** Whatever the numbers, no rate is NaN, negative or above η. */
    @ParameterizedTest
    @EnumSource
    void ratesStayInBounds(Schedule schedule) {
        for (double warmup : new double[] {0, 0.01, 0.5, 1, 1.5}) {
            if (schedule == Schedule.ONE_CYCLE && warmup == 0) {
                continue;
            }
            for (int stepsPerEpoch : new int[] {1, 2, 5}) {
                MiniBatches settings = MiniBatches.builder()
                        .learningRate(0.3)
                        .epochs(3)
                        .schedule(schedule)
                        .warmup(warmup)
                        .schedulePeriod(0.01)
                        .build();
                for (int step = 0; step < 3 * stepsPerEpoch; step++) {
                    double rate = settings.rate(step, stepsPerEpoch);
                    assertTrue(rate >= 0 && rate <= 0.3, schedule + " at step " + step + ": " + rate);
                }
            }
        }
    }
}
