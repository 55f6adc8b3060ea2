package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Run;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is measured gives the right answer, and JMH knows all of it. */
@Tag("bits")
@Tag("long")
class BenchmarksTest {
    /** Whittle's; {@link PeersTest} has the others. */
    static Stream<Variant> variants() {
        return Variant.all().stream().filter(variant -> !variant.isPeer());
    }

    /** The library's answer to the input of a benchmark, which is the same with either kernels. */
    private static final Map<String, float[]> EXPECTED = new HashMap<>();

    /**
     * Compares with the library's call on the same input, which is one for the scalar and the vector kernels, and then
     * with an answer whose last value is off by one bit. Calls after the first, which are what JMH measures, give the
     * same; only C of a product grows.
     */
    @ParameterizedTest
    @MethodSource("variants")
    void answerIsThatOfTheLibraryAndAPlantedFaultIsSeen(Variant variant) throws ReflectiveOperationException {
        Object state = variant.state();
        float[] answer = variant.answer(state).clone();
        requireNonTrivial(answer);
        String either = variant.toString().replace("VECTOR", "SCALAR");
        if (!EXPECTED.containsKey(either)) {
            EXPECTED.put(either, RightAnswers.of(variant, state));
        }
        float[] expected = EXPECTED.get(either);
        Bits.assertSame(variant.toString(), expected, answer);
        float[] second = variant.answer(state);
        if (state instanceof GemmBenchmark) {
            assertThrows(AssertionError.class, () -> Bits.assertSame("sum", answer, second));
        } else {
            Bits.assertSame(variant.toString(), answer, second);
        }
        answer[answer.length - 1] = Math.nextUp(answer[answer.length - 1]);
        assertThrows(AssertionError.class, () -> Bits.assertSame("planted", expected, answer));
    }

    /** So that each answer of the vector kernels is compared with one of the scalar kernels. */
    @Test
    void everyScalarVariantHasAVectorVariant() {
        List<Variant> all = variants().toList();
        List<Variant> scalar = all.stream().filter(Variant::isScalar).toList();
        assertFalse(scalar.isEmpty());
        scalar.forEach(variant -> assertTrue(all.contains(variant.vector()), variant.toString()));
    }

    @AfterAll
    static void forget() {
        EXPECTED.clear();
    }

    @Test
    void trivialAnswersAreSeen() {
        float[] good = new float[1000];
        for (int i = 0; i < good.length; i++) {
            good[i] = i % 20;
        }
        requireNonTrivial(good);
        assertThrows(AssertionError.class, () -> requireNonTrivial(new float[1000]));
        assertThrows(AssertionError.class, () -> requireNonTrivial(new float[0]));
        good[500] = Float.NaN;
        assertThrows(AssertionError.class, () -> requireNonTrivial(good));
    }

    @Test
    void everyParameterIsVaried() {
        Map<String, Long> lines = Variant.all().stream()
                .collect(Collectors.groupingBy(
                        variant -> variant.method().getDeclaringClass().getSimpleName(), Collectors.counting()));
        assertEquals(
                Map.ofEntries(
                        Map.entry("BagOfWordsBenchmark", 2L),
                        Map.entry("CodedTrainingBenchmark", 2 * 2L),
                        Map.entry("ColorHistogramBenchmark", 7 * 3L),
                        Map.entry("ColorPeersBenchmark", 3 * 5 * 3L),
                        Map.entry("Conv2dBenchmark", 3 * 4 * 2L),
                        Map.entry("DenseSiftBenchmark", 2L),
                        Map.entry("ExtractAllBenchmark", 2 * 2L),
                        Map.entry("FisherBenchmark", 2 * 2L),
                        Map.entry("GemmBenchmark", 4 * 3L),
                        Map.entry("HiddenLayerBenchmark", 3 * 2L),
                        Map.entry("HogBenchmark", 4 * 3 * 2 * 2L),
                        Map.entry("HogGrowthBenchmark", 6 * 2L),
                        Map.entry("HogPeersBenchmark", 5 * 3L),
                        Map.entry("ImageNetworkBenchmark", 2 * 3L),
                        Map.entry("KMeansBenchmark", 4L),
                        Map.entry("KMeansGrowthBenchmark", 8 * 2L),
                        Map.entry("KernelMapBenchmark", 3 * 2L),
                        Map.entry("MixtureBenchmark", 2L),
                        Map.entry("MlpEpochBenchmark", 2L),
                        Map.entry("MlpPeersBenchmark", 2 * 2 * 4L),
                        Map.entry("NearestWordBenchmark", 3L),
                        Map.entry("OnnxBenchmark", 2 * 3L),
                        Map.entry("ProductCodesBenchmark", 2 * 2L),
                        Map.entry("SoftmaxBenchmark", 2 * 3L),
                        Map.entry("SuperpixelsBenchmark", 4 * 2L),
                        Map.entry("SvmBenchmark", 2 * 4L),
                        Map.entry("TwoLayerNetBenchmark", 2L),
                        Map.entry("WideHeadBenchmark", 2 * 2 * 2L),
                        Map.entry("WordEncodingBenchmark", 5 * 2L)),
                lines);
    }

    /** A constant cannot have the kernels that a parameter names: the line of scalar kernels would time vector ones. */
    @Test
    void noRunIsAConstant() {
        for (Variant variant : Variant.all()) {
            for (Field field : variant.method().getDeclaringClass().getDeclaredFields()) {
                assertFalse(field.getType() == Run.class && Modifier.isStatic(field.getModifiers()), () -> "" + field);
            }
        }
    }

    @Test
    void jmhListsEveryBenchmark() {
        List<String> expected = Variant.all().stream()
                .map(variant -> variant.method().getDeclaringClass().getName() + "."
                        + variant.method().getName())
                .distinct()
                .sorted()
                .toList();
        List<String> listed = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of("^dev\\.whittle\\..*"),
                        List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .sorted()
                .toList();
        assertFalse(expected.isEmpty());
        assertEquals(expected, listed);
    }

    /** Finite, and of at least ten different values. */
    private static void requireNonTrivial(float[] answer) {
        TreeSet<Float> values = new TreeSet<>();
        for (float value : answer) {
            assertTrue(Float.isFinite(value), "not finite");
            if (values.size() < 10) {
                values.add(value);
            }
        }
        assertEquals(10, values.size(), "only " + values);
    }
}
