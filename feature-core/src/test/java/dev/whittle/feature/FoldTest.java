package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of chunks are combined in chunk order, however the chunks end. */
@Timeout(60)
@Tag("bits")
class FoldTest {
    /** Neither associative nor commutative: the brackets show the order. */
    private static final BinaryOperator<String> BRACKETS = (a, b) -> "(" + a + b + ")";

    private static String chunk(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void inChunkOrderWhicheverEndsFirst(int threads) {
        Run run = Run.defaults().withThreads(threads);
        List<String> arrived = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch another = new CountDownLatch(1);
        String folded = run.fold(
                11,
                2,
                (from, to) -> {
                    if (from == 0 && threads > 1) {
                        // The first chunk ends after another.
                        try {
                            assertTrue(another.await(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                    String text = chunk(from, to);
                    arrived.add(text);
                    if (from > 0) {
                        another.countDown();
                    }
                    return text;
                },
                BRACKETS);
        String expected = "(((((0123)45)67)89)10)";
        assertEquals(expected, folded);
        String inOrderOfArrival = arrived.stream().reduce(BRACKETS).orElseThrow();
        if (threads > 1) {
            assertNotEquals(expected, inOrderOfArrival, "this test would not see another order");
        } else {
            assertEquals(expected, inOrderOfArrival);
        }
    }

    /** Sums of floats that depend on the order of the chunks, many times. */
    @Test
    void sumsOfFloatsHaveTheSameBits() {
        float[] values = new float[10_007];
        Rng rng = new Rng(1, "fold", 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.scalb(rng.nextGaussian(), rng.nextInt(30));
        }
        Float expected = null;
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            for (int repeat = 0; repeat < 20; repeat++) {
                float sum = run.fold(
                        values.length,
                        13,
                        (from, to) -> {
                            float s = 0;
                            for (int i = from; i < to; i++) {
                                s += values[i];
                            }
                            return s;
                        },
                        Float::sum);
                expected = expected == null ? sum : expected;
                Bits.assertSame("threads: " + threads, expected, sum);
            }
        }
        float plain = 0;
        for (float v : values) {
            plain += v;
        }
        assertNotEquals(expected, plain, "the order of these sums says nothing");
    }

    @Test
    void whatIsCombinedMayBeChanged() {
        List<Integer> all = Run.defaults()
                .withThreads(3)
                .fold(100, 7, (from, to) -> new ArrayList<>(List.of(from)), (before, chunk) -> {
                    before.addAll(chunk);
                    return before;
                });
        List<Integer> expected = new ArrayList<>();
        for (int from = 0; from < 100; from += 7) {
            expected.add(from);
        }
        assertEquals(expected, all);
    }

    @Test
    void oneChunkIsNotCombined() {
        assertEquals("012", Run.defaults().fold(3, 5, FoldTest::chunk, (a, b) -> {
            throw new AssertionError("there is nothing to combine");
        }));
    }

    @Test
    void nothingToFoldIsRefused() {
        Messages.says(() -> Run.defaults().fold(0, 5, FoldTest::chunk, BRACKETS), "at least 1", "got 0");
        Messages.says(() -> Run.defaults().fold(3, 0, FoldTest::chunk, BRACKETS), "at least 1", "got 0");
    }

    @Test
    void theFailureOfACombinationIsThrown() {
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            assertThrows(
                    IllegalStateException.class,
                    () -> run.fold(20, 2, FoldTest::chunk, (a, b) -> {
                        throw new IllegalStateException("planted");
                    }));
        }
    }
}
